#pragma once

#include <optional>
#include <vector>

#include "xiezhi/base/byte_source.h"
#include "xiezhi/base/damage.h"
#include "xiezhi/formats/regf/base_block.h"

namespace xiezhi::regf {

/// A log is read whole; one beyond this is no log that Windows would have written.
inline constexpr std::uint64_t kLogSizeMax = 512ULL << 20U;

/// Bytes that a log holds for a place in the hive bins.
struct DirtyPage {
    std::uint32_t offset = 0;  // in the hive bins
    Bytes bytes;
};

/// One write of Windows to a hive: an entry of the new format, or all of an old log.
struct LogEntry {
    std::uint64_t offset = 0;  // in the log
    std::uint32_t sequence = 0;
    std::uint32_t bins_size = 0;  // bytes of hive bins after this write
    std::vector<DirtyPage> pages{};
};

enum class LogFormat : std::uint8_t {
    None,  // empty, or no log
    Old,   // up to Windows 8: one write, DIRT
    New,   // from Windows 8.1: many writes, HvLE
};

/// A transaction log (NAME.LOG, .LOG1, .LOG2) as far as it can be believed. Views into `bytes`.
struct Log {
    std::vector<std::byte> bytes;
    std::optional<BaseBlock> base;
    LogFormat format = LogFormat::None;
    std::vector<LogEntry> entries;  // whose hashes hold, in unbroken sequence
};

/// Reads a log; `number` (from 1) names it in a message. What follows the last entry in sequence
/// are older writes: no damage. A log whose base block or content cannot be believed comes without
/// entries and with a damage that says why.
[[nodiscard]] Result<Log> read_log(const ByteSource& source, std::size_t number,
                                   const DamageSink& damages);

}  // namespace xiezhi::regf
