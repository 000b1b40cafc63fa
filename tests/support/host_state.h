#pragma once

#include <string_view>
#include <vector>

#include "tests/support/temp_folder.h"
#include "xiezhi/model/observation.h"
#include "xiezhi/model/state.h"

namespace xiezhi::testing {

/// What the readers make of a host that stands below a folder (`C/Windows/…`).
struct HostState {
    std::vector<State> documents;
    std::vector<Observation> observations;

    [[nodiscard]] std::vector<const State*> of(Dataset dataset) const;
    /// The document of a dataset about a file of this path; null for none.
    [[nodiscard]] const State* about(Dataset dataset, std::string_view path) const;
    /// Absent when nobody looked.
    [[nodiscard]] Outcome outcome(Dataset dataset) const;
};
[[nodiscard]] HostState host_state(const TempFolder& folder);

}  // namespace xiezhi::testing
