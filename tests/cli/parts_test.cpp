#include <gtest/gtest.h>

#include "xiezhi/cli/arguments.h"
#include "xiezhi/cli/nearest.h"
#include "xiezhi/cli/times.h"

namespace xiezhi::cli {
namespace {

TEST(Nearest, FindsWhatWasMeant) {
    const std::vector<std::string> known = {"hunt", "dump", "--min-level", "--output",
                                            "rules check"};
    EXPECT_EQ(nearest("hutn", known), "hunt");
    EXPECT_EQ(nearest("dmup", known), "dump");
    EXPECT_EQ(nearest("--minlevel", known), "--min-level");
    EXPECT_EQ(nearest("rules chekc", known), "rules check");
    EXPECT_EQ(nearest("completely", known), std::nullopt);
    EXPECT_EQ(nearest("", known), std::nullopt);
    EXPECT_EQ(nearest(std::string(1000, 'x'), known), std::nullopt);
}

std::string iso(std::optional<FileTime> time) {
    std::string text;
    if (time) append_iso(text, *time, 7);
    return text;
}

TEST(Moment, IsMeantInTheZoneUnlessItNamesOne) {
    const auto beijing = *parse_zone("+08:00", {});
    EXPECT_EQ(iso(parse_moment("2024-01-02", {}, DayEdge::Begin)), "2024-01-02T00:00:00.0000000Z");
    EXPECT_EQ(iso(parse_moment("2024-01-02", {}, DayEdge::End)), "2024-01-02T23:59:59.9999999Z");
    EXPECT_EQ(iso(parse_moment("2024-01-02", beijing, DayEdge::Begin)),
              "2024-01-01T16:00:00.0000000Z");
    EXPECT_EQ(iso(parse_moment("2024-01-02 03:04", beijing, DayEdge::Begin)),
              "2024-01-01T19:04:00.0000000Z");
    EXPECT_EQ(iso(parse_moment("2024-01-02T03:04:05Z", beijing, DayEdge::End)),
              "2024-01-02T03:04:05.0000000Z");
    EXPECT_EQ(iso(parse_moment("2024-01-02T03:04:05-01:00", beijing, DayEdge::End)),
              "2024-01-02T04:04:05.0000000Z");
    EXPECT_EQ(parse_moment("yesterday", {}, DayEdge::Begin), std::nullopt);
    EXPECT_EQ(parse_moment("2024-13-01", {}, DayEdge::Begin), std::nullopt);
    EXPECT_EQ(iso(parse_moment("1601-01-01", beijing, DayEdge::Begin)),
              "1601-01-01T00:00:00.0000000Z");
}

TEST(Zone, IsReadInAllUsualSpellings) {
    const auto minutes = [](const char* text) -> std::optional<int> {
        const auto zone = parse_zone(text, [](FileTime) { return 1; });
        if (!zone) return std::nullopt;
        return *zone ? (*zone)(FileTime{}) : 0;
    };
    EXPECT_EQ(minutes("utc"), 0);
    EXPECT_EQ(minutes("local"), 1);
    EXPECT_EQ(minutes("+08:00"), 480);
    EXPECT_EQ(minutes("-0330"), -210);
    EXPECT_EQ(minutes("+8"), 480);
    for (const char* bad : {"", "+", "8", "+15:00", "+08:60", "+x", "+08:00:00", "cst"}) {
        EXPECT_EQ(minutes(bad), std::nullopt) << bad;
    }
}

TEST(Period, IsNumberAndUnit) {
    EXPECT_EQ(parse_period("45m"), 45ULL * 60 * kTicksPerSecond);
    EXPECT_EQ(parse_period("12h"), 12ULL * 3600 * kTicksPerSecond);
    EXPECT_EQ(parse_period("30d"), 30ULL * 86400 * kTicksPerSecond);
    EXPECT_EQ(parse_period("2w"), 14ULL * 86400 * kTicksPerSecond);
    for (const char* bad : {"", "d", "30", "-1d", "1.5h", "1y", "99999999999d", "10000000d"}) {
        EXPECT_EQ(parse_period(bad), std::nullopt) << bad;
    }
}

using Arguments = std::vector<std::string>;

TEST(Repaired, TakesSwallowedArgumentsApart) {
    EXPECT_EQ(repaired({"hunt", "D:\\case\" --rules x"}),
              (Arguments{"hunt", "D:\\case\\", "--rules", "x"}));
    EXPECT_EQ(repaired({"hunt", "D:\\my case\" -o \"a b.csv"}),
              (Arguments{"hunt", "D:\\my case\\", "-o", "a b.csv"}));
    EXPECT_EQ(repaired({"hunt", "D:\\case\""}), (Arguments{"hunt", "D:\\case\\"}));
    EXPECT_EQ(repaired({"hunt", "D:\\case\\"}), std::nullopt);
}

}  // namespace
}  // namespace xiezhi::cli
