#include "xiezhi/rules/kql/date.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace xiezhi::rules::kql {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::months;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::weekday;
using std::chrono::year_month_day;
using std::chrono::years;

using Moment = std::chrono::sys_time<milliseconds>;
constexpr std::uint64_t kTicksPerMillisecond = kTicksPerSecond / 1000;

/// From the first day that Windows' times can tell to the end of year 9999.
constexpr std::int64_t kMillisecondsMin = -11'644'473'600'000;
constexpr std::int64_t kMillisecondsMax = 253'402'300'799'999;

FileTime ticks_of(Moment moment) {
    const std::int64_t since = std::clamp<std::int64_t>(moment.time_since_epoch().count(),
                                                        kMillisecondsMin, kMillisecondsMax) -
                               kMillisecondsMin;
    return {static_cast<std::uint64_t>(since) * kTicksPerMillisecond};
}

Moment moment_of(FileTime time) {
    return Moment(milliseconds(static_cast<std::int64_t>(time.ticks / kTicksPerMillisecond) +
                               kMillisecondsMin));
}

/// Takes exactly `count` digits.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
    int value = 0;
    if (text.size() < count) return std::nullopt;
    const std::string_view digits = text.substr(0, count);
    const auto [stop, error] =
        std::from_chars(std::to_address(digits.begin()), std::to_address(digits.end()), value);
    if (error != std::errc{} || stop != std::to_address(digits.end()) || digits.front() == '-')
        return std::nullopt;
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, char c) {
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
}

/// `y` year … `s` second, `S` millisecond: the smallest part that a date names.
struct Named {
    Moment moment;
    char unit = 'y';
};

std::optional<Moment> plus(Moment moment, std::int64_t count, char unit) {
    const sys_days day = std::chrono::floor<days>(moment);
    const auto in_day = moment - day;
    year_month_day date(day);
    constexpr std::int64_t kMonthsMax = 12'000;  // a thousand years: no calendar to leave
    switch (unit) {
        case 'y':
        case 'M': {
            const std::int64_t all = unit == 'y' ? count * 12 : count;
            if (all > kMonthsMax || all < -kMonthsMax) return std::nullopt;
            date += months(all);
            if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
            return sys_days(date) + in_day;
        }
        case 'w':
            return moment + days(7 * count);
        case 'd':
            return moment + days(count);
        case 'h':
        case 'H':
            return moment + hours(count);
        case 'm':
            return moment + minutes(count);
        case 's':
            return moment + seconds(count);
        case 'S':
            return moment + milliseconds(count);
        default:
            return std::nullopt;
    }
}

std::optional<Moment> floor_to(Moment moment, char unit) {
    const sys_days day = std::chrono::floor<days>(moment);
    const year_month_day date(day);
    switch (unit) {
        case 'y':
            return sys_days(date.year() / std::chrono::January / 1);
        case 'M':
            return sys_days(date.year() / date.month() / 1);
        case 'w':
            return day - days(static_cast<int>(weekday(day).iso_encoding()) - 1);
        case 'd':
            return day;
        case 'h':
        case 'H':
            return std::chrono::floor<hours>(moment);
        case 'm':
            return std::chrono::floor<minutes>(moment);
        case 's':
            return std::chrono::floor<seconds>(moment);
        case 'S':
            return moment;
        default:
            return std::nullopt;
    }
}

/// `Z` or `+08:00`, `+0800`; minutes east.
std::optional<int> take_zone(std::string_view& text) {
    if (text.empty() || take(text, 'Z')) return 0;
    const bool west = text.starts_with('-');
    if (!west && !text.starts_with('+')) return std::nullopt;
    text.remove_prefix(1);
    const auto hour = take_digits(text, 2);
    take(text, ':');
    const auto minute = take_digits(text, 2);
    if (!hour || !minute || *hour > 18 || *minute > 59) return std::nullopt;
    return (west ? -1 : 1) * (*hour * 60 + *minute);
}

