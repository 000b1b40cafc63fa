#include "xiezhi/formats/evtx/digits.h"

#include <chrono>

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

void put_pair(Writer& out, std::uint64_t value) noexcept {
    out.put({&kPairs[2 * value], 2});
}

void put_date(Writer& out, std::uint64_t day) noexcept {
    const std::chrono::year_month_day date{
        std::chrono::sys_days{std::chrono::days{static_cast<std::int64_t>(day) - kDaysTo1970}}};
    const auto year = static_cast<std::uint64_t>(static_cast<int>(date.year()));
    put_pair(out, year / 100);
    put_pair(out, year % 100);
    out.put('-');
    put_pair(out, static_cast<unsigned>(date.month()));
    out.put('-');
    put_pair(out, static_cast<unsigned>(date.day()));
}

}  // namespace

void write_decimal(Writer& out, std::uint64_t value) noexcept {
    if (value < 10) return out.put(static_cast<char>('0' + value));
    if (value < 100) return put_pair(out, value);
    std::array<char, 20> room{};
    std::size_t at = room.size();
    while (value >= 100) {
        const std::uint64_t rest = value % 100;
        value /= 100;
        room[--at] = kPairs[2 * rest + 1];
        room[--at] = kPairs[2 * rest];
    }
    if (value >= 10) {
        room[--at] = kPairs[2 * value + 1];
        room[--at] = kPairs[2 * value];
    } else {
        room[--at] = static_cast<char>('0' + value);
    }
    out.put(std::string_view(&room[at], room.size() - at));
}

void write_hex(Writer& out, std::uint64_t value) noexcept {
    out.put('0');
    out.put('x');
    unsigned shift = 60;
    while (shift > 0 && (value >> shift) == 0) shift -= 4;
    for (;; shift -= 4) {
        out.put(kLowerHex.digits[2 * ((value >> shift) & 0xfU) + 1]);
        if (shift == 0) return;
    }
}

void write_guid(Writer& out, Bytes bytes, const HexTable& table) noexcept {
    constexpr std::array<std::uint8_t, 16> kOrder = {3, 2, 1,  0,  5,  4,  7,  6,
                                                     8, 9, 10, 11, 12, 13, 14, 15};
    std::array<char, 36> text{};
    std::size_t at = 0;
    for (std::size_t i = 0; i < kOrder.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text[at++] = '-';
        const auto byte = 2 * std::to_integer<std::size_t>(bytes[kOrder[i]]);
        text[at++] = table.digits[byte];
        text[at++] = table.digits[byte + 1];
    }
    out.put(std::string_view(text.data(), text.size()));
}

bool write_time(Writer& out, FileTime time, std::size_t digits) noexcept {
    if (time.ticks >= kTicksYear10000) {
        write_decimal(out, time.ticks);
        return true;
    }
    put_date(out, time.ticks / kTicksPerDay);
    const std::uint64_t in_day = time.ticks % kTicksPerDay;
    const std::uint64_t second = in_day / kTicksPerSecond;
    out.put('T');
    put_pair(out, second / 3600);
    out.put(':');
    put_pair(out, second / 60 % 60);
    out.put(':');
    put_pair(out, second % 60);
    out.put('.');
    const std::uint64_t fraction = in_day % kTicksPerSecond;  // 7 digits
    put_pair(out, fraction / 100'000);
    put_pair(out, fraction / 1'000 % 100);
    put_pair(out, fraction / 10 % 100);
    if (digits == 7) out.put(static_cast<char>('0' + fraction % 10));
    out.put('Z');
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
    put_pair(out, part[0] / 100);
    put_pair(out, part[0] % 100);
    constexpr std::array<std::array<char, 2>, 5> kBefore = {
        {{'-', 1}, {'-', 3}, {'T', 4}, {':', 5}, {':', 6}}};
    for (const auto& [separator, index] : kBefore) {
        out.put(separator);
        put_pair(out, part[static_cast<std::size_t>(index)]);
    }
    out.put('.');
    out.put(static_cast<char>('0' + part[7] / 100));
    put_pair(out, part[7] % 100);
    if (digits == 6) out.put("000");
    out.put('Z');
    return true;
}

bool write_sid(Writer& out, Bytes bytes) noexcept {
    if (bytes.size() < 8) return false;
    const auto count = std::to_integer<std::size_t>(bytes[1]);
    if (bytes.size() - 8 < 4 * count) return false;
    std::uint64_t authority = 0;
    for (std::size_t i = 2; i < 8; ++i)
        authority = authority << 8U | std::to_integer<std::uint64_t>(bytes[i]);
    out.put("S-");
    write_decimal(out, std::to_integer<std::uint64_t>(bytes[0]));
    out.put('-');
    if (authority >> 32U) {
        write_hex(out, authority);
    } else {
        write_decimal(out, authority);
    }
    for (std::size_t i = 0; i < count; ++i) {
        out.put('-');
        write_decimal(out, load_le<std::uint32_t>(bytes, 8 + 4 * i));
    }
    return true;
}

}  // namespace xiezhi::evtx
