#pragma once

#include <string>
#include <string_view>

namespace xiezhi::platform {

/// `path` in Windows' form without limits: `\\?\C:\…`, `\\?\UNC\server\share\…`, so that more than
/// 260 characters, names like `con` and names ending in a dot can be opened. '/' is a separator,
/// `.` and
/// `..` are resolved, a relative path starts at `current` (absolute, with a drive or a server).
/// Paths that begin with `\\?\` or `\\.\` stay as they are. Text only: asks no system.
[[nodiscard]] std::string extended_path(std::string_view path, std::string_view current);

}  // namespace xiezhi::platform
