#pragma once

#include <span>

#include "xiezhi/formats/regf/hive.h"
#include "xiezhi/formats/regf/log.h"

namespace xiezhi::regf {

/// A hive's bytes while logs are applied to them.
struct ReplayTarget {
    std::vector<std::byte>& file;        // base block and hive bins
    std::optional<BaseBlock>& base;      // in: nothing when it cannot be believed
    std::vector<bool>& sectors_changed;  // of 512 bytes of the hive bins
};

/// Applies what fits, in the order of the writes. New logs: entries from the hive's secondary
/// sequence number on, unbroken, the log with the earlier ones first. Old logs: the latest whose
/// time is that of the hive. Source: msuhanov, "Windows registry file format specification",
/// section "Transaction log files"; compared with what Windows made of dirty hives.
void replay_logs(std::span<const Log> logs, const ReplayTarget& target, Replay& replay,
                 const DamageSink& damages);

inline constexpr std::size_t kSectorSize = 512;

}  // namespace xiezhi::regf
