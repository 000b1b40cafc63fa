#pragma once

#include <optional>
#include <string_view>

#include "xiezhi/hunt/finding.h"
#include "xiezhi/model/state.h"

namespace xiezhi::triage {

/// Documents of one dataset that log records fill; the rest is counted.
inline constexpr std::size_t kCollectedMax = 50'000;

/// The document that a record of a collecting rule becomes (rules::document_of). Nothing for a
/// dataset that logs do not fill.
[[nodiscard]] std::optional<State> collect(std::string_view dataset, const hunt::Finding& finding);

}  // namespace xiezhi::triage
