#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/platform/file.h"
#include "xiezhi/platform/posix/errors.h"

namespace xiezhi::platform {
namespace {

struct CloseFolder {
    void operator()(DIR* folder) const { ::closedir(folder); }
};

FileKind kind_of(mode_t mode) {
    if (S_ISREG(mode)) return FileKind::File;
    if (S_ISDIR(mode)) return FileKind::Folder;
    if (S_ISLNK(mode)) return FileKind::Link;
    return FileKind::Other;
}

bool is_dots(std::string_view name) {
    return name == "." || name == "..";
}

}  // namespace

Result<FileKind> file_kind(const std::string& path) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) return open_error(errno);
    // A disk can be read like a file, at offsets.
    return S_ISBLK(status.st_mode) ? FileKind::File : kind_of(status.st_mode);
}

Result<std::vector<FolderEntry>> list_folder(const std::string& path) {
    const std::unique_ptr<DIR, CloseFolder> folder(::opendir(path.c_str()));
    if (!folder) return open_error(errno);
    std::vector<FolderEntry> entries;
    errno = 0;
    while (const dirent* found = ::readdir(folder.get())) {
        const std::string_view name = static_cast<const char*>(found->d_name);
        struct stat status{};
        if (is_dots(name)) continue;
        FolderEntry entry{.name = std::string(name)};
        if (::fstatat(::dirfd(folder.get()), entry.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) ==
            0) {
            entry.kind = kind_of(status.st_mode);
            if (entry.kind == FileKind::File) {
                entry.size = static_cast<std::uint64_t>(status.st_size);
            }
        }
        entries.push_back(std::move(entry));
        errno = 0;
    }
    if (errno != 0) return Error{Errc::Io, msg::list_failed(system_code(errno)), {}};
    std::ranges::sort(entries, {}, &FolderEntry::name);
    return entries;
}

Result<void> create_folders(const std::string& path) {
    for (std::size_t end = path.find('/', 1); true; end = path.find('/', end + 1)) {
        const std::string folder = path.substr(0, end);
        if (::mkdir(folder.c_str(), 0777) != 0 && errno != EEXIST) return open_error(errno);
        if (end == std::string::npos) break;
    }
    XZ_TRY(const FileKind kind, file_kind(path), "");
    if (kind != FileKind::Folder) return Error{Errc::Usage, msg::output_exists(), {}};
    return {};
}

std::string with_slashes(std::string path) {
    return path;
}

}  // namespace xiezhi::platform
