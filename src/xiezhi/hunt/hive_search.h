#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "xiezhi/evidence/collection.h"
#include "xiezhi/hunt/hunt.h"

namespace xiezhi::hunt {

struct HiveSearchSummary {
    std::uint64_t hives = 0;
    std::uint64_t findings = 0;
    bool stopped = false;  // by the sink or by `cancel`
};

/// Asks a rule of search_rule() of every key name, value name and datum of the hives in the
/// evidence (after their logs). A key whose path fits is told once, not with all below it; a value
/// by its name or data. Findings are documents of the dataset registry_value, with the time at
/// which the key was written; `options.from` and `to` hold for that time.
[[nodiscard]] HiveSearchSummary search_hives(const evidence::Collection& collection,
                                             const std::vector<std::string>& named,
                                             const rules::Rule& rule, const HuntOptions& options,
                                             const FindingSink& findings, const NoteSink& notes,
                                             const std::atomic<bool>* cancel);

}  // namespace xiezhi::hunt
