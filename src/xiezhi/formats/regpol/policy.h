#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "xiezhi/base/byte_source.h"
#include "xiezhi/base/damage.h"
#include "xiezhi/base/record_sink.h"

/// registry.pol: the registry values that a group policy sets. Source: [MS-GPREG] 2.2.1.
namespace xiezhi::regpol {

inline constexpr std::uint64_t kPolicySizeMax = std::uint64_t{64} << 20U;  // read whole

/// Names with a special meaning begin with `**`: `**Del.x` deletes the value x, `**DelVals.` all.
struct Entry {
    std::uint64_t offset = 0;
    std::string key;
    std::string value;
    std::uint32_t type = 0;  // as in the registry: 1 REG_SZ, 4 REG_DWORD …
    std::vector<std::byte> data;
};

/// Calls `sink` for each entry until it returns false. A malformed entry is told and the next
/// opening bracket looked for. Error: no PReg signature of version 1.
[[nodiscard]] Result<void> parse_policy(Bytes bytes, const std::function<bool(const Entry&)>& sink,
                                        const DamageSink& damages);
[[nodiscard]] Result<void> read_policy(const ByteSource& source,
                                       const std::function<bool(const Entry&)>& sink,
                                       const DamageSink& damages);

/// One record `value` an entry; `data` as text, number or list where the type says so.
[[nodiscard]] Result<void> dump(const ByteSource& source, RecordSink& sink,
                                const DamageSink& damages);

}  // namespace xiezhi::regpol
