#pragma once

#include <optional>
#include <string_view>

#include "xiezhi/base/time.h"

namespace xiezhi::rules::kql {

/// What a date in a query means: all of the day that `2024-05-31` names, one millisecond at least.
struct DateSpan {
    FileTime first;
    FileTime last;  // included
};

/// A date as Elasticsearch reads it: `2024`, `2024-05`, `2024-05-31T12:30:00.123+08:00`,
/// milliseconds since 1970, `now`; with date math: `now-7d/d`, `2024-05-31||+1M/M`.
/// Source: Elasticsearch reference, "Date math", "strict_date_optional_time".
[[nodiscard]] std::optional<DateSpan> parse_date(std::string_view text, FileTime now);

}  // namespace xiezhi::rules::kql
