#pragma once

// The one place that includes windows.h: lean, without its min and max.
#define WIN32_LEAN_AND_MEAN
// clang-format off: the others need windows.h first
#include <windows.h>
#include <shellapi.h>
#include <winioctl.h>
// clang-format on
// Words that windows.h takes away from everybody.
#undef near
#undef far
#undef small
#undef interface

#include <string>
#include <string_view>

#include "xiezhi/base/result.h"

namespace xiezhi::platform {

/// UTF-8 (WTF-8 for names with unpaired surrogates) to the system's UTF-16 and back.
[[nodiscard]] std::wstring widened(std::string_view utf8);
[[nodiscard]] std::string narrowed(std::wstring_view utf16);

/// A path for the system's functions, without the limit of 260 characters.
[[nodiscard]] std::wstring wide_path(const std::string& path);

/// What GetLastError() says after opening and after writing.
[[nodiscard]] Error open_error(DWORD code);
[[nodiscard]] Error write_error(DWORD code);

/// Switches the backup privilege on, once: with it files open whatever their access list says.
/// Without the right nothing happens, and what stays closed is told where it is met.
void use_backup_privilege();

[[nodiscard]] HANDLE standard_handle(int stream);

}  // namespace xiezhi::platform
