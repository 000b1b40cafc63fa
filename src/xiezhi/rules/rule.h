#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/base/message.h"
#include "xiezhi/rules/predicate.h"

namespace xiezhi::rules {

enum class Level : std::uint8_t { Informational, Low, Medium, High, Critical };
enum class Ruleset : std::uint8_t { Sigma, Elastic, Pack, Search };

/// Names as they stand in rules and in output: "informational" … "critical".
[[nodiscard]] std::string_view level_name(Level level) noexcept;
[[nodiscard]] std::optional<Level> parse_level(std::string_view name) noexcept;
[[nodiscard]] std::string_view ruleset_name(Ruleset ruleset) noexcept;

/// Where in which file; line and column from 1, 0 = unknown.
struct RulePlace {
    std::string path;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
};

/// Where a rule's records are and what it calls their fields.
struct LogSource {
    std::string category;
    std::string product;
    std::string service;
    std::string definition;
    FieldSpace space = FieldSpace::Native;
    std::vector<std::string> indices{};  // Ecs: patterns of index names; empty: every event
};

/// A text in two languages; either may be empty.
struct TwoTexts {
    std::string en;
    std::string zh;
};

/// The `xiezhi:` block of our own pack.
struct PackNotes {
    std::string title_zh;
    std::vector<TwoTexts> why;
    std::vector<TwoTexts> supports;  // reasons for (`for:`)
    std::vector<TwoTexts> against;
    std::vector<TwoTexts> next;
    std::vector<std::string> capabilities;
    /// A rule for events is also asked of what stands on disk (command lines, registry values,
    /// scripts), whoever put it there. `at_rest: false` where only the writing itself says
    /// something.
    bool at_rest = true;
};

/// What only Elastic's rules say of themselves.
struct ElasticNotes {
    double risk_score = 0;
    std::uint64_t version = 0;  // 0: not given
    std::string language;
    std::string kind;      // query, threshold …
    std::string from;      // `now-9m`
    std::string interval;  // `5m`
    std::uint64_t max_signals = 100;
    std::string timestamp_override;
    std::string note;   // the investigation guide
    std::string setup;  // what must be switched on
    std::string license;
    std::vector<std::string> techniques;  // T1055, T1055.001 …
    std::vector<std::string> tactics;     // TA0005 …
    bool building_block = false;
};

/// What rules of all languages have in common in their head.
struct RuleHead {
    std::string id;
    std::string name;
    std::string title;
    std::string status;
    std::string description;
    std::string author;
    std::string date;
    std::string modified;
    Level level = Level::Medium;
    Ruleset ruleset = Ruleset::Sigma;
    std::vector<std::string> references;
    std::vector<std::string> tags;
    std::vector<std::string> falsepositives;
    PackNotes pack;
    ElasticNotes elastic;
    RulePlace place;
};

/// A rule that judges one event at a time.
struct Rule {
    RuleHead head;
    LogSource source;
    Node condition;
    /// Selections in file order, for explaining: Node::name refers to them.
    std::vector<std::string> selections;
    /// Legacy `| count() …`: such a rule reports through the correlation made from it.
    bool reports = true;
};

enum class CorrelationType : std::uint8_t {
    EventCount,
    ValueCount,
    Temporal,
    TemporalOrdered,
    ValueSum,
    ValueAvg,
    ValuePercentile,
    ValueMedian,
};

struct Threshold {
    CompareOp op = CompareOp::Ge;
    double value = 1;
};

/// `rules` are ids or names of rules or of other correlations; load_rules has seen to it that each
/// is there and that there are no circles.
struct Correlation {
    RuleHead head;
    CorrelationType type = CorrelationType::EventCount;
    std::vector<std::string> rules;
    std::vector<std::string> group_by;
    std::uint64_t timespan_ticks = 0;
    std::vector<Threshold> thresholds;  // all must hold; empty for temporal: every rule
    std::vector<std::string> fields;    // value_* types
    double percentile = 50;
    /// Text condition over rule names (temporal): Leaf::field = rule reference, Op::Exists.
    std::optional<Node> rule_condition;
    /// group-by name -> (rule reference -> field of that rule's events)
    std::map<std::string, std::map<std::string, std::string>> aliases;
    bool generate = false;
    /// False when only other correlations ask for it.
    bool reports = true;
};

/// Why a document was refused or what is odd about one that was taken.
struct RuleProblem {
    RulePlace place;
    std::string id;  // of the rule when known
    std::string title;
    Message what;  // what, found, expected, cure
    bool refused = true;
    bool placeholder_missing = false;  // refused only because a list for `|expand` was not given
};

struct RuleSet {
    std::vector<Rule> rules;
    std::vector<Correlation> correlations;
    std::vector<RuleProblem> problems;
    std::size_t left_out = 0;  // rules that the options (status) did not ask for
};

}  // namespace xiezhi::rules
