#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "xiezhi/rules/rule.h"

namespace xiezhi::output {

/// What a piece of terminal text is, for its colour.
enum class Style : std::uint8_t { Plain, Heading, Label, Quiet, Hit };

/// The text with its colour, or as it is when colours are off.
[[nodiscard]] std::string painted(std::string_view text, Style style, bool colour);
[[nodiscard]] std::string painted(std::string_view text, rules::Level level, bool colour);

/// "12,345".
[[nodiscard]] std::string grouped(std::uint64_t number);

/// "134.2 MB" in powers of ten, as file managers and disks count.
[[nodiscard]] std::string size_text(std::uint64_t bytes);

/// "1:05:09" or "0:42".
[[nodiscard]] std::string duration_text(std::uint64_t seconds);

}  // namespace xiezhi::output
