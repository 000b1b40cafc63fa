#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "xiezhi/hunt/hunt.h"
#include "xiezhi/model/observation.h"
#include "xiezhi/model/state.h"
#include "xiezhi/triage/capabilities.h"
#include "xiezhi/triage/logging_state.h"

namespace xiezhi::triage {

enum class LedgerStatus : std::uint8_t {
    Findings,         // checked, with findings
    Clean,            // checked in all that serves it, nothing found
    Partly,           // checked in some of what serves it, nothing found there
    Shown,            // to be shown, and there is something to show
    Checkable,        // not checked by wish; all that serves it is there
    CheckablePartly,  // the same; some of what serves it is there
    NotSeen,          // nothing that serves it was in the evidence
    NotRecorded,      // what serves it is there or would be, but the host does not record it
    NoCheck,          // nothing in this version judges it from evidence; some need the running host
};
[[nodiscard]] const char* ledger_status_name(LedgerStatus status) noexcept;

/// A dataset or a channel that serves a capability.
struct LedgerSource {
    std::string name;
    bool seen = false;            // in the evidence
    bool blind = false;           // a log that cannot hold what is needed, by the host's settings
    std::vector<Limit> limits{};  // of a channel
    FileTime first{};             // of a channel that was seen: its oldest record
    bool older_gone = false;      // records before that were overwritten or cleared
};

struct LedgerRow {
    const Capability* capability = nullptr;
    LedgerStatus status = LedgerStatus::NotSeen;
    std::uint64_t findings = 0;
    std::uint64_t documents = 0;  // of datasets that serve it
    std::vector<LedgerSource> sources;
};

/// What was asked of a host, what came of it, and what could not be asked.
struct Ledger {
    std::vector<LedgerRow> rows;  // in the order of the table of capabilities

    [[nodiscard]] std::uint64_t count(LedgerStatus status) const;
    /// Whether the artefacts that every verdict needs were seen: the Security and System logs, the
    /// hives SYSTEM, SOFTWARE and SAM, tasks and the WMI repository.
    bool enough_seen = false;
    std::vector<std::string> needed_but_not_seen;  // of those, by name
    /// What the host does not record and some capability needs, once for all rows.
    std::vector<Limit> limits;
};

struct LedgerInput {
    const std::vector<Capability>& capabilities;
    const rules::RuleSet& rules;
    const hunt::HuntSummary& logs;
    const std::vector<Observation>& observations;
    const std::vector<State>& documents;
    const std::map<std::string, std::uint64_t>& findings;  // by capability
    bool judged = true;                                    // false: the checks were not run
};
[[nodiscard]] Ledger make_ledger(const LedgerInput& input);

}  // namespace xiezhi::triage
