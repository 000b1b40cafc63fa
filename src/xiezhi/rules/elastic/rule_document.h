#pragma once

#include <string>
#include <vector>

#include "xiezhi/rules/elastic/exceptions.h"
#include "xiezhi/rules/rule.h"

namespace xiezhi::rules::elastic {

struct RuleContext {
    std::string path;
    FileTime now{};  // of date math and of exceptions that end
    bool include_deprecated = false;
    bool may_be_anything = false;  // nothing is said of a file without a rule
    const ExceptionItems* exceptions = nullptr;
};

/// A rule as Kibana has it (in TOML: the table `rule`) added to the set; or, by its name, why it
/// cannot run.
void read_rule(const Document& rule, const Document* metadata, const RuleContext& context,
               RuleSet& out);

/// The query's condition put into a rule; false after a problem was added. `mark`: where the
/// query's text begins, if that is known.
[[nodiscard]] bool add_query(const std::string& query, const std::optional<Mark>& mark,
                             const RuleContext& context, Rule& rule, RuleSet& out);

/// A problem of this rule. `mark` may be of the file only (line 0).
void add_problem(const RuleHead& head, Mark mark, Message what, bool refused, RuleSet& out);

}  // namespace xiezhi::rules::elastic
