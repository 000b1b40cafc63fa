#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "xiezhi/base/byte_source.h"
#include "xiezhi/base/result.h"

namespace xiezhi::platform {

// Paths are UTF-8 on both systems ('/' is accepted on Windows; names that are no valid text
// survive: raw bytes on Linux, WTF-8 on Windows). Errors of this header leave `where` empty: the
// caller knows the name that the user gave.

enum class FileKind : std::uint8_t { File, Folder, Link, Other };

struct FolderEntry {
    std::string name;  // without its folder
    FileKind kind = FileKind::Other;
    std::uint64_t size = 0;  // files only
};

/// What a path that the user named is, links followed.
[[nodiscard]] Result<FileKind> file_kind(const std::string& path);

/// The entries of a folder in bytewise order of their names, without "." and "..". Links are listed
/// as such and not followed (on Windows: every reparse point that stands for another place).
[[nodiscard]] Result<std::vector<FolderEntry>> list_folder(const std::string& path);

/// Opens a file (or a block device) for reading without disturbing its owner: full sharing and
/// backup semantics on Windows, no change of the access time on Linux where that is allowed. The
/// file may grow or shrink meanwhile; read() may be called from several threads at once.
[[nodiscard]] Result<std::unique_ptr<ByteSource>> open_file(const std::string& path);

/// Makes a folder and those above it; one that is there already is fine.
[[nodiscard]] Result<void> create_folders(const std::string& path);

/// The path with '/' between its parts, as output shows it. Changes nothing on Linux, where '\' may
/// stand in a name.
[[nodiscard]] std::string with_slashes(std::string path);

}  // namespace xiezhi::platform
