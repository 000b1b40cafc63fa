#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace xiezhi {

/// 100 ns ticks since 1601-01-01T00:00:00Z, as Windows writes them.
struct FileTime {
    std::uint64_t ticks = 0;
    auto operator<=>(const FileTime&) const = default;
};

inline constexpr std::uint64_t kTicksPerSecond = 10'000'000;
inline constexpr std::uint64_t kTicksPerDay = 86'400 * kTicksPerSecond;
/// 1970-01-01 in ticks.
inline constexpr std::uint64_t kUnixEpochTicks = 116'444'736'000'000'000;
inline constexpr std::int64_t kDaysTo1970 = 134'774;
/// The first time whose year has five digits.
inline constexpr std::uint64_t kTicksYear10000 = 2'650'467'744'000'000'000;

/// "2016-07-08T18:12:51.6816408Z" with `digits` (0..9) of the second, cut and not rounded. With an
/// offset the text is local time and ends in "+08:00". Times beyond year 9999 give the raw ticks.
void append_iso(std::string& out, FileTime time, int digits, int offset_minutes = 0);

/// Reads ISO 8601 (date, 'T' or blank, time, optional fraction, 'Z' or offset; UTC when none).
[[nodiscard]] std::optional<FileTime> parse_iso(std::string_view text) noexcept;

/// A date and a time of FAT (MS-DOS), two seconds exact, as ticks of the same clock; nothing for
/// what is no date. Whether it is UTC or local the place says where it stands.
[[nodiscard]] std::optional<FileTime> from_fat(std::uint16_t date, std::uint16_t time) noexcept;

}  // namespace xiezhi
