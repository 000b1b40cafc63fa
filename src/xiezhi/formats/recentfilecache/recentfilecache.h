#pragma once

#include <string>
#include <vector>

#include "xiezhi/base/byte_source.h"
#include "xiezhi/base/damage.h"
#include "xiezhi/base/record_sink.h"

namespace xiezhi::recentfilecache {

/// Larger ones are refused; real ones have some KiB.
inline constexpr std::size_t kSizeMax = std::size_t{16} << 20U;

/// A program that was new since the last daily scan.
struct Entry {
    std::uint64_t offset = 0;
    std::string path;  // lower case
};

/// Reads RecentFileCache.bcf of Windows 7 and 2008 R2. An Error when it is none.
[[nodiscard]] Result<std::vector<Entry>> read(const ByteSource& source, const DamageSink& damages);

/// One record `entry` each; false when the sink wants no more.
[[nodiscard]] bool write(const std::vector<Entry>& entries, RecordSink& sink);

}  // namespace xiezhi::recentfilecache
