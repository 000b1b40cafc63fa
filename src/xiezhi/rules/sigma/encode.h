#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/rules/sigma/value.h"

namespace xiezhi::rules::sigma {

enum class Wide : std::uint8_t { LittleEndian, BigEndian, WithMark };

/// The literals as bytes of UTF-16; `WithMark` (utf16) puts FF FE in front of the whole text.
[[nodiscard]] Text encode_wide(const Text& text, Wide wide);

[[nodiscard]] std::string base64(std::string_view bytes);

/// What of `bytes` is sure to stand in the base64 of a longer text that has them at offset 0, 1 or
/// 2 modulo 3. Alternatives that would be empty are left out.
[[nodiscard]] std::vector<std::string> base64_at_offsets(std::string_view bytes);

/// Each `-` or `/` that begins a word (Python's `\B[-/]\b`, literal by literal) becomes a class of
/// the five dashes that Windows programs take.
[[nodiscard]] Text expand_dashes(const Text& text);

/// Cuts `%name%` out of the literals; `\%` is a plain percent sign.
[[nodiscard]] Text find_placeholders(const Text& text);
[[nodiscard]] std::vector<RegexPart> find_placeholders(std::string_view regex);

}  // namespace xiezhi::rules::sigma
