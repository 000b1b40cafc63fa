#pragma once

#include <string_view>

#include "xiezhi/rules/predicate.h"

namespace xiezhi::rules {

/// True when the whole value fits the pattern. Runs between `*` are found leftmost, one after the
/// other: time is value size times the longest run, never exponential. Folding is the caller's.
[[nodiscard]] bool wildcard_match(const Pattern& pattern, std::string_view value);

/// The pattern with its texts and choices case-folded.
[[nodiscard]] Pattern folded_pattern(const Pattern& pattern);

/// The longest literal text that every fitting value contains; empty when there is none.
[[nodiscard]] std::string_view longest_literal(const Pattern& pattern);

}  // namespace xiezhi::rules
