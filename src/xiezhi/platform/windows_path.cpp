#include "xiezhi/platform/windows_path.h"

#include <algorithm>
#include <vector>

namespace xiezhi::platform {
namespace {

constexpr std::string_view kSeparators = "\\/";

bool is_separator(char c) {
    return c == '\\' || c == '/';
}

bool has_drive(std::string_view path) {
    return path.size() >= 2 && path[1] == ':' &&
           ((path[0] >= 'A' && path[0] <= 'Z') || (path[0] >= 'a' && path[0] <= 'z'));
}

bool is_server(std::string_view path) {
    return path.size() > 2 && is_separator(path[0]) && is_separator(path[1]);
}

bool is_literal(std::string_view path) {
    return path.size() >= 4 && is_separator(path[0]) && is_separator(path[1]) &&
           (path[2] == '?' || path[2] == '.') && is_separator(path[3]);
}

/// The non-empty parts of a path; `.` left out, `..` takes one back but never one of the first
/// `kept`.
void add_parts(std::vector<std::string_view>& parts, std::string_view path, std::size_t kept) {
    while (!path.empty()) {
        const std::size_t end = std::min(path.find_first_of(kSeparators), path.size());
        const std::string_view part = path.substr(0, end);
        path.remove_prefix(std::min(end + 1, path.size()));
        if (part.empty() || part == ".") continue;
        if (part == "..") {
            if (parts.size() > kept) parts.pop_back();
        } else {
            parts.push_back(part);
        }
    }
}

std::string joined(std::string_view prefix, const std::vector<std::string_view>& parts,
                   bool root_only) {
    std::string out(prefix);
    for (const std::string_view part : parts) {
        if (out.size() > prefix.size()) out += '\\';
        out += part;
    }
    if (root_only) out += '\\';  // `\\?\C:` would be the volume itself
    return out;
}

}  // namespace

std::string extended_path(std::string_view path, std::string_view current) {
    if (is_literal(path)) {
        std::string out(path);
        std::ranges::replace(out, '/', '\\');
        return out;
    }
    if (is_literal(current)) current.remove_prefix(4);
    std::string_view base;  // what comes before `path`
    if (!is_server(path) && !has_drive(path)) {
        base = current;
        if (!path.empty() && is_separator(path[0])) {
            // From the root of the current drive or share on.
            base = has_drive(current) ? current.substr(0, 2) : current;
        }
    } else if (has_drive(path) && (path.size() == 2 || !is_separator(path[2]))) {
        // `D:name`: relative to the drive's own folder, known only for the current drive.
        if (has_drive(current) && (current[0] | 0x20) == (path[0] | 0x20)) {
            base = current;
            path.remove_prefix(2);
        }
    }
    const bool server = is_server(base.empty() ? path : base);
    const std::size_t kept = server ? 2 : 1;
    std::vector<std::string_view> parts;
    add_parts(parts, base, kept);
    if (server && !base.empty() && !path.empty() && is_separator(path[0])) {
        parts.resize(std::min(parts.size(), kept));
    }
    if (base.empty() && !server && has_drive(path)) {
        parts.push_back(path.substr(0, 2));
        path.remove_prefix(2);
    }
    add_parts(parts, path, kept);
    return joined(server ? R"(\\?\UNC\)" : R"(\\?\)", parts, parts.size() <= kept);
}

}  // namespace xiezhi::platform
