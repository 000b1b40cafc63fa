#pragma once

#include <string>
#include <string_view>

namespace xiezhi::output {

/// Evidence is written by attackers; what they wrote must not act on whoever reads it.

/// Valid UTF-8: each byte that belongs to no character, and each lone surrogate, becomes U+FFFD.
[[nodiscard]] std::string clean_utf8(std::string_view text);

/// Nothing left that a terminal acts on: control characters (C0, DEL, C1), and characters that
/// change the order of text or cannot be seen (bidi controls, zero width, soft hyphen, tags) are
/// spelled out: `<ESC>`, `<LF>`, `<U+202E>`. With `keep_lines` a line feed stays (CR LF becomes
/// one).
[[nodiscard]] std::string visible(std::string_view text, bool keep_lines = false);

/// A CSV cell after RFC 4180 with a cell that a spreadsheet would calculate made harmless by a
/// leading apostrophe (first character = + - @, their full-width forms, tab, CR, LF).
/// Line feeds stay, other control characters are spelled out.
[[nodiscard]] std::string csv_cell(std::string_view text);

/// Text for Markdown that is also safe where Markdown passes HTML through.
[[nodiscard]] std::string markdown_text(std::string_view text);

/// A Markdown code span (`text`), whatever back-ticks the text holds; line feeds become blanks.
[[nodiscard]] std::string markdown_code(std::string_view text);

/// At most `size_max` bytes, cut between characters; what was left out is named by its size.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t size_max);

}  // namespace xiezhi::output
