#include "xiezhi/schema/host.h"

#include <algorithm>

#include "xiezhi/schema/host_tables.h"

namespace xiezhi::schema {

bool path_match(std::string_view pattern, std::string_view path) noexcept {
    // The classic two-pointer walk with one place to come back to for each kind of star; a `*`
    // cannot be widened past a backslash, then only an earlier `**` can help.
    std::size_t p = 0;
    std::size_t at = 0;
    std::size_t star = std::string_view::npos;
    std::size_t star_at = 0;
    std::size_t wide = std::string_view::npos;
    std::size_t wide_at = 0;
    while (at < path.size()) {
        if (p < pattern.size() && pattern.substr(p).starts_with("**")) {
            wide = p;
            wide_at = at;
            star = std::string_view::npos;
            p += 2;
        } else if (p < pattern.size() && pattern[p] == '*') {
            star = p;
            star_at = at;
            p += 1;
        } else if (p < pattern.size() && pattern[p] == path[at]) {
            ++p;
            ++at;
        } else if (star != std::string_view::npos && path[star_at] != '\\') {
            p = star + 1;
            at = ++star_at;
        } else if (wide != std::string_view::npos) {
            star = std::string_view::npos;
            p = wide + 2;
            at = ++wide_at;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

std::string_view without_drive(std::string_view path) noexcept {
    return path.size() > 2 && path[1] == ':' ? path.substr(2) : path;
}

const Hideout* find_hideout(std::string_view path) noexcept {
    const std::string_view local = without_drive(path);
    const auto found = std::ranges::find_if(
        kHideouts, [&](const Hideout& row) { return path_match(row.pattern, local); });
    return found == std::ranges::end(kHideouts) ? nullptr : &*found;
}

const FileEnding* find_file_ending(std::string_view ending) noexcept {
    const auto* const found = std::ranges::find(kFileEndings, ending, &FileEnding::ending);
    return found == std::ranges::end(kFileEndings) ? nullptr : found;
}

const FilePlace* find_file_place(std::string_view path) noexcept {
    const std::string_view local = without_drive(path);
    const auto found = std::ranges::find_if(
        kFilePlaces, [&](const FilePlace& row) { return path_match(row.pattern, local); });
    return found == std::ranges::end(kFilePlaces) ? nullptr : &*found;
}

std::string_view place_of_link(std::string_view path) noexcept {
    const auto found = std::ranges::find_if(kLinkPlaces, [&](const LinkPlace& row) {
        return path.find(row.part) != std::string_view::npos;
    });
    return found == std::ranges::end(kLinkPlaces) ? "other" : found->place;
}

std::span<const FileType> file_types() noexcept {
    return kFileTypes;
}

const FileType* find_file_type(std::string_view extension) noexcept {
    const auto found = std::ranges::find(kFileTypes, extension, &FileType::extension);
    return found == std::ranges::end(kFileTypes) ? nullptr : &*found;
}

std::span<const WindowsProgram> windows_programs() noexcept {
    return kWindowsPrograms;
}

const WindowsProgram* find_windows_program(std::string_view name) noexcept {
    const auto found = std::ranges::find(windows_programs(), name, &WindowsProgram::name);
    return found == windows_programs().end() ? nullptr : &*found;
}

std::span<const AutostartRow> autostarts() noexcept {
    return kAutostarts;
}

std::span<const RegistryWatch> watched_values() noexcept {
    return kWatchedValues;
}

std::span<const EntityField> entity_fields() noexcept {
    return kEntityFields;
}

}  // namespace xiezhi::schema
