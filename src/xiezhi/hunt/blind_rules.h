#pragma once

#include "xiezhi/hunt/hunt.h"

namespace xiezhi::hunt {

/// Indices of the rules for which no channel of theirs was met.
[[nodiscard]] std::vector<std::uint32_t> find_blind_rules(
    const std::vector<rules::Rule>& rules, const std::map<std::string, ChannelSummary>& channels);

}  // namespace xiezhi::hunt
