#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/triage/triage.h"

namespace xiezhi::triage {

/// What somebody suspects, as the table of capabilities names it: miner, ransomware … Without
/// `general`, which is everything.
[[nodiscard]] std::vector<std::string> scenario_names(const std::vector<Capability>& all);

/// Leaves what a responder would look at first: stories in which a rule of the scenario speaks,
/// whole, since the rest of a story is its context; open doors and rows of the ledger of the
/// scenario. The verdict stays that of the whole host, and what was left out is counted.
void narrow(HostResult& host, std::string_view scenario, const std::vector<Capability>& all);

}  // namespace xiezhi::triage
