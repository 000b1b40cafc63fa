#pragma once

#include <cstddef>
#include <string_view>

namespace xiezhi::rules {

/// How many characters every match of a regular expression has at least (so many bytes too). Errs
/// to the short side: what it does not understand counts as nothing.
[[nodiscard]] std::size_t shortest_match(std::string_view pattern);

}  // namespace xiezhi::rules
