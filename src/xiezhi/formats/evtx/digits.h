#pragma once

#include <array>
#include <cstring>
#include <utility>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/digits.h"
#include "xiezhi/formats/evtx/writer.h"

namespace xiezhi::evtx {

using digits::Room;

// The functions below need room that the caller has reserved: 64 bytes, and for a SID 11 more for
// each of its sub-authorities.

inline void write_decimal(Writer& out, std::uint64_t value) {
    Room room;
    const std::size_t start = digits::set_decimal(room, 20, value);
    out.put32(&room[start], 20 - start);
}

inline void write_hex(Writer& out, std::uint64_t value) {
    Room room;
    const std::size_t start = digits::set_hex(room, 18, value);
    out.put32(&room[start], 18 - start);
}

/// A SYSTEMTIME, `digits` 3 or 6; false when it is none.
inline bool write_system_time(Writer& out, Bytes bytes, std::size_t digits) {
    std::array<std::uint64_t, 8> part{};  // year, month, weekday, day, hour, minute, second, ms
    Cursor in(bytes);
    for (std::uint64_t& p : part) p = in.read<std::uint16_t>();
    if (!in.ok() || part[0] > 9999 || part[1] > 99 || part[3] > 99 || part[4] > 99 ||
        part[5] > 99 || part[6] > 99 || part[7] > 999) {
        return false;
    }
    Room room;
    digits::set_pair(room, 0, part[0] / 100);
    digits::set_pair(room, 2, part[0] % 100);
    constexpr std::array<std::pair<char, std::size_t>, 5> kBefore = {
        {{'-', 1}, {'-', 3}, {'T', 4}, {':', 5}, {':', 6}}};
    std::size_t at = 4;
    for (const auto& [separator, index] : kBefore) {
        room[at] = separator;
        digits::set_pair(room, at + 1, part[index]);
        at += 3;
    }
    room[19] = '.';
    room[20] = static_cast<char>('0' + part[7] / 100);
    digits::set_pair(room, 21, part[7] % 100);
    out.put32(room.data(), 23);
    if (digits == 6) out.put("000");
    out.put('Z');
    return true;
}

/// False when the bytes are no SID. An authority of 2^32 or more is written in hex
/// (MS-DTYP 2.4.2.1).
inline bool write_sid(Writer& out, Bytes bytes) {
    if (bytes.size() < 8) return false;
    const auto count = std::to_integer<std::size_t>(bytes[1]);
    if (bytes.size() - 8 < 4 * count) return false;
    std::uint64_t authority = 0;
    for (std::size_t i = 2; i < 8; ++i) {
        authority = authority << 8U | std::to_integer<std::uint64_t>(bytes[i]);
    }
    out.put("S-");
    write_decimal(out, std::to_integer<std::uint64_t>(bytes[0]));
    out.put('-');
    if (authority >> 32U) {
        out.put("0x");
        for (std::size_t i = 2; i < 8; ++i) {
            out.put(digits::kLowerHex.pair(std::to_integer<std::uint8_t>(bytes[i])));
        }
    } else {
        write_decimal(out, authority);
    }
    for (std::size_t i = 0; i < count; ++i) {
        Room room;
        std::uint32_t part = 0;
        std::memcpy(&part, &bytes[8 + 4 * i], sizeof(part));
        std::size_t start = digits::set_decimal(room, 12, part);
        room[--start] = '-';
        out.put16(&room[start], 12 - start);
    }
    return true;
}

}  // namespace xiezhi::evtx
