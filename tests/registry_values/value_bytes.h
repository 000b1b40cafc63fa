#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "xiezhi/base/text.h"

namespace xiezhi::testing {

/// Writes a little-endian number of `size` bytes at `at`.
inline void put(std::string& out, std::size_t at, std::uint64_t value, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) out[at + i] = static_cast<char>(value >> (8 * i));
}
[[nodiscard]] inline std::string little(std::uint64_t value, std::size_t size) {
    std::string out(size, '\0');
    put(out, 0, value, size);
    return out;
}
[[nodiscard]] inline std::string wide(std::string_view utf8) {
    std::string out;
    append_utf16le(out, utf8);
    return out;
}

}  // namespace xiezhi::testing
