#pragma once

#include <atomic>
#include <map>
#include <string>
#include <vector>

#include "xiezhi/hunt/hunt.h"
#include "xiezhi/model/observation.h"
#include "xiezhi/model/state.h"
#include "xiezhi/readers/volume.h"
#include "xiezhi/triage/capabilities.h"
#include "xiezhi/triage/ledger.h"
#include "xiezhi/triage/story.h"
#include "xiezhi/triage/verdict.h"

namespace xiezhi::triage {

struct TriageOptions {
    hunt::HuntOptions hunt;
    bool judges = true;  // false: only what could be judged is told
};

/// All findings of one rule on one host: the first ones whole, the rest as a number.
struct RuleTally {
    std::uint64_t findings = 0;
    bool weakness = false;
};

/// What one host is said to be, and everything it rests on.
struct HostResult {
    std::string evidence;  // where its artefacts are: `host7.zip`
    std::string computer;  // its name, when the evidence says it
    std::vector<State> documents;
    std::vector<Observation> observations;
    hunt::HuntSummary logs;
    std::vector<hunt::Finding> findings;    // signs that somebody came in
    std::vector<hunt::Finding> weaknesses;  // open doors
    std::map<const rules::RuleHead*, RuleTally> tallies;
    std::vector<Story> stories;  // of `findings`
    Ledger ledger;
    Verdict verdict = Verdict::TooLittleSeen;
    std::string scenario;  // what the rest was narrowed to (scenario.h); empty: nothing left out
    std::uint64_t stories_outside = 0;
    rules::Level worst_outside = rules::Level::Informational;
};

/// Findings of one rule that are kept whole; the rest is counted.
inline constexpr std::size_t kFindingsOfRuleMax = 200;

struct TriageSinks {
    NoteSink notes;
    hunt::ProgressSink progress;
    const std::atomic<bool>* cancel = nullptr;
};

/// Judges one host: its documents by checks, its logs by rules, then stories, verdict and ledger.
/// `host`: indices of the collection; `rules` must outlive the result.
[[nodiscard]] Result<HostResult> triage(const evidence::Collection& collection,
                                        const readers::HostArtefacts& host,
                                        const rules::RuleSet& rules,
                                        const std::vector<Capability>& capabilities,
                                        const TriageOptions& options, const TriageSinks& sinks);

}  // namespace xiezhi::triage
