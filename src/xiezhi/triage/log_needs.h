#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "xiezhi/rules/rule.h"
#include "xiezhi/triage/capabilities.h"

namespace xiezhi::triage {

/// What is asked of one channel.
struct LogNeeds {
    std::set<std::uint32_t> events;  // those that serve
    bool every_event = false;        // something does not say which
    bool command_lines = false;      // events 4688 are of use for their command line
    bool script_blocks = false;      // events 4104

    void add(const LogNeeds& other);
};

/// What serves a capability: datasets and channels by name; `*`: any evidence.
using Sources = std::map<std::string, LogNeeds>;

/// By capability: what the rules that name it look at, and what its row names besides.
[[nodiscard]] std::map<std::string, Sources> sources_of(
    const rules::RuleSet& rules, const std::vector<Capability>& capabilities);

/// The event ids without one of which a condition of native fields cannot be true; empty: it can be
/// true of any.
[[nodiscard]] std::set<std::uint32_t> events_of(const rules::Node& condition);

}  // namespace xiezhi::triage
