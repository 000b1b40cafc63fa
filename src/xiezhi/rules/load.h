#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/base/bytes.h"
#include "xiezhi/base/result.h"
#include "xiezhi/base/time.h"
#include "xiezhi/rules/rule.h"

namespace xiezhi::rules {

/// One file of a rule set, however it was found: a folder, a zip, our own pack.
struct RuleFile {
    std::string name;  // path as the user may see it
    Bytes bytes;       // valid during the call
};

/// The user's lists for `|expand`: name -> values, which may have wildcards.
using PlaceholderLists = std::map<std::string, std::vector<std::string>, std::less<>>;

struct LoadOptions {
    Ruleset ruleset = Ruleset::Sigma;
    PlaceholderLists placeholders{};
    bool placeholder_wildcard = false;  // a list that was not given counts as `*`
    FileTime now{};  // of date math in Elastic's rules, and of exceptions that end
    bool include_deprecated = false;
    bool include_unsupported = false;
    std::size_t threads = 1;  // that read files; the set is the same with any number
};

/// Reads rules, correlations and filters, lays filters over rules and looks references up. What
/// does not load is a problem with its place, reason and cure; everything else goes on. `.yml` and
/// `.yaml` are Sigma's; `*.test.yml` (tests beside our pack's rules) are not read. `.toml`,
/// `.ndjson`, `.json`, `.kql` and `.txt` are Elastic's: what they hold is told by their content.
/// `lists/*.txt` fill the placeholders that the options do not.
[[nodiscard]] RuleSet load_rules(std::span<const RuleFile> files, const LoadOptions& options);

/// True for the names that load_rules reads.
[[nodiscard]] bool is_rule_file(std::string_view name);

/// Names that say nothing (`.json`, `.txt`): such a file without a rule is passed over in silence.
[[nodiscard]] bool may_be_anything(std::string_view name);

/// One KQL query as typed, named `name` in problems.
[[nodiscard]] RuleSet load_query(std::string_view query, const std::string& name,
                                 const LoadOptions& options);

/// Another set added to the first: references and duplicate ids are looked at within each set only.
void append_rules(RuleSet& rules, RuleSet more);

/// A YAML file `name: [values]`. Error::where has `name:line`.
[[nodiscard]] Result<PlaceholderLists> parse_placeholders(const RuleFile& file);

}  // namespace xiezhi::rules
