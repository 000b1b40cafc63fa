#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "xiezhi/base/bytes.h"

namespace xiezhi {

/// Sixteen UTF-16LE units or sixteen bytes at a time, in loops of fixed length that compilers turn
/// into vector code: nearly all text of event logs is ASCII.
inline constexpr std::size_t kAsciiBlock = 16;
using AsciiBlock = std::array<std::uint8_t, kAsciiBlock>;

inline void fold_ascii(AsciiBlock& block) noexcept {
    for (std::uint8_t& c : block) {
        const auto from_a = static_cast<std::uint8_t>(c - 'A');
        c = static_cast<std::uint8_t>(c + (from_a < 26 ? 32 : 0));
    }
}

/// Up to sixteen units as bytes; false when one of them is not ASCII. Missing ones are 0.
inline bool pack_ascii(Bytes utf16le, AsciiBlock& out) noexcept {
    static_assert(std::endian::native == std::endian::little);
    std::array<std::uint16_t, kAsciiBlock> units{};
    if (utf16le.size() >= sizeof(units)) {
        std::memcpy(units.data(), utf16le.data(), sizeof(units));
    } else if (!utf16le.empty()) {
        std::memcpy(units.data(), utf16le.data(), utf16le.size());
    }
    std::uint16_t all = 0;
    for (const std::uint16_t unit : units) all = static_cast<std::uint16_t>(all | unit);
    for (std::size_t i = 0; i < kAsciiBlock; ++i) out[i] = static_cast<std::uint8_t>(units[i]);
    return all < 0x80;
}

/// Up to sixteen bytes; false when one of them is not ASCII. Missing ones are 0.
inline bool copy_ascii(Bytes utf8, AsciiBlock& out) noexcept {
    out = {};
    if (utf8.size() >= out.size()) {
        std::memcpy(out.data(), utf8.data(), out.size());
    } else if (!utf8.empty()) {
        std::memcpy(out.data(), utf8.data(), utf8.size());
    }
    std::uint8_t all = 0;
    for (const std::uint8_t c : out) all = static_cast<std::uint8_t>(all | c);
    return all < 0x80;
}

/// Whether one of the first sixteen units is NUL; there must be as many.
inline bool block_has_nul(Bytes utf16le) noexcept {
    std::array<std::uint16_t, kAsciiBlock> units;
    std::memcpy(units.data(), utf16le.data(), sizeof(units));
    std::uint16_t found = 0;
    for (const std::uint16_t unit : units) found = static_cast<std::uint16_t>(found | (unit == 0));
    return found != 0;
}

}  // namespace xiezhi
