#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xiezhi/rules/rule.h"

namespace xiezhi::rules {

/// What `rules check` says about one rule: whether it can ever be true of a record of an event log.
struct RuleCheck {
    RulePlace place;
    std::string id;
    std::string title;
    bool runnable = true;
    bool derived_only = false;          // only an equivalent log source can serve it
    std::vector<std::string> channels;  // empty and runnable: all
    /// Why it is not runnable; or why it is never true though its records are there and are judged.
    std::optional<Message> reason;
    std::vector<Message> remarks;  // what is odd about one that is
};

/// What can be said of one rule by itself.
[[nodiscard]] RuleCheck check_rule(const Rule& rule);

/// `product: windows, category: process_creation`.
[[nodiscard]] std::string source_text(const LogSource& source);

/// One entry a rule, a correlation, or a document that was refused; by place.
[[nodiscard]] std::vector<RuleCheck> check_rules(const RuleSet& rules);

}  // namespace xiezhi::rules
