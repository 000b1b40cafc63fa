#pragma once

#include <string>
#include <string_view>

namespace xiezhi {

/// Unicode normalization form C of a UTF-8 text (UAX #15). Bytes that are not UTF-8 become U+FFFD
/// each, unless the text needs no work, which is nearly always.
[[nodiscard]] std::string nfc(std::string_view utf8);

}  // namespace xiezhi
