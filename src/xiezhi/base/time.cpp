#include "xiezhi/base/time.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iterator>

#include "xiezhi/base/digits.h"

namespace xiezhi {
namespace {

constexpr std::uint64_t kTicksPerMinute = 60 * kTicksPerSecond;

/// Decimal digits of a fixed width; moves past them.
std::optional<unsigned> fixed_digits(std::string_view text, std::size_t& position,
                                     std::size_t width) {
    if (position + width > text.size()) return std::nullopt;
    unsigned value = 0;
    for (const char c : text.substr(position, width)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    position += width;
    return value;
}

bool skip(std::string_view text, std::size_t& position, std::string_view any_of) {
    if (position >= text.size() || any_of.find(text[position]) == std::string_view::npos)
        return false;
    ++position;
    return true;
}

std::uint64_t fraction(std::string_view text, std::size_t& position) {
    std::uint64_t ticks = 0;
    std::uint64_t unit = kTicksPerSecond / 10;
    for (; position < text.size() && text[position] >= '0' && text[position] <= '9'; ++position) {
        ticks += unit * static_cast<unsigned>(text[position] - '0');
        unit /= 10;
    }
    return ticks;
}

/// Minutes east of UTC of "Z", "+08:00", "+0800" or nothing.
std::optional<int> offset_of(std::string_view text, std::size_t position) {
    if (position == text.size() || text.substr(position) == "Z") return 0;
    const bool negative = text[position] == '-';
    if (!skip(text, position, "+-")) return std::nullopt;
    const auto hours = fixed_digits(text, position, 2);
    skip(text, position, ":");
    const auto minutes = fixed_digits(text, position, 2);
    if (!hours || !minutes || position != text.size() || *hours > 14 || *minutes > 59)
        return std::nullopt;
    const int total = static_cast<int>(*hours * 60 + *minutes);
    return negative ? -total : total;
}

}  // namespace

void append_iso(std::string& out, FileTime time, int digits, int offset_minutes) {
    const auto shift = static_cast<std::uint64_t>(std::abs(offset_minutes)) * kTicksPerMinute;
    if (time.ticks >= kTicksYear10000 - shift || (offset_minutes < 0 && time.ticks < shift)) {
        fmt::format_to(std::back_inserter(out), "{}", time.ticks);
        return;
    }
    const std::uint64_t ticks = offset_minutes < 0 ? time.ticks - shift : time.ticks + shift;
    digits::Room room;
    const std::size_t end = digits::set_time(room, 0, FileTime{ticks}, 7);
    const auto shown = static_cast<std::size_t>(digits);
    out.append(room.data(), digits > 0 ? std::min(end - 1, 20 + shown) : 19);
    if (shown > 7) out.append(shown - 7, '0');
    if (offset_minutes == 0) {
        out += 'Z';
        return;
    }
    fmt::format_to(std::back_inserter(out), "{}{:02}:{:02}", offset_minutes < 0 ? '-' : '+',
                   std::abs(offset_minutes) / 60, std::abs(offset_minutes) % 60);
}

std::optional<FileTime> parse_iso(std::string_view text) noexcept {
    std::size_t at = 0;
    const auto year = fixed_digits(text, at, 4);
    if (!year || !skip(text, at, "-/")) return std::nullopt;
    const auto month = fixed_digits(text, at, 2);
    if (!month || !skip(text, at, "-/")) return std::nullopt;
    const auto day = fixed_digits(text, at, 2);
    if (!day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                           std::chrono::month(*month), std::chrono::day(*day)};
    if (!date.ok() || *year < 1601) return std::nullopt;
    std::uint64_t ticks =
        static_cast<std::uint64_t>(std::chrono::sys_days(date).time_since_epoch().count() +
                                   kDaysTo1970) *
        kTicksPerDay;
    if (at == text.size()) return FileTime{ticks};
    if (!skip(text, at, "T ")) return std::nullopt;
    const auto hour = fixed_digits(text, at, 2);
    if (!hour || !skip(text, at, ":")) return std::nullopt;
    const auto minute = fixed_digits(text, at, 2);
    if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
    ticks += (*hour * 60ULL + *minute) * kTicksPerMinute;
    if (skip(text, at, ":")) {
        const auto second = fixed_digits(text, at, 2);
        if (!second || *second > 60) return std::nullopt;
        ticks += *second * kTicksPerSecond;
        if (skip(text, at, ".")) ticks += fraction(text, at);
    }
    const auto offset = offset_of(text, at);
    if (!offset) return std::nullopt;
    const auto shift =
        static_cast<std::int64_t>(*offset) * static_cast<std::int64_t>(kTicksPerMinute);
    if (shift > 0 && ticks < static_cast<std::uint64_t>(shift)) return std::nullopt;
    return FileTime{static_cast<std::uint64_t>(static_cast<std::int64_t>(ticks) - shift)};
}

std::optional<FileTime> from_fat(std::uint16_t date, std::uint16_t time) noexcept {
    constexpr int kYear0 = 1980;
    const std::chrono::year_month_day day{std::chrono::year(kYear0 + (date >> 9U)),
                                          std::chrono::month((date >> 5U) & 0xfU),
                                          std::chrono::day(date & 0x1fU)};
    const std::uint64_t hour = time >> 11U;
    const std::uint64_t minute = (time >> 5U) & 0x3fU;
    const std::uint64_t second = std::uint64_t{time & 0x1fU} * 2;
    if (!day.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
    const auto days = static_cast<std::uint64_t>(
        std::chrono::sys_days(day).time_since_epoch().count() + kDaysTo1970);
    return FileTime{days * kTicksPerDay + hour * 60 * kTicksPerMinute + minute * kTicksPerMinute +
                    second * kTicksPerSecond};
}

}  // namespace xiezhi
