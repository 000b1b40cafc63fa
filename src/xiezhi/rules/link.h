#pragma once

#include <vector>

#include "xiezhi/rules/rule.h"
#include "xiezhi/rules/sigma/document.h"

namespace xiezhi::rules {

/// Lays filters over the rules they name (or over all of their log source): each rule's condition
/// becomes `(rule) and (filter)`. A name that is no rule is a warning.
void apply_filters(RuleSet& rules, const std::vector<sigma::FilterDocument>& filters);

/// Looks up what correlations refer to; those with unknown references or in a circle are refused.
/// Rules and correlations that only others ask for stop reporting. Warns of ids that stand twice.
void link_rules(RuleSet& rules);

/// Correlations over correlations go no deeper.
inline constexpr std::size_t kCorrelationDepthMax = 16;

}  // namespace xiezhi::rules
