#pragma once

#include <cstdint>
#include <vector>

#include "xiezhi/hunt/finding.h"
#include "xiezhi/model/state.h"
#include "xiezhi/rules/matcher.h"
#include "xiezhi/rules/rule.h"

namespace xiezhi::triage {

/// Judges documents by rules: those over state, and those over processes, registry values and
/// scripts that can be asked of what stands on disk. One thread.
class Checks {
public:
    /// `rules` must outlive it.
    explicit Checks(const rules::RuleSet& rules);

    /// What is true of the document. A rule for events that could not ask all its filters of it
    /// says nothing: on disk nobody stands behind a value, so a filter for the one who wrote it
    /// fails.
    void judge(const State& state, const hunt::FindingSink& findings);

    /// Documents on which only such a filter kept a rule silent.
    [[nodiscard]] std::uint64_t unanswered() const noexcept { return unanswered_; }

private:
    const rules::RuleSet& rules_;
    rules::Matcher matcher_;
    rules::Matcher::Worker worker_;
    std::vector<rules::Hit> hits_;
    std::uint64_t unanswered_ = 0;
};

}  // namespace xiezhi::triage
