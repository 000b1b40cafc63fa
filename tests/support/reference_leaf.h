#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xiezhi/rules/predicate.h"

// The comparisons of the slow reference: by the plainest code there is.
namespace xiezhi::testing {

[[nodiscard]] bool pattern_fits(const rules::Pattern& pattern, const std::string& value,
                                bool fold_case);
/// An address as 128 characters '0' and '1'; v4 in its mapped form.
[[nodiscard]] std::optional<std::string> address_bits(const std::string& text);
[[nodiscard]] bool in_network(const std::string& network, const std::string& address);
[[nodiscard]] std::optional<double> number_of(const std::string& folded_text);
[[nodiscard]] bool compare(double a, rules::CompareOp op, double b);
[[nodiscard]] std::optional<int> part_of_time(const std::string& text, rules::TimeUnit unit);
[[nodiscard]] std::size_t units_of(const std::string& text);
/// Phrase and TokenWildcard.
[[nodiscard]] bool words_fit(const rules::Leaf& leaf, const std::string& value);

}  // namespace xiezhi::testing
