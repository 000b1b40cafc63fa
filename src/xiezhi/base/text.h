#pragma once

#include <string>
#include <string_view>

#include "xiezhi/base/bytes.h"

namespace xiezhi {

/// UTF-16LE units (an odd last byte is left out) appended as UTF-8. Unpaired surrogates become
/// U+FFFD; use `append_wtf8` where code units must survive for matching.
void append_utf8(std::string& out, Bytes utf16le);

/// The same, but unpaired surrogates are kept as three bytes (WTF-8).
void append_wtf8(std::string& out, Bytes utf16le);

/// UTF-16LE appended as *folded* WTF-8: Unicode simple case folding (CaseFolding.txt, C + S).
/// What all text comparisons that ignore case are made on.
void append_folded(std::string& out, Bytes utf16le);

/// The same folding over UTF-8; bytes that are not UTF-8 are kept as they are.
void append_folded(std::string& out, std::string_view utf8);
[[nodiscard]] std::string folded(std::string_view utf8);

/// Simple case folding of one code point.
[[nodiscard]] char32_t fold(char32_t code_point) noexcept;

/// Appends one code point as UTF-8 (surrogates as three bytes).
void append_code_point(std::string& out, char32_t code_point);

/// UTF-8 as UTF-16LE bytes, appended. Bytes that are not UTF-8 become U+FFFD each.
void append_utf16le(std::string& out, std::string_view utf8);

/// Decodes the code point at `position` and moves past it; a byte that begins no valid sequence
/// gives U+FFFD and moves one byte (surrogates in three bytes are accepted).
char32_t next_code_point(std::string_view utf8, std::size_t& position) noexcept;

[[nodiscard]] bool is_ascii(std::string_view text) noexcept;

}  // namespace xiezhi
