#include "xiezhi/platform/windows/wide.h"

#include <cstring>
#include <span>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/platform/windows_path.h"

namespace xiezhi::platform {
namespace {

std::string current_folder() {
    std::wstring buffer(GetCurrentDirectoryW(0, nullptr), L'\0');
    buffer.resize(GetCurrentDirectoryW(static_cast<DWORD>(buffer.size()), buffer.data()));
    return narrowed(buffer);
}

void enable_privilege(const wchar_t* name) {
    HANDLE token = nullptr;
    if (OpenProcessToken(GetCurrentProcess(), TOKEN_ADJUST_PRIVILEGES, &token) == 0) return;
    TOKEN_PRIVILEGES wanted{};
    wanted.PrivilegeCount = 1;
    wanted.Privileges[0].Attributes = SE_PRIVILEGE_ENABLED;
    if (LookupPrivilegeValueW(nullptr, name, &wanted.Privileges[0].Luid) != 0) {
        AdjustTokenPrivileges(token, FALSE, &wanted, 0, nullptr, nullptr);
    }
    CloseHandle(token);
}

}  // namespace

std::wstring widened(std::string_view utf8) {
    std::string units;
    append_utf16le(units, utf8);
    std::wstring wide(units.size() / 2, L'\0');
    std::memcpy(wide.data(), units.data(), wide.size() * 2);
    return wide;
}

std::string narrowed(std::wstring_view utf16) {
    std::string utf8;
    append_wtf8(utf8, std::as_bytes(std::span(utf16)));
    return utf8;
}

std::wstring wide_path(const std::string& path) {
    if (_stricmp(path.c_str(), "nul") == 0) return L"\\\\.\\NUL";
    return widened(extended_path(path, current_folder()));
}

Error open_error(DWORD code) {
    switch (code) {
        case ERROR_FILE_NOT_FOUND:
        case ERROR_PATH_NOT_FOUND:
        case ERROR_INVALID_NAME:
        case ERROR_BAD_NETPATH:
        case ERROR_BAD_NET_NAME:
        case ERROR_DIRECTORY:
            return {Errc::Io, msg::path_missing(), {}};
        case ERROR_ACCESS_DENIED:
        case ERROR_PRIVILEGE_NOT_HELD:
            return {Errc::Denied, msg::path_denied(), {}};
        case ERROR_DISK_FULL:
            return {Errc::DiskFull, msg::disk_full(), {}};
        default:
            return {Errc::Io, msg::path_failed(code), {}};
    }
}

Error write_error(DWORD code) {
    switch (code) {
        case ERROR_DISK_FULL:
        case ERROR_HANDLE_DISK_FULL:
            return {Errc::DiskFull, msg::disk_full(), {}};
        case ERROR_BROKEN_PIPE:
        case ERROR_NO_DATA:  // the other end is closing
        case ERROR_PIPE_NOT_CONNECTED:
            return {Errc::PipeClosed, msg::pipe_closed(), {}};
        default:
            return {Errc::Io, msg::write_failed(code), {}};
    }
}

void use_backup_privilege() {
    static const bool tried = [] {
        enable_privilege(L"SeBackupPrivilege");
        return true;
    }();
    (void)tried;
}

HANDLE standard_handle(int stream) {
    return GetStdHandle(stream == 0 ? STD_OUTPUT_HANDLE : STD_ERROR_HANDLE);
}

}  // namespace xiezhi::platform
