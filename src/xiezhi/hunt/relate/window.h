#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "xiezhi/model/event.h"
#include "xiezhi/rules/rule.h"

namespace xiezhi::hunt {

/// Where a contributing record can be read again.
struct EventPlace {
    std::uint32_t artefact = 0;
    RecordState state = RecordState::Live;
    std::uint64_t chunk_offset = 0;
    std::uint64_t offset = 0;

    bool operator==(const EventPlace&) const = default;
};

/// One event of one group of a correlation, in order of time, then of record.
struct GroupEvent {
    std::uint64_t time = 0;   // ticks
    std::uint64_t order = 0;  // of its record among all; equal: the same record in several slots
    std::uint32_t slot = 0;   // index in Correlation::rules
    std::uint64_t value = 0;  // value_count: stands for the tuple of values
    double number = 0;        // value_sum …
    bool has_value = false;
    EventPlace place;
};

/// What a set of events in a window says to a correlation, kept up to date while events enter at
/// the end and leave at the front.
class WindowState {
public:
    explicit WindowState(const rules::Correlation& correlation);

    void push(const GroupEvent& event);
    void pop();  // the oldest
    void clear();

    [[nodiscard]] bool fires() const;
    [[nodiscard]] const std::deque<GroupEvent>& events() const noexcept { return events_; }
    [[nodiscard]] std::uint64_t record_count() const noexcept { return records_; }

private:
    [[nodiscard]] bool thresholds_hold(double value) const;
    [[nodiscard]] bool rules_hold() const;
    [[nodiscard]] bool condition_holds(const rules::Node& node) const;
    [[nodiscard]] bool in_order() const;
    [[nodiscard]] std::optional<double> aggregate() const;
    [[nodiscard]] double percentile(double percent) const;

    const rules::Correlation& correlation_;
    std::deque<GroupEvent> events_;
    std::uint64_t records_ = 0;
    std::uint64_t position_ = 0;  // of the last record among all pushed
    std::vector<std::deque<std::uint64_t>>
        positions_;  // by slot: those of its events in the window
    std::size_t rules_seen_ = 0;
    std::unordered_map<std::uint64_t, std::uint64_t> value_counts_;
    std::vector<double> numbers_;  // sorted
    double sum_ = 0;
    std::uint64_t valued_ = 0;
    bool counts_values_;
    bool keeps_numbers_;
};

/// A run of overlapping windows that fired.
struct WindowRun {
    std::uint64_t first = 0;  // time of its first event
    std::uint64_t last = 0;   // of its last one
    std::uint64_t count = 0;  // contributing records
    std::uint64_t last_order = 0;
    std::vector<EventPlace> places;  // of the first kPlacesMax - 1 records and of the last one
};
inline constexpr std::size_t kPlacesMax = 20;

/// Slides a window over the events of one group: windows begin at an event and hold all that is no
/// later than the timespan; runs of overlapping windows that fire are one. Events come in order.
class GroupWindows {
public:
    using RunSink = std::function<void(WindowRun)>;

    GroupWindows(const rules::Correlation& correlation, RunSink sink);

    void add(const GroupEvent& event);
    /// The group is over.
    void finish();
    /// Windows were cut short because they held more than kWindowMax events.
    [[nodiscard]] bool cut() const noexcept { return cut_; }

private:
    static constexpr std::size_t kWindowMax = 200'000;

    void close_window();
    void drop_oldest_time();
    void extend_run();
    static void add_to_run(WindowRun& run, const GroupEvent& event);

    const rules::Correlation& correlation_;
    RunSink sink_;
    WindowState window_;
    std::optional<WindowRun> run_;
    bool cut_ = false;
};

}  // namespace xiezhi::hunt
