#include <algorithm>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/rules/sigma/document.h"

namespace xiezhi::rules::sigma {
namespace {

/// The named selections of a `detection` (or `filter`) map and what its conditions say about them.
struct Detection {
    std::vector<Selection> selections;
    std::vector<Condition> conditions;  // several: or
    std::optional<Aggregation> aggregation;
    Mark condition_mark;
};

void note_used(const Condition& condition, std::vector<bool>& used) {
    if (condition.kind == Condition::Kind::Selection) used[condition.selection] = true;
    for (const Condition& child : condition.children) note_used(child, used);
}

bool read_conditions(const YamlNode& node, Detection& detection, Diagnosis& diagnosis) {
    detection.condition_mark = node.mark;
    std::vector<std::string> names;
    names.reserve(detection.selections.size());
    for (const Selection& selection : detection.selections) names.push_back(selection.name);
    std::vector<const YamlNode*> texts;
    if (node.is_scalar() && !node.is_null()) texts.push_back(&node);
    for (const YamlNode& each : node.items) texts.push_back(&each);
    if (texts.empty()) {
        diagnosis.refuse(node.mark, msg::sigma_no_condition());
        return false;
    }
    for (const YamlNode* text : texts) {
        auto parsed = parse_condition(text->text, names, text->mark, diagnosis);
        if (!parsed) return false;
        if (parsed->aggregation && texts.size() > 1) {
            diagnosis.refuse(text->mark, msg::sigma_aggregation_list());
            return false;
        }
        detection.conditions.push_back(std::move(parsed->condition));
        detection.aggregation = std::move(parsed->aggregation);
    }
    std::vector<bool> used(names.size());
    for (const Condition& condition : detection.conditions) note_used(condition, used);
    for (std::size_t i = 0; i < used.size(); ++i) {
        const Selection& selection = detection.selections[i];
        if (!used[i] && !selection.name.starts_with('_')) {
            diagnosis.warn(selection.mark, msg::sigma_selection_unused(selection.name));
        }
    }
    return true;
}

/// `reserved` keys of the map are no selections.
std::optional<Detection> read_detection(const YamlNode& node,
                                        std::initializer_list<std::string_view> reserved,
                                        Diagnosis& diagnosis) {
    if (!node.is_map()) return diagnosis.refuse(node.mark, msg::sigma_detection_not_map());
    Detection out;
    for (const YamlEntry& entry : node.entries) {
        if (std::ranges::find(reserved, entry.key) != reserved.end()) continue;
        auto expr = parse_selection(entry.value, diagnosis);
        if (!expr) return std::nullopt;
        out.selections.push_back({entry.key, entry.mark, std::move(*expr)});
    }
    const YamlNode* condition = node.find("condition");
    if (condition == nullptr) return diagnosis.refuse(node.mark, msg::sigma_no_condition());
    if (!read_conditions(*condition, out, diagnosis)) return std::nullopt;
    return out;
}

std::optional<Node> lower_all(const Detection& detection, const LowerOptions& options,
                              Diagnosis& diagnosis) {
    std::vector<Node> nodes;
    for (const Condition& condition : detection.conditions) {
        auto node = lower(condition, detection.selections, options, diagnosis);
        if (!node) return std::nullopt;
        nodes.push_back(std::move(*node));
    }
    return Node::any(std::move(nodes));
}

/// `cond | count(f) by g > n` with `timeframe`: the rule gathers, the correlation reports.
std::optional<Correlation> correlation_of(const Aggregation& aggregation, const YamlNode& detection,
                                          Mark mark, Rule& rule, Diagnosis& diagnosis) {
    const YamlNode* timeframe = detection.find("timeframe");
    if (timeframe == nullptr) return diagnosis.refuse(mark, msg::sigma_no_timeframe());
    const auto ticks = parse_timespan(timeframe->text);
    if (!ticks) return diagnosis.refuse(timeframe->mark, msg::sigma_timespan(timeframe->text));
    Correlation out;
    out.head = rule.head;
    out.type =
        aggregation.field.empty() ? CorrelationType::EventCount : CorrelationType::ValueCount;
    out.group_by = aggregation.group_by;
    out.timespan_ticks = *ticks;
    out.thresholds = {{aggregation.op, aggregation.value}};
    if (!aggregation.field.empty()) out.fields = {aggregation.field};
    // A name of its own, so that nothing else can mean the gathering rule.
    const RulePlace& place = rule.head.place;
    rule.head.name =
        (rule.head.id.empty() ? place.path + ":" + std::to_string(place.line) : rule.head.id) +
        "#events";
    rule.head.id.clear();
    rule.reports = false;
    out.rules = {rule.head.name};
    return out;
}

bool has_not(const Condition& condition) {
    return condition.kind == Condition::Kind::Not ||
           std::ranges::any_of(condition.children, has_not);
}

std::vector<std::string> names_of(const std::vector<Selection>& selections,
                                  std::string_view prefix) {
    std::vector<std::string> names;
    names.reserve(selections.size());
    for (const Selection& selection : selections)
        names.push_back(std::string(prefix) + selection.name);
    return names;
}

}  // namespace

std::optional<RuleDocument> read_rule(const YamlNode& document, RuleHead head,
                                      const DocumentContext& context, Diagnosis& diagnosis) {
    auto source = read_log_source(document, diagnosis);
    if (!source) return std::nullopt;
    const YamlNode& node = *document.find("detection");
    const auto detection = read_detection(node, {"condition", "timeframe"}, diagnosis);
    if (!detection) return std::nullopt;
    auto condition = lower_all(*detection, context.lowering, diagnosis);
    if (!condition) return std::nullopt;
    RuleDocument out;
    out.rule.head = std::move(head);
    out.rule.source = std::move(*source);
    out.rule.condition = std::move(*condition);
    out.rule.selections = names_of(detection->selections, "");
    if (detection->aggregation) {
        out.correlation = correlation_of(*detection->aggregation, node, detection->condition_mark,
                                         out.rule, diagnosis);
        if (!out.correlation) return std::nullopt;
    }
    return out;
}

std::optional<FilterDocument> read_filter(const YamlNode& document, RuleHead head,
                                          const DocumentContext& context, Diagnosis& diagnosis) {
    auto source = read_log_source(document, diagnosis);
    if (!source) return std::nullopt;
    const YamlNode& node = *document.find("filter");
    auto detection = read_detection(node, {"condition", "rules"}, diagnosis);
    if (!detection) return std::nullopt;
    if (detection->aggregation) {
        return diagnosis.refuse(detection->condition_mark, msg::sigma_filter_aggregation());
    }
    FilterDocument out;
    out.rules = texts_of(node.find("rules"));
    const YamlNode* rules = node.find("rules");
    out.any = rules != nullptr && rules->is_scalar() && rules->text == "any";
    if (out.rules.empty()) return diagnosis.refuse(node.mark, msg::sigma_filter_no_rules());
    if (std::ranges::none_of(detection->conditions, has_not)) {
        diagnosis.warn(detection->condition_mark, msg::sigma_filter_no_not());
    }
    // A private prefix: the filter's selections stay apart from the rule's, in explanations too.
    const std::string prefix = "_" + (head.name.empty() ? head.title : head.name) + ": ";
    for (Selection& selection : detection->selections) selection.name.insert(0, prefix);
    auto condition = lower_all(*detection, context.lowering, diagnosis);
    if (!condition) return std::nullopt;
    out.condition = std::move(*condition);
    out.selections = names_of(detection->selections, "");
    out.head = std::move(head);
    out.source = std::move(*source);
    return out;
}

}  // namespace xiezhi::rules::sigma
