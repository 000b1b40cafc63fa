// What a cluster would have alerted, by rule, interval, look-back and cap.
#include "xiezhi/hunt/schedule.h"

#include <gtest/gtest.h>

namespace xiezhi::hunt {
namespace {

constexpr std::uint64_t kMinute = 60 * kTicksPerSecond;
constexpr std::uint64_t kDay = kUnixEpochTicks + 20'000 * kTicksPerDay;  // a run of any interval

rules::RuleHead elastic_rule(const std::string& interval, const std::string& from,
                             std::uint64_t max_signals) {
    rules::RuleHead head;
    head.ruleset = rules::Ruleset::Elastic;
    head.elastic.interval = interval;
    head.elastic.from = from;
    head.elastic.max_signals = max_signals;
    return head;
}

Finding finding_at(const rules::RuleHead& rule, std::uint64_t ticks) {
    Finding finding;
    finding.rule = &rule;
    finding.events.resize(1);
    finding.events[0].event.time = FileTime{kDay + ticks};
    return finding;
}

std::string planned(const rules::RuleHead& rule, const std::vector<std::uint64_t>& times) {
    Schedule schedule;
    for (const std::uint64_t time : times) EXPECT_TRUE(schedule.note(finding_at(rule, time)));
    schedule.plan();
    std::string out;
    for (const std::uint64_t time : times)
        out += schedule.alerts(finding_at(rule, time)) ? '1' : '0';
    return out;
}

TEST(Schedule, AlertsOnceWhereLookBackCoversTheInterval) {
    const auto rule = elastic_rule("5m", "now-9m", 100);
    EXPECT_EQ(planned(rule, {kMinute, 2 * kMinute, 4 * kMinute, 17 * kMinute, 0}), "11111");
}

TEST(Schedule, MissesWhatLiesBetweenWindows) {
    const auto rule = elastic_rule("60m", "now-10m", 100);  // 50 minutes of each hour unseen
    EXPECT_EQ(planned(rule, {10 * kMinute, 49 * kMinute, 50 * kMinute, 60 * kMinute}), "0011");
}

TEST(Schedule, CapsEachRunAndTakesUpLater) {
    const auto rule = elastic_rule("5m", "now-9m", 2);
    // The run at 5 min takes two; that at 10 min may still see what came after 1 min.
    EXPECT_EQ(planned(rule, {kMinute / 2, kMinute / 2, kMinute / 2, 3 * kMinute, 4 * kMinute}),
              "11011");
}

TEST(Schedule, GoesByTimeWhateverTheOrder) {
    const auto rule = elastic_rule("5m", "now-5m", 1);
    EXPECT_EQ(planned(rule, {3 * kMinute, 2 * kMinute, kMinute}), "001");
}

TEST(Schedule, LeavesOtherRulesAlone) {
    rules::RuleHead sigma;
    EXPECT_EQ(planned(sigma, {1, 2, 3}), "111");
}

TEST(SchedulePeriod, IsReadAsElasticWritesIt) {
    EXPECT_EQ(schedule_period("now-9m"), 9 * kMinute);
    EXPECT_EQ(schedule_period("1h"), 60 * kMinute);
    EXPECT_EQ(schedule_period("30s"), kMinute / 2);
    EXPECT_FALSE(schedule_period(""));
    EXPECT_FALSE(schedule_period("now-"));
    EXPECT_FALSE(schedule_period("9"));
    EXPECT_FALSE(schedule_period("99999999999m"));
}

}  // namespace
}  // namespace xiezhi::hunt
