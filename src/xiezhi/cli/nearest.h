#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace xiezhi::cli {

/// The known word that somebody who typed `word` most likely meant: fewest letters added, dropped,
/// changed or swapped, and not more than a third of it. Nothing when no word is near.
[[nodiscard]] std::optional<std::string> nearest(std::string_view word,
                                                 std::span<const std::string> known);

}  // namespace xiezhi::cli
