#include <algorithm>
#include <array>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/rules/sigma/document.h"

namespace xiezhi::rules::sigma {
namespace {

struct NamedType {
    std::string_view name;
    CorrelationType type;
    bool needs_field;
};
constexpr auto kTypes = std::to_array<NamedType>({
    {"event_count", CorrelationType::EventCount, false},
    {"value_count", CorrelationType::ValueCount, true},
    {"temporal", CorrelationType::Temporal, false},
    {"temporal_ordered", CorrelationType::TemporalOrdered, false},
    {"value_sum", CorrelationType::ValueSum, true},
    {"value_avg", CorrelationType::ValueAvg, true},
    {"value_percentile", CorrelationType::ValuePercentile, true},
    {"value_median", CorrelationType::ValueMedian, true},
});

struct NamedCompare {
    std::string_view name;
    CompareOp op;
};
constexpr auto kCompares = std::to_array<NamedCompare>({{"gt", CompareOp::Gt},
                                                        {"gte", CompareOp::Ge},
                                                        {"lt", CompareOp::Lt},
                                                        {"lte", CompareOp::Le},
                                                        {"eq", CompareOp::Eq},
                                                        {"neq", CompareOp::Ne}});

constexpr std::size_t kRulesMax = 1000;

bool is_temporal(CorrelationType type) {
    return type == CorrelationType::Temporal || type == CorrelationType::TemporalOrdered;
}

bool read_percentile(const YamlNode& node, Correlation& out, Diagnosis& diagnosis) {
    const bool fits = node.is_number() && node.number >= 0 && node.number <= 100;
    if (!fits) diagnosis.refuse(node.mark, msg::sigma_percentile(node.text));
    out.percentile = node.number;
    return fits;
}

bool read_thresholds(const YamlNode& node, Correlation& out, Diagnosis& diagnosis) {
    for (const YamlEntry& entry : node.entries) {
        if (entry.key == "field") {
            out.fields = texts_of(&entry.value);
            continue;
        }
        if (entry.key == "percentile") {
            if (!read_percentile(entry.value, out, diagnosis)) return false;
            continue;
        }
        const auto* compare = std::ranges::find(kCompares, entry.key, &NamedCompare::name);
        if (compare == kCompares.end()) {
            diagnosis.refuse(entry.mark, msg::sigma_correlation_condition_key(entry.key));
            return false;
        }
        if (!entry.value.is_number()) {
            diagnosis.refuse(entry.value.mark, msg::sigma_correlation_number(entry.key));
            return false;
        }
        out.thresholds.push_back({compare->op, entry.value.number});
    }
    return true;
}

/// `a and not b` over the listed rules. With `rules` left out they are the names it uses.
bool read_rule_condition(const YamlNode& node, Correlation& out, Diagnosis& diagnosis) {
    if (!is_temporal(out.type)) {
        diagnosis.refuse(node.mark, msg::sigma_correlation_text_condition());
        return false;
    }
    const auto parsed = parse_condition(node.text, out.rules, node.mark, diagnosis);
    if (!parsed) return false;
    if (parsed->aggregation) {
        diagnosis.refuse(node.mark, msg::sigma_aggregation(node.text));
        return false;
    }
    const auto to_node = [&](const auto& self, const Condition& condition) -> Node {
        if (condition.kind == Condition::Kind::False) return Node::constant(false);
        if (condition.kind == Condition::Kind::Selection) {
            Leaf leaf;
            leaf.field = out.rules[condition.selection];
            leaf.op = Op::Exists;
            return Node::of(std::move(leaf));
        }
        std::vector<Node> children;
        children.reserve(condition.children.size());
        for (const Condition& child : condition.children) children.push_back(self(self, child));
        if (condition.kind == Condition::Kind::Not)
            return Node::negate(std::move(children.front()));
        return condition.kind == Condition::Kind::And ? Node::all(std::move(children))
                                                      : Node::any(std::move(children));
    };
    out.rule_condition = to_node(to_node, parsed->condition);
    return true;
}

bool read_condition(const YamlNode* node, const NamedType& type, Correlation& out,
                    Diagnosis& diagnosis, Mark mark) {
    if (node == nullptr || node->is_null()) {
        if (is_temporal(type.type)) return true;  // every rule must have matched
        diagnosis.refuse(mark, msg::sigma_correlation_no_condition(std::string(type.name)));
        return false;
    }
    if (node->is_scalar()) return read_rule_condition(*node, out, diagnosis);
    if (!node->is_map()) {
        diagnosis.refuse(node->mark, msg::sigma_correlation_no_condition(std::string(type.name)));
        return false;
    }
    if (!read_thresholds(*node, out, diagnosis)) return false;
    if (out.thresholds.empty() && !is_temporal(type.type)) {
        diagnosis.refuse(node->mark, msg::sigma_correlation_no_condition(std::string(type.name)));
        return false;
    }
    if (type.needs_field && out.fields.empty()) {
        diagnosis.refuse(node->mark, msg::sigma_correlation_no_field(std::string(type.name)));
        return false;
    }
    return true;
}

/// group-by name -> rule -> field. Every listed rule must be one of the correlation's.
bool read_aliases(const YamlNode* node, Correlation& out, Diagnosis& diagnosis) {
    if (node == nullptr || node->is_null()) return true;
    for (const YamlEntry& alias : node->entries) {
        if (!alias.value.is_map()) {
            diagnosis.refuse(alias.mark, msg::sigma_alias_not_map(alias.key));
            return false;
        }
        for (const YamlEntry& rule : alias.value.entries) {
            if (std::ranges::find(out.rules, rule.key) == out.rules.end()) {
                diagnosis.refuse(rule.mark, msg::sigma_alias_unknown_rule(alias.key, rule.key));
                return false;
            }
            out.aliases[alias.key][rule.key] = rule.value.text;
        }
        if (std::ranges::find(out.group_by, alias.key) == out.group_by.end()) {
            diagnosis.warn(alias.mark, msg::sigma_alias_unused(alias.key));
        }
    }
    return true;
}

}  // namespace

std::optional<Correlation> read_correlation(const YamlNode& document, RuleHead head,
                                            Diagnosis& diagnosis) {
    const YamlNode& node = *document.find("correlation");
    if (!node.is_map()) return diagnosis.refuse(node.mark, msg::sigma_correlation_not_map());
    Correlation out;
    const auto* type = std::ranges::find(kTypes, node.text_of("type"), &NamedType::name);
    if (type == kTypes.end()) {
        const YamlNode* named = node.find("type");
        return diagnosis.refuse(named == nullptr ? node.mark : named->mark,
                                msg::sigma_correlation_type(std::string(node.text_of("type"))));
    }
    out.type = type->type;
    out.rules = texts_of(node.find("rules"));
    if (out.rules.empty()) return diagnosis.refuse(node.mark, msg::sigma_correlation_no_rules());
    if (out.rules.size() > kRulesMax) {
        return diagnosis.refuse(node.mark, msg::sigma_correlation_too_many(kRulesMax));
    }
    out.group_by = texts_of(node.find("group-by"));
    const YamlNode* timespan = node.find("timespan");
    if (timespan == nullptr) timespan = node.find("timeframe");
    if (timespan == nullptr)
        return diagnosis.refuse(node.mark, msg::sigma_correlation_no_timespan());
    const auto ticks = parse_timespan(timespan->text);
    if (!ticks) return diagnosis.refuse(timespan->mark, msg::sigma_timespan(timespan->text));
    out.timespan_ticks = *ticks;
    if (const YamlNode* percentile = node.find("percentile")) {
        if (!read_percentile(*percentile, out, diagnosis)) return std::nullopt;
    }
    if (!read_condition(node.find("condition"), *type, out, diagnosis, node.mark))
        return std::nullopt;
    if (!read_aliases(node.find("aliases"), out, diagnosis)) return std::nullopt;
    // `generate` stands inside `correlation` in the specification, beside it in pySigma's older
    // tests.
    for (const YamlNode* place : {&node, &document}) {
        const YamlNode* generate = place->find("generate");
        if (generate != nullptr) out.generate = generate->truth;
    }
    out.head = std::move(head);
    return out;
}

}  // namespace xiezhi::rules::sigma
