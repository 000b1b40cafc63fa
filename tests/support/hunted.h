#pragma once

#include <string>
#include <vector>

#include "xiezhi/hunt/hunt.h"

namespace xiezhi::testing {

/// Everything that a hunt said.
struct Hunted {
    bool done = false;
    hunt::HuntSummary summary;
    std::vector<hunt::Finding> findings;
    std::vector<Note> notes;
};

/// Opens the paths and hunts through them; `rules` must outlive what is given back.
[[nodiscard]] Hunted hunt_paths(const std::vector<std::string>& paths, const rules::RuleSet& rules,
                                const hunt::HuntOptions& options = {});

}  // namespace xiezhi::testing
