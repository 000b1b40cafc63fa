#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xiezhi/base/byte_source.h"
#include "xiezhi/base/damage.h"
#include "xiezhi/base/guid.h"
#include "xiezhi/base/time.h"

namespace xiezhi::jumplist {

/// Larger ones are refused; the largest seen has 0.2 MiB.
inline constexpr std::size_t kSizeMax = std::size_t{32} << 20U;

/// An entry of the stream DestList. Source: libyal/dtformats, "Jump lists format".
struct Entry {
    std::uint64_t position = 0;  // in the stream
    std::uint64_t offset = 0;    // in the file
    std::uint64_t hash = 0;
    Guid droid_volume;
    Guid droid_file;
    Guid birth_volume;
    Guid birth_file;
    std::string machine_id;                     // NetBIOS name
    std::uint32_t number = 0;                   // in hex the name of the stream with its link
    FileTime accessed;                          // last opened
    std::int32_t pin = -1;                      // place among the pinned; -1: not pinned
    std::optional<std::uint32_t> access_count;  // from version 3 on
    std::string path;
};

/// A link as the bytes of a shell link, which formats/lnk reads.
struct LinkBytes {
    std::string name;          // of the stream; of the category for custom destinations
    std::uint64_t offset = 0;  // of the first byte in the file; a stream may be in pieces
    std::vector<std::byte> bytes;
};

/// *.automaticDestinations-ms: what one program opened, kept by the shell.
struct Automatic {
    std::uint32_t version = 0;  // of DestList: 1 Windows 7 and 8, 3 and 4 Windows 10 and 11
    std::uint32_t entry_count = 0;
    std::uint32_t pinned_count = 0;
    std::uint32_t last_entry_number = 0;
    std::size_t stream_count = 0;
    std::vector<Entry> entries;
    std::vector<LinkBytes> links;  // in the order of the directory
};

[[nodiscard]] Result<Automatic> read_automatic(const ByteSource& source, const DamageSink& damages);

/// *.customDestinations-ms: categories with links that the program itself made. Each `name` is the
/// title of the category; a link reaches up to the beginning of the next one or the end.
struct Custom {
    std::uint32_t footer = 0;  // the last four bytes: 0xbabffbab when all is well
    std::vector<LinkBytes> links;
};

/// An Error only when the file cannot be read: links are found wherever they begin.
[[nodiscard]] Result<Custom> read_custom(const ByteSource& source, const DamageSink& damages);

}  // namespace xiezhi::jumplist
