#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace xiezhi {

/// Of names that compare without regard to ASCII case alone; text is folded by base/text.h.
[[nodiscard]] constexpr char ascii_lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

[[nodiscard]] inline std::string ascii_lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) { return ascii_lower(c); });
    return out;
}

}  // namespace xiezhi
