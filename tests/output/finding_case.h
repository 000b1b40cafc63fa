#pragma once

#include <filesystem>
#include <vector>

#include "xiezhi/hunt/finding.h"
#include "xiezhi/hunt/hunt.h"

namespace xiezhi::testing {

/// Findings and a summary written down as JSON: the input of the golden tests.
struct FindingCase {
    std::vector<rules::RuleHead> rules;
    std::vector<hunt::Finding> findings;  // their `rule` points into `rules`
    hunt::HuntSummary summary;
};

[[nodiscard]] FindingCase read_finding_case(const std::filesystem::path& path);

}  // namespace xiezhi::testing
