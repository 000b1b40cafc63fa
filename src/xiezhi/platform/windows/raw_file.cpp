#include "xiezhi/platform/raw_file.h"

#include <algorithm>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/platform/windows/wide.h"

namespace xiezhi::platform {
namespace {

constexpr DWORD kShareAll = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
constexpr std::size_t kTransferMax = 1U << 24;

OVERLAPPED at(std::uint64_t offset) {
    OVERLAPPED place{};
    place.Offset = static_cast<DWORD>(offset);
    place.OffsetHigh = static_cast<DWORD>(offset >> 32U);
    return place;
}

DWORD transfer_size(std::size_t size) {
    return static_cast<DWORD>(std::min(size, kTransferMax));
}

bool is_invalid(HANDLE handle) {
    return handle == INVALID_HANDLE_VALUE || handle == nullptr;
}

Result<HANDLE> checked(HANDLE handle) {
    if (is_invalid(handle)) return open_error(GetLastError());
    return handle;
}

}  // namespace

Result<RawFile> RawFile::open_read(const std::string& path) {
    use_backup_privilege();
    XZ_TRY(HANDLE handle,
           checked(CreateFileW(wide_path(path).c_str(), GENERIC_READ, kShareAll, nullptr,
                               OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr)),
           "");
    RawFile file(handle, true);
    BY_HANDLE_FILE_INFORMATION info{};
    const bool known = GetFileInformationByHandle(handle, &info) != 0;  // not for a raw volume
    if (known && (info.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0) {
        return Error{Errc::Unsupported, msg::file_is_folder(), {}};
    }
    if (GetFileType(handle) != FILE_TYPE_DISK) {
        return Error{Errc::Unsupported, msg::path_not_readable(), {}};
    }
    return file;
}

Result<RawFile> RawFile::create_new(const std::string& path) {
    XZ_TRY(HANDLE handle,
           checked(CreateFileW(wide_path(path).c_str(), GENERIC_WRITE, FILE_SHARE_READ, nullptr,
                               CREATE_NEW, FILE_ATTRIBUTE_NORMAL, nullptr)),
           "");
    return RawFile(handle, true);
}

Result<RawFile> RawFile::open_device(const std::string& path) {
    XZ_TRY(HANDLE handle,
           checked(CreateFileW(wide_path(path).c_str(), GENERIC_WRITE, kShareAll, nullptr,
                               OPEN_EXISTING, 0, nullptr)),
           "");
    return RawFile(handle, true);
}

Result<RawFile> RawFile::create_unnamed() {
    std::wstring folder(MAX_PATH + 1, L'\0');
    folder.resize(GetTempPathW(static_cast<DWORD>(folder.size()), folder.data()));
    std::wstring path(MAX_PATH + 1, L'\0');
    if (folder.empty() || GetTempFileNameW(folder.c_str(), L"xiezhi", 0, path.data()) == 0) {
        return open_error(GetLastError()).in(narrowed(folder));
    }
    XZ_TRY(HANDLE handle,
           checked(CreateFileW(path.c_str(), GENERIC_READ | GENERIC_WRITE, FILE_SHARE_DELETE,
                               nullptr, CREATE_ALWAYS,
                               FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, nullptr)),
           narrowed(folder));
    return RawFile(handle, true);
}

RawFile RawFile::standard(Stream stream) {
    return {standard_handle(static_cast<int>(stream)), false};
}

RawFile::RawFile(RawFile&& other) noexcept
    : handle_(std::exchange(other.handle_, nullptr)), owned_(other.owned_) {}

RawFile& RawFile::operator=(RawFile&& other) noexcept {
    std::swap(handle_, other.handle_);
    std::swap(owned_, other.owned_);
    return *this;
}

RawFile::~RawFile() {
    if (owned_ && !is_invalid(handle_)) CloseHandle(handle_);
}

std::uint64_t RawFile::size() const {
    LARGE_INTEGER size{};
    if (GetFileSizeEx(handle_, &size) != 0) return static_cast<std::uint64_t>(size.QuadPart);
    GET_LENGTH_INFORMATION volume{};
    DWORD returned = 0;
    if (DeviceIoControl(handle_, IOCTL_DISK_GET_LENGTH_INFO, nullptr, 0, &volume, sizeof(volume),
                        &returned, nullptr) == 0) {
        return 0;
    }
    return static_cast<std::uint64_t>(volume.Length.QuadPart);
}

Result<std::size_t> RawFile::read_at(std::uint64_t offset, std::span<std::byte> out) const {
    std::size_t filled = 0;
    while (filled < out.size()) {
        const auto rest = out.subspan(filled);
        OVERLAPPED place = at(offset + filled);
        DWORD count = 0;
        if (ReadFile(handle_, rest.data(), transfer_size(rest.size()), &count, &place) == 0) {
            const DWORD code = GetLastError();
            if (code == ERROR_HANDLE_EOF) break;
            return Error{Errc::Io, msg::read_failed(offset + filled, code), {}};
        }
        if (count == 0) break;
        filled += count;
    }
    return filled;
}

Result<void> RawFile::write_at(std::uint64_t offset, Bytes bytes) {
    while (!bytes.empty()) {
        OVERLAPPED place = at(offset);
        DWORD count = 0;
        if (WriteFile(handle_, bytes.data(), transfer_size(bytes.size()), &count, &place) == 0) {
            return write_error(GetLastError());
        }
        offset += count;
        bytes = bytes.subspan(count);
    }
    return {};
}

Result<void> RawFile::write(Bytes bytes) {
    while (!bytes.empty()) {
        DWORD count = 0;
        if (WriteFile(handle_, bytes.data(), transfer_size(bytes.size()), &count, nullptr) == 0) {
            return write_error(GetLastError());
        }
        bytes = bytes.subspan(count);
    }
    return {};
}

Result<void> RawFile::close() {
    if (owned_ && CloseHandle(std::exchange(handle_, nullptr)) == 0) {
        return write_error(GetLastError());
    }
    return {};
}

bool is_device(const std::string& path) {
    const std::wstring wide = wide_path(path);
    return wide.starts_with(L"\\\\.\\");
}

bool path_exists(const std::string& path) {
    return GetFileAttributesW(wide_path(path).c_str()) != INVALID_FILE_ATTRIBUTES;
}

Result<void> rename_file(const std::string& from, const std::string& to) {
    if (MoveFileExW(wide_path(from).c_str(), wide_path(to).c_str(),
                    MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH) == 0) {
        return write_error(GetLastError());
    }
    return {};
}

void remove_file(const std::string& path) {
    DeleteFileW(wide_path(path).c_str());
}

bool write_console(Stream stream, std::string_view text) {
    std::wstring wide = widened(text);
    std::wstring_view rest = wide;
    constexpr std::size_t kPiece = 8000;  // old consoles refuse more than 64 KiB at once
    while (!rest.empty()) {
        DWORD count = 0;
        const auto size = static_cast<DWORD>(std::min(rest.size(), kPiece));
        if (WriteConsoleW(standard_handle(static_cast<int>(stream)), rest.data(), size, &count,
                          nullptr) == 0 ||
            count == 0) {
            return false;
        }
        rest.remove_prefix(count);
    }
    return true;
}

}  // namespace xiezhi::platform
