#include "xiezhi/hunt/schedule.h"

#include <algorithm>
#include <deque>
#include <numeric>

#include "xiezhi/rules/sigma/document.h"

namespace xiezhi::hunt {
namespace {

constexpr std::uint64_t kDefaultInterval = 300 * kTicksPerSecond;
constexpr std::uint64_t kDefaultLookBack = 360 * kTicksPerSecond;

bool is_elastic(const Finding& finding) {
    return finding.rule->ruleset == rules::Ruleset::Elastic;
}

FileTime time_of(const Finding& finding) {
    return finding.events.empty() ? FileTime{} : finding.events.front().event.time;
}

/// The first run that is not before the time.
std::uint64_t run_after(std::uint64_t time, std::uint64_t interval) {
    const std::uint64_t start = kUnixEpochTicks % interval;
    return time <= start ? start : start + (time - start + interval - 1) / interval * interval;
}

}  // namespace

std::optional<std::uint64_t> schedule_period(std::string_view text) {
    constexpr std::string_view kNow = "now-";
    if (text.starts_with(kNow)) text.remove_prefix(kNow.size());
    return rules::sigma::parse_timespan(text);
}

bool Schedule::note(const Finding& finding) {
    if (!is_elastic(finding)) return true;
    if (noted_ >= kNotedMax) return false;
    ++noted_;
    rules_[finding.rule].noted.push_back({time_of(finding)});
    return true;
}

void Schedule::plan() {
    for (auto& [rule, of_rule] : rules_) {
        const std::uint64_t interval =
            schedule_period(rule->elastic.interval).value_or(kDefaultInterval);
        const std::uint64_t look_back =
            schedule_period(rule->elastic.from).value_or(kDefaultLookBack);
        std::vector<std::size_t> order(of_rule.noted.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::ranges::stable_sort(order, {}, [&](std::size_t i) { return of_rule.noted[i].time; });
        std::deque<std::size_t> waiting;
        std::uint64_t run = 0;
        for (std::size_t next = 0; next < order.size() || !waiting.empty(); run += interval) {
            if (waiting.empty())
                run = std::max(run, run_after(of_rule.noted[order[next]].time.ticks, interval));
            while (next < order.size() && of_rule.noted[order[next]].time.ticks <= run)
                waiting.push_back(order[next++]);
            const auto too_old = [&](std::size_t i) {
                return of_rule.noted[i].time.ticks + look_back < run;
            };
            while (!waiting.empty() && too_old(waiting.front())) waiting.pop_front();
            for (std::uint64_t signals = 0; signals < rule->elastic.max_signals && !waiting.empty();
                 ++signals) {
                of_rule.noted[waiting.front()].alerts = true;
                waiting.pop_front();
            }
            if (rule->elastic.max_signals == 0) waiting.clear();
        }
    }
}

bool Schedule::alerts(const Finding& finding) {
    if (!is_elastic(finding)) return true;
    OfRule& of_rule = rules_[finding.rule];
    if (of_rule.next >= of_rule.noted.size()) return true;  // met for the first time now
    const bool alerts = of_rule.noted[of_rule.next++].alerts;
    if (!alerts) ++left_out_.at(static_cast<std::size_t>(finding.rule->level));
    return alerts;
}

}  // namespace xiezhi::hunt
