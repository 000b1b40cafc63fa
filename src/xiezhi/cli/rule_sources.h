#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "xiezhi/cli/shell.h"
#include "xiezhi/rules/rule.h"

namespace xiezhi::cli {

/// The options that say which rules are used; the same for all verbs.
struct RuleArguments {
    std::vector<std::string> paths;    // neither these nor a query: the built-in pack
    std::vector<std::string> queries;  // KQL as typed
    std::string pack;                  // folder that stands for the built-in pack; "builtin": that
    std::vector<std::string> statuses;
    std::vector<std::string> tags;
    std::vector<std::string> ids;
    std::vector<std::string> excludes;
    std::string min_level;
    std::string placeholders;
    bool all_rules = false;
};

/// `--rules` and its companions; without `paths` where these are operands of the verb.
[[nodiscard]] OptionGroup rule_options(RuleArguments& arguments, bool with_paths);

struct LoadedRules {
    rules::RuleSet set;
    std::uint64_t skipped_files = 0;  // in folders named deprecated or unsupported
    std::uint64_t loaded = 0;         // rules and correlations before the selection
};

/// Reads the rules on so many threads and keeps the selected ones. A path without any rule file is
/// an error.
[[nodiscard]] Result<LoadedRules> load_rules(const Shell& shell, const RuleArguments& arguments,
                                             std::size_t threads);

/// "the built-in pack" or the paths.
[[nodiscard]] std::string source_text(const RuleArguments& arguments, Lang lang);

}  // namespace xiezhi::cli
