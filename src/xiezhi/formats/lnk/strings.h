#pragma once

#include <string>

#include "xiezhi/base/cursor.h"

namespace xiezhi::lnk {

/// Up to and past a NUL, or all that is left when there is none. UTF-16 with WTF-8 for what is not
/// paired (names on disk may be such); the code page of ANSI strings is guessed.
[[nodiscard]] std::string read_utf16_string(Cursor& in);
[[nodiscard]] std::string read_ansi_string(Cursor& in);

/// The same of a field of fixed size or of a place in `bytes`.
[[nodiscard]] std::string utf16_string(Bytes bytes);
[[nodiscard]] std::string ansi_string(Bytes bytes);

}  // namespace xiezhi::lnk
