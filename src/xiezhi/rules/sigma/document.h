#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xiezhi/rules/rule.h"
#include "xiezhi/rules/sigma/lower.h"
#include "xiezhi/rules/sigma/yaml.h"

namespace xiezhi::rules::sigma {

struct DocumentContext {
    std::string path;
    Ruleset ruleset = Ruleset::Sigma;
    LowerOptions lowering;
};

/// A rule, and the correlation that a legacy `| count()` makes of it.
struct RuleDocument {
    Rule rule;
    std::optional<Correlation> correlation;
};

/// Conditions that are added to other rules.
struct FilterDocument {
    RuleHead head;
    LogSource source;
    bool any = false;                // every rule of the log source
    std::vector<std::string> rules;  // ids or names
    Node condition;
    std::vector<std::string> selections;
};

[[nodiscard]] RuleHead read_head(const YamlNode& document, const DocumentContext& context,
                                 Diagnosis& diagnosis);

[[nodiscard]] std::optional<LogSource> read_log_source(const YamlNode& document,
                                                       Diagnosis& diagnosis);

/// The document must have `detection`.
[[nodiscard]] std::optional<RuleDocument> read_rule(const YamlNode& document, RuleHead head,
                                                    const DocumentContext& context,
                                                    Diagnosis& diagnosis);

/// The document must have `correlation`. References are not looked up yet.
[[nodiscard]] std::optional<Correlation> read_correlation(const YamlNode& document, RuleHead head,
                                                          Diagnosis& diagnosis);

/// The document must have `filter`.
[[nodiscard]] std::optional<FilterDocument> read_filter(const YamlNode& document, RuleHead head,
                                                        const DocumentContext& context,
                                                        Diagnosis& diagnosis);

/// `90s`, `5m`, `1h`, `7d`, `2w`, `1M`, `1y` in ticks.
[[nodiscard]] std::optional<std::uint64_t> parse_timespan(std::string_view text);

/// A scalar as one text, a list of scalars as several.
[[nodiscard]] std::vector<std::string> texts_of(const YamlNode* node);

}  // namespace xiezhi::rules::sigma
