#include "xiezhi/formats/evtx/digits.h"

#include <chrono>
#include <cstring>
#include <utility>

#include "xiezhi/base/cursor.h"

namespace xiezhi::evtx {
namespace {

constexpr std::uint64_t kTicksPerDay = 86'400 * kTicksPerSecond;
constexpr std::uint64_t kTicksYear10000 = 2'650'467'744'000'000'000;
constexpr std::int64_t kDaysTo1970 = 134'774;

constexpr std::array<char, 200> make_pairs() {
    std::array<char, 200> pairs{};
    for (std::size_t i = 0; i < 100; ++i) {
        pairs[2 * i] = static_cast<char>('0' + i / 10);
        pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
    }
    return pairs;
}
constexpr std::array<char, 200> kPairs = make_pairs();

/// Text made here and stored at once: a buffer of our own is not reloaded after every byte, as the
/// writer's would be.
using Room = std::array<char, 64>;

void set_pair(Room& room, std::size_t at, std::uint64_t value) {
    std::memcpy(&room[at], &kPairs[2 * value], 2);
}

void set_date(Room& room, std::uint64_t day) {
    const std::chrono::year_month_day date{
        std::chrono::sys_days{std::chrono::days{static_cast<std::int64_t>(day) - kDaysTo1970}}};
    const auto year = static_cast<std::uint64_t>(static_cast<int>(date.year()));
    set_pair(room, 0, year / 100);
    set_pair(room, 2, year % 100);
    room[4] = '-';
    set_pair(room, 5, static_cast<unsigned>(date.month()));
    room[7] = '-';
    set_pair(room, 8, static_cast<unsigned>(date.day()));
}

/// Digits of `value` that end before `end`; gives where they begin.
std::size_t set_decimal(Room& room, std::size_t end, std::uint64_t value) {
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

}  // namespace

void write_decimal(Writer& out, std::uint64_t value) noexcept {
    if (value < 10) return out.put(static_cast<char>('0' + value));
    Room room;
    const std::size_t start = set_decimal(room, 20, value);
    out.put32(&room[start], 20 - start);
}

void write_hex(Writer& out, std::uint64_t value) noexcept {
    constexpr std::size_t kEnd = 18;
    Room room;
    std::size_t start = kEnd;
    do {
        room[--start] = kLowerHex.digits[2 * (value & 0xfU) + 1];
        value >>= 4U;
    } while (value != 0);
    room[--start] = 'x';
    room[--start] = '0';
    out.put32(&room[start], kEnd - start);
}

void write_guid(Writer& out, Bytes bytes, const HexTable& table) noexcept {
    Room room;
    std::array<std::uint8_t, 16> raw{};
    std::memcpy(raw.data(), bytes.data(), raw.size());
    const auto set = [&](std::size_t at, std::size_t index) {
        std::memcpy(&room[at], &table.digits[2 * std::size_t{raw[index]}], 2);
    };
    set(0, 3);
    set(2, 2);
    set(4, 1);
    set(6, 0);
    room[8] = '-';
    set(9, 5);
    set(11, 4);
    room[13] = '-';
    set(14, 7);
    set(16, 6);
    room[18] = '-';
    set(19, 8);
    set(21, 9);
    room[23] = '-';
    for (std::size_t i = 0; i < 6; ++i) set(24 + 2 * i, 10 + i);
    out.put32(room.data(), 32);
    out.put16(&room[32], 4);
}

bool write_time(Writer& out, FileTime time, std::size_t digits) noexcept {
    if (time.ticks >= kTicksYear10000) {
        write_decimal(out, time.ticks);
        return true;
    }
    Room room;
    set_date(room, time.ticks / kTicksPerDay);
    const std::uint64_t in_day = time.ticks % kTicksPerDay;
    const std::uint64_t second = in_day / kTicksPerSecond;
    const std::uint64_t fraction = in_day % kTicksPerSecond;  // 7 digits
    room[10] = 'T';
    set_pair(room, 11, second / 3600);
    room[13] = ':';
    set_pair(room, 14, second / 60 % 60);
    room[16] = ':';
    set_pair(room, 17, second % 60);
    room[19] = '.';
    set_pair(room, 20, fraction / 100'000);
    set_pair(room, 22, fraction / 1'000 % 100);
    set_pair(room, 24, fraction / 10 % 100);
    room[26] = static_cast<char>('0' + fraction % 10);
    room[digits == 7 ? 27 : 26] = 'Z';
    out.put32(room.data(), digits == 7 ? 28 : 27);
    return true;
}

bool write_system_time(Writer& out, Bytes bytes, std::size_t digits) noexcept {
    std::array<std::uint64_t, 8> part{};  // year, month, weekday, day, hour, minute, second, ms
    Cursor in(bytes);
    for (std::uint64_t& p : part) p = in.read<std::uint16_t>();
    if (!in.ok() || part[0] > 9999 || part[1] > 99 || part[3] > 99 || part[4] > 99 ||
        part[5] > 99 || part[6] > 99 || part[7] > 999) {
        return false;
    }
    Room room;
    set_pair(room, 0, part[0] / 100);
    set_pair(room, 2, part[0] % 100);
    constexpr std::array<std::pair<char, std::size_t>, 5> kBefore = {
        {{'-', 1}, {'-', 3}, {'T', 4}, {':', 5}, {':', 6}}};
    std::size_t at = 4;
    for (const auto& [separator, index] : kBefore) {
        room[at] = separator;
        set_pair(room, at + 1, part[index]);
        at += 3;
    }
    room[19] = '.';
    room[20] = static_cast<char>('0' + part[7] / 100);
    set_pair(room, 21, part[7] % 100);
    out.put32(room.data(), 23);
    if (digits == 6) out.put("000");
    out.put('Z');
    return true;
}

bool write_sid(Writer& out, Bytes bytes) noexcept {
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
        write_hex(out, authority);
    } else {
        write_decimal(out, authority);
    }
    for (std::size_t i = 0; i < count; ++i) {
        Room room;
        std::uint32_t part = 0;
        std::memcpy(&part, &bytes[8 + 4 * i], sizeof(part));
        std::size_t start = set_decimal(room, 12, part);
        room[--start] = '-';
        out.put16(&room[start], 12 - start);
    }
    return true;
}

}  // namespace xiezhi::evtx
