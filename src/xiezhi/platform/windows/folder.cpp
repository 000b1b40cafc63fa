#include <algorithm>
#include <memory>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/platform/file.h"
#include "xiezhi/platform/windows/wide.h"

namespace xiezhi::platform {
namespace {

struct CloseFind {
    void operator()(void* find) const { FindClose(find); }
};

bool is_dots(std::wstring_view name) {
    return name == L"." || name == L"..";
}

FolderEntry entry_of(const WIN32_FIND_DATAW& found) {
    FolderEntry entry{.name = narrowed(static_cast<const wchar_t*>(found.cFileName))};
    const DWORD attributes = found.dwFileAttributes;
    // Name surrogates (links, junctions, mount points) lead elsewhere; other reparse points are
    // ordinary files to us: compressed, deduplicated, kept in a cloud.
    if ((attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0 &&
        IsReparseTagNameSurrogate(found.dwReserved0)) {
        entry.kind = FileKind::Link;
    } else if ((attributes & FILE_ATTRIBUTE_DIRECTORY) != 0) {
        entry.kind = FileKind::Folder;
    } else if ((attributes & FILE_ATTRIBUTE_DEVICE) == 0) {
        entry.kind = FileKind::File;
        entry.size = (static_cast<std::uint64_t>(found.nFileSizeHigh) << 32U) | found.nFileSizeLow;
    }
    return entry;
}

}  // namespace

Result<FileKind> file_kind(const std::string& path) {
    use_backup_privilege();
    const std::wstring wide = wide_path(path);
    // A volume or a disk: attributes are asked of file systems only.
    if (wide.starts_with(L"\\\\.\\")) return FileKind::File;
    const DWORD attributes = GetFileAttributesW(wide.c_str());
    if (attributes == INVALID_FILE_ATTRIBUTES) return open_error(GetLastError());
    return (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0 ? FileKind::Folder : FileKind::File;
}

Result<std::vector<FolderEntry>> list_folder(const std::string& path) {
    use_backup_privilege();
    std::wstring pattern = wide_path(path);
    if (!pattern.ends_with(L'\\')) pattern += L'\\';
    pattern += L'*';
    WIN32_FIND_DATAW found{};
    void* const first = FindFirstFileW(pattern.c_str(), &found);
    if (first == INVALID_HANDLE_VALUE) {
        const DWORD code = GetLastError();
        // The root of an empty drive has not even "." in it.
        if (code == ERROR_FILE_NOT_FOUND && file_kind(path)) return std::vector<FolderEntry>{};
        return open_error(code);
    }
    const std::unique_ptr<void, CloseFind> find(first);
    std::vector<FolderEntry> entries;
    do {
        if (!is_dots(static_cast<const wchar_t*>(found.cFileName)))
            entries.push_back(entry_of(found));
    } while (FindNextFileW(find.get(), &found) != 0);
    if (const DWORD code = GetLastError(); code != ERROR_NO_MORE_FILES) {
        return Error{Errc::Io, msg::list_failed(code), {}};
    }
    std::ranges::sort(entries, {}, &FolderEntry::name);
    return entries;
}

Result<void> create_folders(const std::string& path) {
    const std::wstring wide = wide_path(path);
    // Below `\\?\C:\` or `\\?\UNC\server\share\`; what is above cannot be made and fails
    // harmlessly.
    for (std::size_t end = wide.find(L'\\', 7); true; end = wide.find(L'\\', end + 1)) {
        CreateDirectoryW(wide.substr(0, end).c_str(), nullptr);
        if (end == std::wstring::npos) break;
    }
    const DWORD code = GetLastError();
    const auto kind = file_kind(path);
    if (!kind) return open_error(code);
    if (*kind != FileKind::Folder) return Error{Errc::Usage, msg::output_exists(), {}};
    return {};
}

std::string with_slashes(std::string path) {
    std::ranges::replace(path, '\\', '/');
    return path;
}

}  // namespace xiezhi::platform
