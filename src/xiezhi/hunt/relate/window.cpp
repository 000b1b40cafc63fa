#include "xiezhi/hunt/relate/window.h"

#include <algorithm>
#include <cmath>

#include "xiezhi/rules/leaf.h"

namespace xiezhi::hunt {

using rules::CorrelationType;

WindowState::WindowState(const rules::Correlation& correlation)
    : correlation_(correlation),
      positions_(correlation.rules.size()),
      counts_values_(correlation.type == CorrelationType::ValueCount),
      keeps_numbers_(correlation.type == CorrelationType::ValuePercentile ||
                     correlation.type == CorrelationType::ValueMedian) {}

void WindowState::push(const GroupEvent& event) {
    if (events_.empty() || events_.back().order != event.order) {
        ++records_;
        ++position_;
    }
    events_.push_back(event);
    auto& positions = positions_[event.slot];
    if (positions.empty()) ++rules_seen_;
    positions.push_back(position_);
    if (!event.has_value) return;
    if (counts_values_) ++value_counts_[event.value];
    if (keeps_numbers_) {
        numbers_.insert(std::ranges::upper_bound(numbers_, event.number), event.number);
    }
    sum_ += event.number;
    ++valued_;
}

void WindowState::pop() {
    const GroupEvent event = events_.front();
    events_.pop_front();
    if (events_.empty() || events_.front().order != event.order) --records_;
    auto& positions = positions_[event.slot];
    positions.pop_front();
    if (positions.empty()) --rules_seen_;
    if (!event.has_value) return;
    if (counts_values_) {
        const auto count = value_counts_.find(event.value);
        if (--count->second == 0) value_counts_.erase(count);
    }
    if (keeps_numbers_) numbers_.erase(std::ranges::lower_bound(numbers_, event.number));
    --valued_;
    sum_ = valued_ == 0 ? 0 : sum_ - event.number;  // no rounding error outlives its window
}

void WindowState::clear() {
    while (!events_.empty()) pop();
}

bool WindowState::thresholds_hold(double value) const {
    return std::ranges::all_of(correlation_.thresholds, [&](const rules::Threshold& threshold) {
        return rules::compare_numbers(value, threshold.op, threshold.value);
    });
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the condition that the loader took
bool WindowState::condition_holds(const rules::Node& node) const {
    using Kind = rules::Node::Kind;
    const auto holds = [&](const rules::Node& child) { return condition_holds(child); };
    switch (node.kind) {
        case Kind::And:
            return std::ranges::all_of(node.children, holds);
        case Kind::Or:
            return std::ranges::any_of(node.children, holds);
        case Kind::Not:
            return !condition_holds(node.children.front());
        case Kind::Leaf: {
            const auto slot = std::ranges::find(correlation_.rules, node.leaf.field);
            return slot != correlation_.rules.end() &&
                   !positions_[static_cast<std::size_t>(slot - correlation_.rules.begin())].empty();
        }
        case Kind::True:
            return true;
        case Kind::False:
            return false;
    }
    return false;
}

bool WindowState::rules_hold() const {
    if (correlation_.rule_condition) return condition_holds(*correlation_.rule_condition);
    if (correlation_.thresholds.empty()) return rules_seen_ == positions_.size();
    return thresholds_hold(static_cast<double>(rules_seen_));
}

/// The first event of each rule after that of the rule before it: taking the earliest each time
/// leaves the most room for the rest.
bool WindowState::in_order() const {
    std::uint64_t after = 0;
    bool first = true;
    for (const auto& positions : positions_) {
        const auto next =
            first ? positions.begin() : std::upper_bound(positions.begin(), positions.end(), after);
        if (next == positions.end()) return false;
        after = *next;
        first = false;
    }
    return true;
}

double WindowState::percentile(double percent) const {
    const double rank = percent / 100 * static_cast<double>(numbers_.size() - 1);
    const auto below = static_cast<std::size_t>(rank);
    const std::size_t above = std::min(below + 1, numbers_.size() - 1);
    const double part = rank - std::floor(rank);
    return numbers_[below] + part * (numbers_[above] - numbers_[below]);
}

/// The number that thresholds are held against; nothing when the window has no value.
std::optional<double> WindowState::aggregate() const {
    switch (correlation_.type) {
        case CorrelationType::EventCount:
            return static_cast<double>(records_);
        case CorrelationType::ValueCount:
            return static_cast<double>(value_counts_.size());
        case CorrelationType::ValuePercentile:
        case CorrelationType::ValueMedian: {
            if (numbers_.empty()) return std::nullopt;
            const bool median = correlation_.type == CorrelationType::ValueMedian;
            return percentile(median ? 50 : correlation_.percentile);
        }
        case CorrelationType::ValueSum:
        case CorrelationType::ValueAvg:
            if (valued_ == 0) return std::nullopt;
            return correlation_.type == CorrelationType::ValueSum
                       ? sum_
                       : sum_ / static_cast<double>(valued_);
        case CorrelationType::Temporal:
        case CorrelationType::TemporalOrdered:
            return static_cast<double>(rules_seen_);
    }
    return std::nullopt;
}

bool WindowState::fires() const {
    if (events_.empty()) return false;
    switch (correlation_.type) {
        case CorrelationType::Temporal:
            return rules_hold();
        case CorrelationType::TemporalOrdered:
            return rules_hold() && in_order();
        default: {
            const auto value = aggregate();
            return value && thresholds_hold(*value);
        }
    }
}

GroupWindows::GroupWindows(const rules::Correlation& correlation, RunSink sink)
    : correlation_(correlation), sink_(std::move(sink)), window_(correlation) {}

void GroupWindows::add(const GroupEvent& event) {
    while (!window_.events().empty() &&
           event.time - window_.events().front().time > correlation_.timespan_ticks) {
        close_window();
    }
    if (window_.events().size() >= kWindowMax) {
        cut_ = true;
        close_window();
    }
    window_.push(event);
}

/// The window that begins at the oldest event holds all it ever will: judges it, then lets the next
/// one begin.
void GroupWindows::close_window() {
    if (window_.fires()) extend_run();
    drop_oldest_time();
    const bool over =
        run_ && (window_.events().empty() || window_.events().front().time > run_->last);
    if (over) {
        sink_(std::move(*run_));
        run_.reset();
    }
}

/// Events of one time begin one window together.
void GroupWindows::drop_oldest_time() {
    const std::uint64_t time = window_.events().front().time;
    while (!window_.events().empty() && window_.events().front().time == time) window_.pop();
}

void GroupWindows::extend_run() {
    const auto& events = window_.events();
    auto fresh = events.begin();
    if (run_) {  // the window's events that no earlier window of the run has brought
        fresh = std::ranges::upper_bound(
            events, std::pair(run_->last, run_->last_order), {},
            [](const GroupEvent& event) { return std::pair(event.time, event.order); });
    }
    WindowRun& run = run_ ? *run_ : run_.emplace();
    if (run.count == 0) run.first = events.front().time;
    std::for_each(fresh, events.end(), [&](const GroupEvent& event) { add_to_run(run, event); });
}

void GroupWindows::add_to_run(WindowRun& run, const GroupEvent& event) {
    const bool same_record = run.count > 0 && run.last_order == event.order;
    run.last = event.time;
    run.last_order = event.order;
    if (same_record) return;
    ++run.count;
    if (run.places.size() == kPlacesMax) run.places.pop_back();
    run.places.push_back(event.place);
}

void GroupWindows::finish() {
    while (!window_.events().empty()) close_window();
    if (run_) sink_(std::move(*run_));
    run_.reset();
}

}  // namespace xiezhi::hunt
