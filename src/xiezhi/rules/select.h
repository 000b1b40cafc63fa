#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/rules/rule.h"

namespace xiezhi::rules {

/// Which rules the user wants. Empty lists ask for nothing; all that are given must hold.
struct RuleSelection {
    Level min_level = Level::Informational;
    std::vector<std::string> statuses{};
    std::vector<std::string> tags{};      // any of; `attack.t1059` takes `attack.t1059.001` too
    std::vector<std::string> ids{};       // ids or names
    std::vector<std::string> excluded{};  // ids or names
};

/// Leaves only the selected rules. What a selected correlation needs stays, without reporting.
void select_rules(RuleSet& rules, const RuleSelection& selection);

/// What only `triage` can use: rules over documents of a host, and rules whose records become
/// documents (tag `xiezhi.document.<dataset>`).
void drop_host_rules(RuleSet& rules);

/// The dataset that a rule's records become documents of; empty for rules that find something.
[[nodiscard]] std::string_view document_of(const RuleHead& rule);

/// Only the rules whose records become documents.
[[nodiscard]] RuleSet collecting_rules(const RuleSet& rules);

/// An exclusion file: one id or name a line, `#` begins a comment.
[[nodiscard]] std::vector<std::string> parse_exclusions(std::string_view text);

}  // namespace xiezhi::rules
