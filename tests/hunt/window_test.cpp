#include "xiezhi/hunt/relate/window.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "xiezhi/rules/leaf.h"

namespace xiezhi::hunt {
namespace {

using rules::CompareOp;
using rules::Correlation;
using rules::CorrelationType;

using Events = std::vector<GroupEvent>;

struct Run {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::uint64_t count = 0;
    bool operator==(const Run&) const = default;
};
// NOLINTNEXTLINE(readability-identifier-naming): the name GoogleTest looks for
void PrintTo(const Run& run, std::ostream* out) {
    *out << run.first << ".." << run.last << " (" << run.count << ")";
}

std::vector<Run> slide(const Correlation& correlation, const Events& events) {
    std::vector<Run> runs;
    GroupWindows windows(correlation, [&](const WindowRun& run) {
        runs.push_back({run.first, run.last, run.count});
        EXPECT_EQ(run.places.size(), std::min<std::size_t>(run.count, kPlacesMax));
    });
    for (const GroupEvent& event : events) windows.add(event);
    windows.finish();
    return runs;
}

// The slow twin: looks at every window whole.

double percentile(std::vector<double> numbers, double percent) {
    std::ranges::sort(numbers);
    const double rank = percent / 100 * static_cast<double>(numbers.size() - 1);
    const auto below = static_cast<std::size_t>(rank);
    if (below + 1 == numbers.size()) return numbers[below];
    return numbers[below] +
           (rank - static_cast<double>(below)) * (numbers[below + 1] - numbers[below]);
}

/// Tries every way to pick one record for each rule.
bool ordered(const Events& window, std::size_t from, std::uint32_t slot, std::uint32_t slots) {
    if (slot == slots) return true;
    for (std::size_t i = from; i < window.size(); ++i) {
        if (window[i].slot != slot) continue;
        std::size_t next = i + 1;
        while (next < window.size() && window[next].order == window[i].order) ++next;
        if (ordered(window, next, slot + 1, slots)) return true;
    }
    return false;
}

bool fires(const Correlation& correlation, const Events& window) {
    std::set<std::uint64_t> records;
    std::set<std::uint32_t> slots;
    std::set<std::uint64_t> values;
    std::vector<double> numbers;
    for (const GroupEvent& event : window) {
        records.insert(event.order);
        slots.insert(event.slot);
        if (event.has_value) values.insert(event.value);
        if (event.has_value) numbers.push_back(event.number);
    }
    double sum = 0;
    for (const double number : numbers) sum += number;
    const auto holds = [&](double value) {
        return std::ranges::all_of(correlation.thresholds, [&](const auto& threshold) {
            return rules::compare_numbers(value, threshold.op, threshold.value);
        });
    };
    const bool seen = correlation.thresholds.empty() ? slots.size() == correlation.rules.size()
                                                     : holds(static_cast<double>(slots.size()));
    switch (correlation.type) {
        case CorrelationType::EventCount:
            return holds(static_cast<double>(records.size()));
        case CorrelationType::ValueCount:
            return holds(static_cast<double>(values.size()));
        case CorrelationType::Temporal:
            return seen;
        case CorrelationType::TemporalOrdered:
            return seen &&
                   ordered(window, 0, 0, static_cast<std::uint32_t>(correlation.rules.size()));
        case CorrelationType::ValueSum:
            return !numbers.empty() && holds(sum);
        case CorrelationType::ValueAvg:
            return !numbers.empty() && holds(sum / static_cast<double>(numbers.size()));
        case CorrelationType::ValuePercentile:
            return !numbers.empty() && holds(percentile(numbers, correlation.percentile));
        case CorrelationType::ValueMedian:
            return !numbers.empty() && holds(percentile(numbers, 50));
    }
    return false;
}

std::vector<Run> slow_twin(const Correlation& correlation, const Events& events) {
    std::vector<Run> runs;
    std::set<std::uint64_t> records;
    std::set<std::uint64_t> starts;
    for (const GroupEvent& event : events) starts.insert(event.time);
    for (const std::uint64_t start : starts) {
        Events window;
        std::ranges::copy_if(events, std::back_inserter(window), [&](const GroupEvent& event) {
            return event.time >= start && event.time - start <= correlation.timespan_ticks;
        });
        if (!fires(correlation, window)) continue;
        if (runs.empty() || start > runs.back().last) {
            runs.push_back({start, 0, 0});
            records.clear();
        }
        for (const GroupEvent& event : window) records.insert(event.order);
        runs.back().last = std::max(runs.back().last, window.back().time);
        runs.back().count = records.size();
    }
    return runs;
}

class Twins : public ::testing::TestWithParam<CorrelationType> {};

TEST_P(Twins, Agree) {
    std::mt19937 random(1234);
    const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
    std::size_t fired = 0;
    for (int round = 0; round < 3000; ++round) {
        Correlation correlation;
        correlation.type = GetParam();
        correlation.rules.resize(1 + below(3));
        correlation.timespan_ticks = below(12);
        correlation.percentile = below(101);
        const bool temporal = GetParam() == CorrelationType::Temporal ||
                              GetParam() == CorrelationType::TemporalOrdered;
        for (std::uint32_t i = below(3) + (temporal ? 0U : 1U); i > 1; --i) {
            correlation.thresholds.push_back(
                {static_cast<CompareOp>(below(6)), static_cast<double>(below(9))});
        }
        Events events;
        std::uint64_t time = below(5);
        for (std::uint32_t i = below(25); i > 0; --i) {
            time += below(4);
            GroupEvent event;
            event.time = time;
            event.order = below(3) == 0 && !events.empty() && events.back().time == time
                              ? events.back().order
                              : events.size() * 10;
            event.slot = below(static_cast<std::uint32_t>(correlation.rules.size()));
            event.value = below(4);
            event.number = static_cast<double>(event.value);
            event.has_value = below(4) != 0;
            events.push_back(event);
        }
        const auto wanted = slow_twin(correlation, events);
        fired += wanted.empty() ? 0U : 1U;
        ASSERT_EQ(slide(correlation, events), wanted) << "round " << round;
    }
    EXPECT_GT(fired, 100U);
}

INSTANTIATE_TEST_SUITE_P(Types, Twins,
                         ::testing::Values(CorrelationType::EventCount, CorrelationType::ValueCount,
                                           CorrelationType::Temporal,
                                           CorrelationType::TemporalOrdered,
                                           CorrelationType::ValueSum, CorrelationType::ValueAvg,
                                           CorrelationType::ValuePercentile,
                                           CorrelationType::ValueMedian));

TEST(GroupWindows, KeepsTheFirstPlacesAndTheLast) {
    Correlation correlation;
    correlation.rules = {"a"};
    correlation.timespan_ticks = 10;
    correlation.thresholds = {{CompareOp::Ge, 3}};
    std::vector<WindowRun> runs;
    GroupWindows windows(correlation, [&](WindowRun run) { runs.push_back(std::move(run)); });
    for (std::uint64_t i = 0; i < 1000; ++i) {
        GroupEvent event;
        event.time = i;
        event.order = i;
        event.place.offset = i;
        windows.add(event);
    }
    windows.finish();
    ASSERT_EQ(runs.size(), 1U);
    EXPECT_EQ(runs[0].count, 1000U);
    ASSERT_EQ(runs[0].places.size(), kPlacesMax);
    EXPECT_EQ(runs[0].places[kPlacesMax - 2].offset, kPlacesMax - 2);
    EXPECT_EQ(runs[0].places.back().offset, 999U);
}

TEST(GroupWindows, CutsAWindowThatHoldsTooMuch) {
    Correlation correlation;
    correlation.rules = {"a"};
    correlation.timespan_ticks = 1'000'000'000;
    correlation.thresholds = {{CompareOp::Ge, 3}};
    std::size_t runs = 0;
    GroupWindows windows(correlation, [&](const WindowRun&) { ++runs; });
    for (std::uint64_t i = 0; i < 250'000; ++i) {
        GroupEvent event;
        event.time = i;
        event.order = i;
        windows.add(event);
    }
    windows.finish();
    EXPECT_TRUE(windows.cut());
    EXPECT_EQ(runs, 1U);
}

}  // namespace
}  // namespace xiezhi::hunt
