#include "xiezhi/cli/times.h"

#include <charconv>
#include <memory>
#include <string>

namespace xiezhi::cli {
namespace {

constexpr std::uint64_t kTicksPerMinute = 60 * kTicksPerSecond;
constexpr std::uint64_t kTicksPerHour = 60 * kTicksPerMinute;
constexpr std::uint64_t kTicksPerWeek = 7 * kTicksPerDay;
constexpr std::size_t kDateSize = 10;  // 2024-01-02

std::optional<unsigned> number(std::string_view text) {
    unsigned value = 0;
    const char* const end = std::to_address(text.end());
    const auto [stop, error] = std::from_chars(std::to_address(text.begin()), end, value);
    if (text.empty() || error != std::errc() || stop != end) return std::nullopt;
    return value;
}

/// "08:00", "0800", "8" as minutes.
std::optional<unsigned> offset_minutes(std::string_view text) {
    const std::size_t colon = text.find(':');
    std::string_view hours = text.substr(0, colon);
    std::string_view minutes = colon == std::string_view::npos ? "0" : text.substr(colon + 1);
    if (colon == std::string_view::npos && text.size() == 4) {
        hours = text.substr(0, 2);
        minutes = text.substr(2);
    }
    const auto h = number(hours);
    const auto m = number(minutes);
    if (!h || !m || *h > 14 || *m > 59) return std::nullopt;
    return *h * 60 + *m;
}

bool names_a_zone(std::string_view text) {
    if (text.size() <= kDateSize) return false;
    return text.find_first_of("Zz+-", kDateSize) != std::string_view::npos;
}

}  // namespace

std::optional<output::TimeZone> parse_zone(std::string_view text, const output::TimeZone& local) {
    if (text == "utc" || text == "UTC" || text == "Z") return output::TimeZone{};
    if (text == "local") return local;
    if (text.size() < 2 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
    const auto minutes = offset_minutes(text.substr(1));
    if (!minutes) return std::nullopt;
    const int signed_minutes =
        text[0] == '-' ? -static_cast<int>(*minutes) : static_cast<int>(*minutes);
    return output::TimeZone([signed_minutes](FileTime) { return signed_minutes; });
}

std::optional<FileTime> parse_moment(std::string_view text, const output::TimeZone& zone,
                                     DayEdge edge) {
    auto time = parse_iso(text);
    if (!time) return std::nullopt;
    if (text.size() == kDateSize && edge == DayEdge::End) time->ticks += kTicksPerDay - 1;
    if (names_a_zone(text) || !zone) return time;
    const auto shift =
        static_cast<std::int64_t>(zone(*time)) * static_cast<std::int64_t>(kTicksPerMinute);
    const auto shifted = static_cast<std::int64_t>(time->ticks) - shift;
    return FileTime{shifted < 0 ? 0 : static_cast<std::uint64_t>(shifted)};
}

std::optional<std::uint64_t> parse_period(std::string_view text) noexcept {
    if (text.size() < 2) return std::nullopt;
    const auto count = number(text.substr(0, text.size() - 1));
    if (!count || *count > 1'000'000) return std::nullopt;
    switch (text.back()) {
        case 'm':
            return *count * kTicksPerMinute;
        case 'h':
            return *count * kTicksPerHour;
        case 'd':
            return *count * kTicksPerDay;
        case 'w':
            return *count * kTicksPerWeek;
        default:
            return std::nullopt;
    }
}

}  // namespace xiezhi::cli
