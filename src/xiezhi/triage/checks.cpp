#include "xiezhi/triage/checks.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "xiezhi/schema/dataset.h"

namespace xiezhi::triage {
namespace {

/// Our own rules say whether they mean what stands on disk too. Of others a filter that could not
/// be asked (who wrote the value?) would have to be guessed.
bool is_meant_for_rest(const rules::RuleHead& rule, const rules::Explanation& explanation) {
    if (rule.ruleset == rules::Ruleset::Pack) return rule.pack.at_rest;
    return explanation.unchecked.empty();
}

bool asks_for(const rules::Node& node, std::string_view field) {
    if (node.kind == rules::Node::Kind::Leaf) return node.leaf.field == field;
    return std::ranges::any_of(node.children,
                               [&](const rules::Node& child) { return asks_for(child, field); });
}

}  // namespace

Checks::Checks(const rules::RuleSet& rules, const hunt::ioc::Lists* indicators)
    : rules_(rules), matcher_(rules.rules), worker_(matcher_), finder_(indicators) {
    const std::string_view deleted = schema::name_of(StateField::Deleted);
    for (const rules::Rule& rule : rules.rules) {
        speaks_of_deleted_.push_back(asks_for(rule.condition, deleted));
    }
}

void Checks::judge(const State& state, const hunt::FindingSink& findings) {
    hits_.clear();
    const StateEvent event(state);
    worker_.match(event, hits_);
    finder_.match(event, hits_);
    for (const rules::Hit& hit : hits_) {
        const rules::Rule& rule = rules_.rules[hit.rule];
        if (!rule.reports) continue;
        const bool indicator = finder_.is_own(hit);
        if (state.is_true(StateField::Deleted) && !indicator && !speaks_of_deleted_[hit.rule]) {
            continue;
        }
        rules::Explanation explanation =
            indicator ? finder_.explain(event, hit) : worker_.explain(event, hit);
        if (hit.derived && !is_meant_for_rest(rule.head, explanation)) continue;
        hunt::Finding finding;
        finding.rule = &rule.head;
        finding.derived = hit.derived;
        finding.matches = std::move(explanation.matches);
        finding.unchecked = std::move(explanation.unchecked);
        hunt::FindingEvent& found = finding.events.emplace_back();
        found.event = keep(state);
        found.proofs = state.proofs;
        if (!state.proofs.empty()) found.path = state.proofs.front().path;
        if (!findings(finding)) return;
    }
}

}  // namespace xiezhi::triage
