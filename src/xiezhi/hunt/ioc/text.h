#pragma once

#include <algorithm>
#include <string_view>

namespace xiezhi::hunt::ioc {

[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) noexcept {
    constexpr std::string_view kBlanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/// Of folded text; true of nothing at all.
[[nodiscard]] constexpr bool is_hex(std::string_view text) noexcept {
    return std::ranges::all_of(
        text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace xiezhi::hunt::ioc
