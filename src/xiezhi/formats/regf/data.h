#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xiezhi/formats/regf/key_value.h"

namespace xiezhi::regf {

/// What a text value holds. Real hives have texts without a final NUL, of odd size, with more text
/// behind the NUL (which regedit does not show), and written as ASCII.
struct TextData {
    std::string text;    // WTF-8, up to the first NUL
    Bytes after_nul;     // what follows it when that is not NUL alone
    bool ascii = false;  // one byte a character
    bool terminated = false;
};

[[nodiscard]] TextData text_of(Bytes data);

/// The texts of a REG_MULTI_SZ: empty ones between others are kept (PendingFileRenameOperations
/// means something by them), those at the end are not.
[[nodiscard]] std::vector<std::string> multi_text_of(Bytes data);

/// Little-endian, but big-endian for that type; 1 to 8 bytes.
[[nodiscard]] std::optional<std::uint64_t> number_of(ValueType type, Bytes data) noexcept;

}  // namespace xiezhi::regf
