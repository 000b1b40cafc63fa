#pragma once

#include <optional>
#include <string_view>

#include "xiezhi/base/time.h"
#include "xiezhi/output/facts.h"

namespace xiezhi::cli {

/// `utc`, `local`, `+08:00`, `-0330`, `+8`.
[[nodiscard]] std::optional<output::TimeZone> parse_zone(std::string_view text,
                                                         const output::TimeZone& local);

enum class DayEdge : std::uint8_t { Begin, End };

/// A moment as people write it: ISO 8601; without a zone it is meant in `zone`. A date alone is the
/// day's first or last instant.
[[nodiscard]] std::optional<FileTime> parse_moment(std::string_view text,
                                                   const output::TimeZone& zone, DayEdge edge);

/// `45m`, `12h`, `30d`, `2w` in ticks.
[[nodiscard]] std::optional<std::uint64_t> parse_period(std::string_view text) noexcept;

}  // namespace xiezhi::cli
