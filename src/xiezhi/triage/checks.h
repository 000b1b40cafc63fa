#pragma once

#include <vector>

#include "xiezhi/hunt/finding.h"
#include "xiezhi/hunt/ioc/finder.h"
#include "xiezhi/model/state.h"
#include "xiezhi/rules/matcher.h"
#include "xiezhi/rules/rule.h"

namespace xiezhi::triage {

/// Judges documents by rules: those over state, and those over processes, registry values and
/// scripts that can be asked of what stands on disk. One thread.
class Checks {
public:
    /// `rules` and `indicators` (may be null) must outlive it.
    Checks(const rules::RuleSet& rules, const hunt::ioc::Lists* indicators);

    /// What is true of the document. A rule for events that could not ask all its filters of it
    /// says nothing: on disk nobody stands behind a value, so a filter for the one who wrote it
    /// fails.
    /// Of something deleted only those rules are asked that speak of it (`xiezhi.deleted`).
    void judge(const State& state, const hunt::FindingSink& findings);

private:
    const rules::RuleSet& rules_;
    rules::Matcher matcher_;
    rules::Matcher::Worker worker_;
    hunt::ioc::Finder finder_;
    std::vector<rules::Hit> hits_;
    std::vector<bool> speaks_of_deleted_;  // by rule
};

}  // namespace xiezhi::triage