/// The time behind `T`.
bool take_clock(std::string_view& text, Named& named) {
    constexpr std::string_view kUnits = "hms";
    constexpr std::array<int, 3> kLimits{24, 60, 60};
    std::size_t part = 0;
    for (const char unit : kUnits) {
        if (part > 0 && !take(text, ':')) break;
        const auto value = take_digits(text, 2);
        if (!value || *value >= kLimits.at(part)) return false;
        named.moment = plus(named.moment, *value, unit).value_or(named.moment);
        named.unit = unit;
        ++part;
    }
    if (named.unit != 's' || !(take(text, '.') || take(text, ','))) return true;
    const std::size_t digits = std::min(text.size(), text.find_first_not_of("0123456789"));
    if (digits == 0 || digits > 9) return false;
    std::string fraction(text.substr(0, digits));
    fraction.resize(3, '0');
    text.remove_prefix(digits);
    named.moment += milliseconds(std::stoi(fraction));
    named.unit = 'S';
    return true;
}

std::optional<Named> calendar_date(std::string_view text) {
    const auto year = take_digits(text, 4);
    if (!year || *year < 1601) return std::nullopt;
    int month = 1;
    int day = 1;
    Named named;
    if (take(text, '-')) {
        const auto value = take_digits(text, 2);
        if (!value) return std::nullopt;
        month = *value;
        named.unit = 'M';
        if (take(text, '-')) {
            const auto days_value = take_digits(text, 2);
            if (!days_value) return std::nullopt;
            day = *days_value;
            named.unit = 'd';
        }
    }
    const year_month_day date{std::chrono::year(*year),
                              std::chrono::month(static_cast<unsigned>(month)),
                              std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) return std::nullopt;
    named.moment = sys_days(date);
    if (named.unit == 'd' && take(text, 'T')) {
        if (!text.empty() && !take_clock(text, named)) return std::nullopt;
        const auto zone = take_zone(text);
        if (!zone) return std::nullopt;
        named.moment -= minutes(*zone);
    }
    if (!text.empty()) return std::nullopt;
    return named;
}

std::optional<Named> epoch_date(std::string_view text) {
    std::int64_t value = 0;
    const auto [stop, error] =
        std::from_chars(std::to_address(text.begin()), std::to_address(text.end()), value);
    if (error != std::errc{} || stop != std::to_address(text.end())) return std::nullopt;
    return Named{Moment(milliseconds(std::clamp(value, kMillisecondsMin, kMillisecondsMax))), 'S'};
}

/// `+1d-2h/d`; the last rounding names the unit.
bool apply_math(std::string_view math, Named& named) {
    while (!math.empty()) {
        const char sign = math.front();
        math.remove_prefix(1);
        std::optional<Moment> moved;
        if (sign == '/') {
            if (math.empty()) return false;
            named.unit = math.front() == 'H' ? 'h' : math.front();
            moved = floor_to(named.moment, named.unit);
        } else if (sign == '+' || sign == '-') {
            constexpr std::size_t kDigitsMax = 6;
            const std::size_t digits = std::min(math.size(), math.find_first_not_of("0123456789"));
            if (digits > kDigitsMax || digits == math.size()) return false;
            const int count = digits == 0 ? 1 : std::stoi(std::string(math.substr(0, digits)));
            math.remove_prefix(digits);
            moved = plus(named.moment, sign == '-' ? -count : count, math.front());
        }
        if (!moved || math.starts_with('S')) return false;
        named.moment = *moved;
        math.remove_prefix(1);
    }
    return true;
}

}  // namespace

std::optional<DateSpan> parse_date(std::string_view text, FileTime now) {
    constexpr std::string_view kNow = "now";
    constexpr std::string_view kMath = "||";
    std::optional<Named> named;
    std::string_view math;
    if (text.starts_with(kNow)) {
        named = Named{moment_of(now), 'S'};
        math = text.substr(kNow.size());
    } else {
        const std::size_t bar = text.find(kMath);
        const std::string_view date = text.substr(0, bar);
        if (bar != std::string_view::npos) math = text.substr(bar + kMath.size());
        named = calendar_date(date);
        if (!named) named = epoch_date(date);
    }
    if (!named || !apply_math(math, *named)) return std::nullopt;
    const auto next = plus(named->moment, 1, named->unit);
    if (!next) return std::nullopt;
    return DateSpan{ticks_of(named->moment), {ticks_of(*next).ticks - 1}};
}

}  // namespace xiezhi::rules::kql
