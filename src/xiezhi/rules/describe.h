#pragma once

#include <cstddef>
#include <vector>

#include "xiezhi/rules/rule.h"

namespace xiezhi::rules {

/// One line of an explanation in words, indented by `depth` steps.
struct DescribedLine {
    std::size_t depth = 0;
    Message text;
};

/// What a rule looks at, in which channels, and its condition in plain sentences.
[[nodiscard]] std::vector<DescribedLine> describe(const Rule& rule);

/// The same of a correlation; its rules are named, not described.
[[nodiscard]] std::vector<DescribedLine> describe(const Correlation& correlation);

}  // namespace xiezhi::rules
