#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "xiezhi/base/bytes.h"
#include "xiezhi/base/time.h"

/// Numbers, GUIDs and times as text, without a format string: event logs are full of them.
namespace xiezhi::digits {

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

inline constexpr std::array<char, 200> make_pairs() {
    std::array<char, 200> pairs{};
    for (std::size_t i = 0; i < 100; ++i) {
        pairs[2 * i] = static_cast<char>('0' + i / 10);
        pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
    }
    return pairs;
}
inline constexpr std::array<char, 200> kPairs = make_pairs();

/// Text made here and stored at once: a buffer of our own is not reloaded after every byte, as the
/// writer's would be.
using Room = std::array<char, 64>;

inline void set_pair(Room& room, std::size_t at, std::uint64_t value) {
    std::memcpy(&room[at], &kPairs[2 * value], 2);
}

inline void set_date(Room& room, std::size_t at, std::uint64_t day) {
    const std::chrono::year_month_day date{
        std::chrono::sys_days{std::chrono::days{static_cast<std::int64_t>(day) - kDaysTo1970}}};
    const auto year = static_cast<std::uint64_t>(static_cast<int>(date.year()));
    set_pair(room, at, year / 100);
    set_pair(room, at + 2, year % 100);
    room[at + 4] = '-';
    set_pair(room, at + 5, static_cast<unsigned>(date.month()));
    room[at + 7] = '-';
    set_pair(room, at + 8, static_cast<unsigned>(date.day()));
}

/// Digits of `value` that end before `end`; gives where they begin.
inline std::size_t set_decimal(Room& room, std::size_t end, std::uint64_t value) {
    while (value >= 100) {
        end -= 2;
        set_pair(room, end, value % 100);
        value /= 100;
    }
    if (value >= 10) {
        end -= 2;
        set_pair(room, end, value);
    } else {
        room[--end] = static_cast<char>('0' + value);
    }
    return end;
}

/// 0x3e7, lower case and without padding, before `end`.
inline std::size_t set_hex(Room& room, std::size_t end, std::uint64_t value) {
    do {
        room[--end] = kLowerHex.digits[2 * (value & 0xfU) + 1];
        value >>= 4U;
    } while (value != 0);
    room[--end] = 'x';
    room[--end] = '0';
    return end;
}

/// 16 bytes as 54849625-5478-4994-a5ba-3e3b0328c30d: 36 characters from `at`, without braces.
inline void set_guid(Room& room, std::size_t at, Bytes bytes, const HexTable& table) {
    std::array<std::uint8_t, 16> raw{};
    std::memcpy(raw.data(), bytes.data(), raw.size());
    const auto set = [&](std::size_t place, std::size_t index) {
        std::memcpy(&room[at + place], &table.digits[2 * std::size_t{raw[index]}], 2);
    };
    set(0, 3);
    set(2, 2);
    set(4, 1);
    set(6, 0);
    room[at + 8] = '-';
    set(9, 5);
    set(11, 4);
    room[at + 13] = '-';
    set(14, 7);
    set(16, 6);
    room[at + 18] = '-';
    set(19, 8);
    set(21, 9);
    room[at + 23] = '-';
    for (std::size_t i = 0; i < 6; ++i) set(24 + 2 * i, 10 + i);
}

inline bool has_iso_text(FileTime time) noexcept {
    return time.ticks < kTicksYear10000;
}

/// ISO time with `digits` (6 or 7) of the second, cut, from `at`; gives where it ends.
inline std::size_t set_time(Room& room, std::size_t at, FileTime time, std::size_t digits) {
    set_date(room, at, time.ticks / kTicksPerDay);
    const std::uint64_t in_day = time.ticks % kTicksPerDay;
    const std::uint64_t second = in_day / kTicksPerSecond;
    const std::uint64_t fraction = in_day % kTicksPerSecond;  // 7 digits
    room[at + 10] = 'T';
    set_pair(room, at + 11, second / 3600);
    room[at + 13] = ':';
    set_pair(room, at + 14, second / 60 % 60);
    room[at + 16] = ':';
    set_pair(room, at + 17, second % 60);
    room[at + 19] = '.';
    set_pair(room, at + 20, fraction / 100'000);
    set_pair(room, at + 22, fraction / 1'000 % 100);
    set_pair(room, at + 24, fraction / 10 % 100);
    room[at + 26] = static_cast<char>('0' + fraction % 10);
    const std::size_t end = at + 20 + digits;
    room[end] = 'Z';
    return end + 1;
}

}  // namespace xiezhi::digits
