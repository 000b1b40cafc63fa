#pragma once

#include <array>

#include "xiezhi/base/bytes.h"
#include "xiezhi/base/time.h"
#include "xiezhi/formats/evtx/writer.h"

namespace xiezhi::evtx {

/// Two hex digits for each byte value.
struct HexTable {
    std::array<char, 512> digits{};

    explicit constexpr HexTable(std::string_view alphabet) {
        for (std::size_t i = 0; i < 256; ++i) {
            digits[2 * i] = alphabet[i >> 4U];
            digits[2 * i + 1] = alphabet[i & 0xfU];
        }
    }
    [[nodiscard]] std::string_view pair(std::uint8_t byte) const noexcept {
        return {&digits[2 * std::size_t{byte}], 2};
    }
};
inline constexpr HexTable kUpperHex{"0123456789ABCDEF"};
inline constexpr HexTable kLowerHex{"0123456789abcdef"};

// All of these need room that the caller has reserved: 48 bytes, a SID 16 and 11 for each of its
// sub-authorities.

void write_decimal(Writer& out, std::uint64_t value) noexcept;
/// 0x3e7: lower case, no padding.
void write_hex(Writer& out, std::uint64_t value) noexcept;
/// 16 bytes as 54849625-5478-4994-a5ba-3e3b0328c30d, without braces.
void write_guid(Writer& out, Bytes bytes, const HexTable& table) noexcept;
/// ISO time with `digits` of the second, cut; beyond the year 9999 the raw ticks.
bool write_time(Writer& out, FileTime time, std::size_t digits) noexcept;
/// A SYSTEMTIME, `digits` 3 or 6; false when it is none.
bool write_system_time(Writer& out, Bytes bytes, std::size_t digits) noexcept;
/// False when the bytes are no SID. An authority of 2^32 or more is written in hex
/// (MS-DTYP 2.4.2.1).
bool write_sid(Writer& out, Bytes bytes) noexcept;

}  // namespace xiezhi::evtx
