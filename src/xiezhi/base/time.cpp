#include "xiezhi/base/time.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <iterator>

namespace xiezhi {
namespace {

constexpr std::uint64_t kTicksPerMinute = 60 * kTicksPerSecond;
constexpr std::uint64_t kTicksPerDay = 24 * 60 * kTicksPerMinute;
constexpr std::uint64_t kTicksYear10000 = 2'650'467'744'000'000'000;
constexpr std::int64_t kDaysTo1970 = 134'774;

/// Decimal digits of a fixed width; moves past them.
std::optional<unsigned> digits(std::string_view text, std::size_t& position, std::size_t width) {
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
    const auto hours = digits(text, position, 2);
    skip(text, position, ":");
    const auto minutes = digits(text, position, 2);
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
    const std::chrono::sys_days day{
        std::chrono::days{static_cast<std::int64_t>(ticks / kTicksPerDay) - kDaysTo1970}};
    const std::chrono::year_month_day date{day};
    const std::uint64_t seconds = ticks / kTicksPerSecond % 86'400;
    fmt::format_to(std::back_inserter(out), "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
                   static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                   static_cast<unsigned>(date.day()), seconds / 3600, seconds / 60 % 60,
                   seconds % 60);
    if (digits > 0) {
        const std::string nanos = fmt::format(".{:07}00", ticks % kTicksPerSecond);
        out.append(nanos, 0, static_cast<std::size_t>(digits) + 1);
    }
    if (offset_minutes == 0) {
        out += 'Z';
        return;
    }
    fmt::format_to(std::back_inserter(out), "{}{:02}:{:02}", offset_minutes < 0 ? '-' : '+',
                   std::abs(offset_minutes) / 60, std::abs(offset_minutes) % 60);
}

std::optional<FileTime> parse_iso(std::string_view text) noexcept {
    std::size_t at = 0;
    const auto year = digits(text, at, 4);
    if (!year || !skip(text, at, "-/")) return std::nullopt;
    const auto month = digits(text, at, 2);
    if (!month || !skip(text, at, "-/")) return std::nullopt;
    const auto day = digits(text, at, 2);
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
    const auto hour = digits(text, at, 2);
    if (!hour || !skip(text, at, ":")) return std::nullopt;
    const auto minute = digits(text, at, 2);
    if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
    ticks += (*hour * 60ULL + *minute) * kTicksPerMinute;
    if (skip(text, at, ":")) {
        const auto second = digits(text, at, 2);
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

}  // namespace xiezhi
