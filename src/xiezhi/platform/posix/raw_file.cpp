#include "xiezhi/platform/raw_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/platform/posix/errors.h"

namespace xiezhi::platform {
namespace {

constexpr int kNoHandle = -1;

int open_quietly(const char* path) {
    // O_NONBLOCK: a pipe among the evidence must not stop us. O_NOATIME is the owner's privilege.
    constexpr int kFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;
    const int handle = ::open(path, kFlags | O_NOATIME);
    return handle >= 0 || errno != EPERM ? handle : ::open(path, kFlags);
}

Result<int> checked(int handle) {
    if (handle < 0) return open_error(errno);
    return handle;
}

}  // namespace

Result<RawFile> RawFile::open_read(const std::string& path) {
    XZ_TRY(const int handle, checked(open_quietly(path.c_str())), "");
    RawFile file(handle, true);
    struct stat status{};
    if (::fstat(handle, &status) != 0) return open_error(errno);
    if (S_ISDIR(status.st_mode)) return Error{Errc::Unsupported, msg::file_is_folder(), {}};
    if (!S_ISREG(status.st_mode) && !S_ISBLK(status.st_mode)) {
        return Error{Errc::Unsupported, msg::path_not_readable(), {}};
    }
    return file;
}

Result<RawFile> RawFile::create_new(const std::string& path) {
    XZ_TRY(const int handle,
           checked(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)), "");
    return RawFile(handle, true);
}

Result<RawFile> RawFile::open_device(const std::string& path) {
    XZ_TRY(const int handle, checked(::open(path.c_str(), O_WRONLY | O_CLOEXEC)), "");
    return RawFile(handle, true);
}

Result<RawFile> RawFile::create_unnamed() {
    const char* named = std::getenv("TMPDIR");
    const std::string folder = named != nullptr && *named != '\0' ? named : "/tmp";
    std::string path = folder + "/xiezhi-XXXXXX";
    XZ_TRY(const int handle, checked(::mkostemp(path.data(), O_CLOEXEC)), folder);
    ::unlink(path.c_str());
    return RawFile(handle, true);
}

RawFile RawFile::standard(Stream stream) {
    return {stream == Stream::Out ? STDOUT_FILENO : STDERR_FILENO, false};
}

RawFile::RawFile(RawFile&& other) noexcept
    : handle_(std::exchange(other.handle_, kNoHandle)), owned_(other.owned_) {}

RawFile& RawFile::operator=(RawFile&& other) noexcept {
    std::swap(handle_, other.handle_);
    std::swap(owned_, other.owned_);
    return *this;
}

RawFile::~RawFile() {
    if (owned_ && handle_ != kNoHandle) ::close(handle_);
}

std::uint64_t RawFile::size() const {
    struct stat status{};
    if (::fstat(handle_, &status) != 0) return 0;
    if (S_ISBLK(status.st_mode)) {
        return static_cast<std::uint64_t>(std::max<off_t>(::lseek(handle_, 0, SEEK_END), 0));
    }
    return static_cast<std::uint64_t>(status.st_size);
}

Result<std::size_t> RawFile::read_at(std::uint64_t offset, std::span<std::byte> out) const {
    std::size_t filled = 0;
    while (filled < out.size()) {
        const auto rest = out.subspan(filled);
        const auto count =
            ::pread(handle_, rest.data(), rest.size(), static_cast<off_t>(offset + filled));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            return Error{Errc::Io, msg::read_failed(offset + filled, system_code(errno)), {}};
        }
        if (count == 0) break;
        filled += static_cast<std::size_t>(count);
    }
    return filled;
}

Result<void> RawFile::write_at(std::uint64_t offset, Bytes bytes) {
    while (!bytes.empty()) {
        const auto count =
            ::pwrite(handle_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return write_error(errno);
        offset += static_cast<std::uint64_t>(count);
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return {};
}

Result<void> RawFile::write(Bytes bytes) {
    while (!bytes.empty()) {
        const auto count = ::write(handle_, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return write_error(errno);
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return {};
}

Result<void> RawFile::close() {
    if (owned_ && ::close(std::exchange(handle_, kNoHandle)) != 0) return write_error(errno);
    return {};
}

bool is_device(const std::string& path) {
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) &&
           !S_ISDIR(status.st_mode);
}

bool path_exists(const std::string& path) {
    struct stat status{};
    return ::lstat(path.c_str(), &status) == 0;
}

Result<void> rename_file(const std::string& from, const std::string& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) return write_error(errno);
    return {};
}

void remove_file(const std::string& path) {
    ::unlink(path.c_str());
}

bool write_console(Stream, std::string_view) {
    return false;
}

}  // namespace xiezhi::platform
