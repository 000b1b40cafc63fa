#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xiezhi/base/byte_source.h"
#include "xiezhi/base/damage.h"
#include "xiezhi/base/record_sink.h"
#include "xiezhi/base/time.h"

namespace xiezhi::recycle {

/// Larger ones are refused: an $I file has some hundred bytes, an INFO2 of ten thousand files 8
/// MiB.
inline constexpr std::size_t kSizeMax = std::size_t{64} << 20U;

/// What was put into the recycle bin.
struct DeletedFile {
    std::uint64_t offset = 0;
    std::string original_path;
    std::uint64_t size = 0;
    FileTime deleted;
    std::optional<std::uint32_t> index;  // of INFO2: the number in the name Dc<index>.ext
    std::optional<std::uint32_t> drive;  // of INFO2: 0 is A:
    bool restored = false;               // of INFO2: the first letter of the path was zeroed
};

/// A $I file of Vista and later, or the INFO2 of a user on XP and 2003.
struct Index {
    std::uint64_t version = 0;                 // $I: 1 Vista to 8.1, 2 Windows 10; INFO2: 5
    std::optional<std::uint32_t> record_size;  // of INFO2: 800, 280 of Windows 98
    std::vector<DeletedFile> files;            // one of a $I file
};

/// An Error when the bytes are neither.
[[nodiscard]] Result<Index> read(const ByteSource& source, const DamageSink& damages);

/// One record `deleted_file` each; false when the sink wants no more.
[[nodiscard]] bool write(const Index& index, RecordSink& sink);

}  // namespace xiezhi::recycle
