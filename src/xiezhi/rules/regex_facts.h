#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace xiezhi::rules {

/// What can be told of a regular expression from its text alone. Errs to the safe side: what it
/// does not understand counts as nothing.
struct RegexFacts {
    std::size_t size_min = 0;  // characters that every match has at least (so many bytes too)
    /// ASCII texts in lower case, one of which stands in every match once case is folded; empty:
    /// nothing known.
    std::vector<std::string> required;
};
[[nodiscard]] RegexFacts read_regex_facts(std::string_view pattern);

}  // namespace xiezhi::rules
