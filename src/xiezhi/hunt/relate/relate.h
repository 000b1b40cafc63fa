#pragma once

#include <functional>
#include <memory>

#include "xiezhi/hunt/block.h"
#include "xiezhi/hunt/event_fetcher.h"
#include "xiezhi/hunt/relate/plan.h"
#include "xiezhi/hunt/relate/sorted_spool.h"
#include "xiezhi/hunt/relate/window.h"

namespace xiezhi::hunt {

/// The stage behind matching: gathers what correlations need while records are read, then sorts it
/// by group and time, slides windows over it, and gives findings by time. Memory does not grow with
/// the evidence: what does not fit is sorted on disk, and of the records only places are kept.
class Relater {
public:
    explicit Relater(const RelatePlan& plan);

    /// `order`: number of the record among all, in output order.
    [[nodiscard]] Result<void> add(const BaseHit& hit, FileTime time, std::uint64_t order,
                                   const EventPlace& place);

    /// Findings of level `min_level` and above, by the time of their first event; false stops.
    [[nodiscard]] Result<void> finish(rules::Level min_level, EventFetcher& fetcher,
                                      const std::function<bool(Finding)>& sink,
                                      const NoteSink& notes);

private:
    [[nodiscard]] Result<void> relate(std::uint32_t correlation, rules::Level min_level,
                                      const NoteSink& notes);
    [[nodiscard]] Result<void> settle_run(std::uint32_t correlation, const WindowRun& run,
                                          const std::vector<std::string>& group,
                                          rules::Level min_level);
    [[nodiscard]] Finding finding_of(const SpoolEntry& draft, EventFetcher& fetcher) const;

    const RelatePlan& plan_;
    std::vector<std::unique_ptr<SortedSpool>> spools_;  // by correlation; null: nothing came
    SortedSpool drafts_;
    std::size_t spool_bytes_;
};

}  // namespace xiezhi::hunt
