#pragma once

#include <span>
#include <string_view>

namespace xiezhi::schema {

/// A folder that files hide in (schema/hideouts.tsv).
struct Hideout {
    std::string_view pattern;  // of the path without its drive, lower case; see path_match()
    std::string_view kind;     // `-`: none
    bool writable = false;     // by users without rights
};
/// The first row that fits; null for none. `path`: folded, with or without drive.
[[nodiscard]] const Hideout* find_hideout(std::string_view path) noexcept;

/// A program of Windows and its folders (schema/windows_programs.tsv).
struct WindowsProgram {
    std::string_view name;  // lower case
    std::span<const std::string_view> folders;
    bool imitated = false;  // malware takes, or nearly takes, this name
};
[[nodiscard]] std::span<const WindowsProgram> windows_programs() noexcept;
[[nodiscard]] const WindowsProgram* find_windows_program(std::string_view name) noexcept;

/// An ending of file names (schema/file_endings.tsv).
struct FileEnding {
    std::string_view ending;  // lower case, without the dot
    std::string_view kind;    // program, script, other
};
/// `ending`: folded; null for one that is none, or that is a top-level domain too (`com`).
[[nodiscard]] const FileEnding* find_file_ending(std::string_view ending) noexcept;

/// A field that names a thing by which findings belong together (schema/story_entities.tsv).
struct EntityField {
    std::string_view field;
    std::string_view kind;
};
[[nodiscard]] std::span<const EntityField> entity_fields() noexcept;

/// A place from which Windows starts something (schema/autostarts.tsv, which explains the columns).
struct AutostartRow {
    std::string_view location;
    std::string_view hive;
    std::string_view key;
    std::span<const std::string_view> values;
    std::string_view what;
    std::span<const std::string_view> defaults;  // folded, `*` any run of characters
    std::string_view technique;
    std::string_view category;
};
[[nodiscard]] std::span<const AutostartRow> autostarts() noexcept;

/// Values that say how a host is set up (schema/registry_watch.tsv).
struct RegistryWatch {
    std::string_view hive;
    std::string_view key;
    std::span<const std::string_view> values;
};
[[nodiscard]] std::span<const RegistryWatch> watched_values() noexcept;

/// A place of files that matter (schema/file_places.tsv).
struct FilePlace {
    std::string_view pattern;  // as of hide-outs
    std::string_view place;    // `-`: none
};
/// The first row that fits; null for none. `path`: folded, with or without drive.
[[nodiscard]] const FilePlace* find_file_place(std::string_view path) noexcept;

/// A folder of shortcuts (schema/link_places.tsv).
struct LinkPlace {
    std::string_view part;  // of the path, lower case
    std::string_view place;
};
/// The first row that fits; `other` for none. `path`: folded.
[[nodiscard]] std::string_view place_of_link(std::string_view path) noexcept;

/// What an ending of files stands for (schema/file_types.tsv).
struct FileType {
    std::string_view extension;  // lower case
    std::string_view kind;
    std::span<const std::string_view> begins;  // of the content, hexadecimal; none: not known
};
[[nodiscard]] std::span<const FileType> file_types() noexcept;
[[nodiscard]] const FileType* find_file_type(std::string_view extension) noexcept;

/// `*` stands for any run of characters but backslashes, `**` for any run; all else for itself.
[[nodiscard]] bool path_match(std::string_view pattern, std::string_view path) noexcept;

/// `C:\x` -> `\x`; what has no drive stays.
[[nodiscard]] std::string_view without_drive(std::string_view path) noexcept;

}  // namespace xiezhi::schema
