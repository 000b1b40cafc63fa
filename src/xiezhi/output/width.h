#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace xiezhi::output {

/// Columns that a code point takes on a terminal: 0 (combining), 1 or 2 (Chinese, full width).
[[nodiscard]] std::size_t display_width(char32_t code_point) noexcept;

/// Columns of a UTF-8 text without control characters.
[[nodiscard]] std::size_t display_width(std::string_view utf8) noexcept;

/// `text` followed by blanks up to `columns`; unchanged when it is already as wide.
[[nodiscard]] std::string padded(std::string_view text, std::size_t columns);

/// Lines of at most `columns` columns (at least 2). Breaks at a blank, after a character that often
/// parts a path or a command line, around Chinese characters, and anywhere when nothing else helps.
/// A line feed in the text begins a new line.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view utf8, std::size_t columns);

}  // namespace xiezhi::output
