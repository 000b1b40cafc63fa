#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "xiezhi/hunt/finding.h"

namespace xiezhi::hunt {

/// What a cluster would have alerted: a rule of Elastic's runs every `interval`, looks back to
/// `from`, takes what it has not alerted yet in order of time, and stops at `max_signals`. Each
/// event counts as ingested at its @timestamp, runs are at whole multiples of the interval since
/// 1970. Two passes over the same findings in the same order: note() all, plan(), ask alerts().
class Schedule {
public:
    /// False when there are more findings than can be planned.
    [[nodiscard]] bool note(const Finding& finding);
    void plan();
    /// True for findings of other rules.
    [[nodiscard]] bool alerts(const Finding& finding);

    /// Findings that were no alerts, by level.
    [[nodiscard]] const std::array<std::uint64_t, 5>& left_out() const noexcept {
        return left_out_;
    }

private:
    static constexpr std::size_t kNotedMax = std::size_t{4} << 20U;  // 64 MiB

    struct Noted {
        FileTime time;
        bool alerts = false;
    };
    struct OfRule {
        std::vector<Noted> noted;  // in the order of the first pass
        std::size_t next = 0;      // of the second
    };

    std::map<const rules::RuleHead*, OfRule> rules_;
    std::size_t noted_ = 0;
    std::array<std::uint64_t, 5> left_out_{};
};

/// "9m", "now-9m", "1h" in ticks; nothing when it is no such period.
[[nodiscard]] std::optional<std::uint64_t> schedule_period(std::string_view text);

}  // namespace xiezhi::hunt
