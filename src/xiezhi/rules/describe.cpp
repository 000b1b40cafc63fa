#include "xiezhi/rules/describe.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/base/time.h"
#include "xiezhi/rules/check.h"

namespace xiezhi::rules {
namespace {

constexpr std::size_t kValuesShown = 20;

std::string pattern_text(const Pattern& pattern) {
    std::string out;
    for (const PatternPart& part : pattern) {
        if (const auto* literal = std::get_if<std::string>(&part)) {
            out += *literal;
        } else if (const auto* choices = std::get_if<AnyOf>(&part)) {
            out += '[';
            for (const char32_t choice : choices->choices) append_code_point(out, choice);
            out += ']';
        } else {
            out += std::holds_alternative<AnyRun>(part) ? '*' : '?';
        }
    }
    return out;
}

std::string value_text(const Leaf& leaf) {
    const bool pattern = leaf.op == Op::Wildcard || leaf.op == Op::TokenWildcard;
    return "'" + (pattern ? pattern_text(leaf.pattern) : leaf.text) + "'";
}

std::string_view symbol(CompareOp op) {
    switch (op) {
        case CompareOp::Eq:
            return "=";
        case CompareOp::Ne:
            return "≠";
        case CompareOp::Lt:
            return "<";
        case CompareOp::Le:
            return "≤";
        case CompareOp::Gt:
            return ">";
        case CompareOp::Ge:
            break;
    }
    return "≥";
}

std::string number_text(CompareOp op, double number) {
    return fmt::format("{} {}", symbol(op), number);
}

Message time_part(const Leaf& leaf) {
    std::string wanted = number_text(leaf.compare, leaf.number);
    switch (leaf.unit) {
        case TimeUnit::Minute:
            return msg::describe_minute(leaf.field, std::move(wanted));
        case TimeUnit::Hour:
            return msg::describe_hour(leaf.field, std::move(wanted));
        case TimeUnit::Day:
            return msg::describe_day(leaf.field, std::move(wanted));
        case TimeUnit::Week:
            return msg::describe_week(leaf.field, std::move(wanted));
        case TimeUnit::Month:
            return msg::describe_month(leaf.field, std::move(wanted));
        case TimeUnit::Year:
            break;
    }
    return msg::describe_year(leaf.field, std::move(wanted));
}

Message within(const Leaf& leaf) {
    constexpr int kDigits = 3;
    const auto text = [](FileTime time) {
        std::string out;
        append_iso(out, time, kDigits);
        return out;
    };
    if (leaf.first == FileTime{}) return msg::describe_until(leaf.field, text(leaf.last));
    if (leaf.last.ticks == UINT64_MAX) return msg::describe_since(leaf.field, text(leaf.first));
    return msg::describe_within(leaf.field, text(leaf.first), text(leaf.last));
}

Message same_as(const Leaf& leaf) {
    switch (leaf.relation) {
        case Op::Contains:
            return msg::describe_same_contains(leaf.field, leaf.text);
        case Op::StartsWith:
            return msg::describe_same_starts(leaf.field, leaf.text);
        case Op::EndsWith:
            return msg::describe_same_ends(leaf.field, leaf.text);
        default:
            return msg::describe_same(leaf.field, leaf.text);
    }
}

/// A sentence about one value, or about a list of which one or all must fit (`values` is joined).
enum class Quantity : std::uint8_t { One, Any, All };

Message text_sentence(const Leaf& leaf, Quantity quantity, std::string values) {
    const std::string field = leaf.field.empty() ? "*" : leaf.field;
    const auto choose = [&](auto one, auto any, auto all) -> Message {
        switch (quantity) {
            case Quantity::One:
                return one(field, std::move(values));
            case Quantity::Any:
                return any(field, std::move(values));
            case Quantity::All:
                break;
        }
        return all(field, std::move(values));
    };
    switch (leaf.op) {
        case Op::Contains:
            return choose(msg::describe_contains, msg::describe_contains_any,
                          msg::describe_contains_all);
        case Op::StartsWith:
            return choose(msg::describe_starts, msg::describe_starts_any, msg::describe_starts_all);
        case Op::EndsWith:
            return choose(msg::describe_ends, msg::describe_ends_any, msg::describe_ends_all);
        case Op::Wildcard:
            return choose(msg::describe_wildcard, msg::describe_wildcard_any,
                          msg::describe_wildcard_all);
        case Op::Regex:
            return choose(msg::describe_regex, msg::describe_regex_any, msg::describe_regex_all);
        case Op::Phrase:
            return choose(msg::describe_phrase, msg::describe_phrase_any, msg::describe_phrase_all);
        case Op::TokenWildcard:
            return choose(msg::describe_word_like, msg::describe_word_like_any,
                          msg::describe_word_like_all);
        case Op::Cidr:
            return choose(msg::describe_cidr, msg::describe_cidr_any, msg::describe_cidr_all);
        default:
            return choose(msg::describe_equals, msg::describe_equals_any, msg::describe_equals_all);
    }
}

bool has_text(Op op) {
    switch (op) {
        case Op::Equals:
        case Op::Contains:
        case Op::StartsWith:
        case Op::EndsWith:
        case Op::Wildcard:
        case Op::Regex:
        case Op::Cidr:
        case Op::Phrase:
        case Op::TokenWildcard:
            return true;
        case Op::CompareText:
        case Op::CompareAddress:
        case Op::Within:
        case Op::Compare:
        case Op::Exists:
        case Op::Null:
        case Op::SameAs:
        case Op::TimePart:
            break;
    }
    return false;
}

Message sentence(const Leaf& leaf) {
    switch (leaf.op) {
        case Op::Compare:
            return msg::describe_compare(leaf.field, number_text(leaf.compare, leaf.number));
        case Op::CompareText:
        case Op::CompareAddress:
            return msg::describe_compare(
                leaf.field, std::string(symbol(leaf.compare)) + " " + value_text(leaf));
        case Op::Within:
            return within(leaf);
        case Op::Exists:
            return msg::describe_exists(leaf.field);
        case Op::Null:
            return msg::describe_null(leaf.field);
        case Op::SameAs:
            return same_as(leaf);
        case Op::TimePart:
            return time_part(leaf);
        default:
            return text_sentence(leaf, Quantity::One, value_text(leaf));
    }
}

/// Leaves of one field and one operator read better as one sentence.
bool is_list(const Node& node) {
    const auto alike = [&](const Node& child) {
        const Leaf& first = node.children.front().leaf;
        return child.kind == Node::Kind::Leaf && has_text(child.leaf.op) && child.name.empty() &&
               child.leaf.field == first.field && child.leaf.op == first.op &&
               child.leaf.cased == first.cased;
    };
    return node.children.size() > 1 && std::ranges::all_of(node.children, alike);
}

std::string list_text(const std::vector<Node>& leaves) {
    std::string out;
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        if (i == kValuesShown) return out + fmt::format(" … (+{})", leaves.size() - i);
        if (i > 0) out += ", ";
        out += value_text(leaves[i].leaf);
    }
    return out;
}

class Describer {
public:
    std::vector<DescribedLine> lines;

    void say(std::size_t depth, Message text) { lines.push_back({depth, std::move(text)}); }

    void tree(const Node& node, std::size_t depth) {
        if (!node.name.empty()) {
            say(depth, msg::describe_selection(node.name));
            ++depth;
        }
        switch (node.kind) {
            case Node::Kind::True:
                return say(depth, msg::describe_true());
            case Node::Kind::False:
                return say(depth, msg::describe_false());
            case Node::Kind::Leaf:
                return say(depth, sentence(node.leaf));
            case Node::Kind::Not:
                say(depth, msg::describe_not());
                return tree(node.children.front(), depth + 1);
            case Node::Kind::And:
            case Node::Kind::Or:
                break;
        }
        const bool all = node.kind == Node::Kind::And;
        if (is_list(node)) {
            return say(depth, text_sentence(node.children.front().leaf,
                                            all ? Quantity::All : Quantity::Any,
                                            list_text(node.children)));
        }
        say(depth, all ? msg::describe_all() : msg::describe_any());
        for (const Node& child : node.children) tree(child, depth + 1);
    }
};

std::string joined(const std::vector<std::string>& names) {
    return fmt::format("{}", fmt::join(names, ", "));
}

Message type_sentence(const Correlation& correlation, std::string wanted) {
    std::string fields = joined(correlation.fields);
    switch (correlation.type) {
        case CorrelationType::EventCount:
            return msg::describe_event_count(std::move(wanted));
        case CorrelationType::ValueCount:
            return msg::describe_value_count(std::move(fields), std::move(wanted));
        case CorrelationType::Temporal:
            return msg::describe_temporal();
        case CorrelationType::TemporalOrdered:
            return msg::describe_temporal_ordered();
        case CorrelationType::ValueSum:
            return msg::describe_value_sum(std::move(fields), std::move(wanted));
        case CorrelationType::ValueAvg:
            return msg::describe_value_avg(std::move(fields), std::move(wanted));
        case CorrelationType::ValuePercentile:
            return msg::describe_value_percentile(fmt::format("{}", correlation.percentile),
                                                  std::move(fields), std::move(wanted));
        case CorrelationType::ValueMedian:
            break;
    }
    return msg::describe_value_median(std::move(fields), std::move(wanted));
}

std::string timespan_text(std::uint64_t ticks) {
    struct Unit {
        std::uint64_t seconds;
        char letter;
    };
    const std::uint64_t seconds = ticks / kTicksPerSecond;
    for (const Unit unit : {Unit{86'400, 'd'}, Unit{3600, 'h'}, Unit{60, 'm'}}) {
        if (seconds % unit.seconds == 0)
            return fmt::format("{}{}", seconds / unit.seconds, unit.letter);
    }
    return fmt::format("{}s", seconds);
}

}  // namespace

std::vector<DescribedLine> describe(const Rule& rule) {
    Describer out;
    const RuleCheck check = check_rule(rule);
    if (rule.source.space == FieldSpace::Native) {
        out.say(0, msg::describe_source(source_text(rule.source)));
    } else if (!rule.source.indices.empty()) {
        out.say(0, msg::describe_indices(source_text(rule.source)));
    }
    if (!rule.source.definition.empty())
        out.say(0, msg::describe_definition(rule.source.definition));
    if (check.reason) {
        out.say(0, *check.reason);
    } else if (check.channels.empty()) {
        out.say(0, msg::describe_every_channel());
    } else {
        out.say(0, msg::describe_channels(joined(check.channels)));
    }
    for (const Message& remark : check.remarks) out.say(0, remark);
    out.say(0, msg::describe_fires());
    out.tree(rule.condition, 1);
    return std::move(out.lines);
}

std::vector<DescribedLine> describe(const Correlation& correlation) {
    Describer out;
    std::string wanted;
    for (const Threshold& threshold : correlation.thresholds) {
        if (!wanted.empty()) wanted += ", ";
        wanted += number_text(threshold.op, threshold.value);
    }
    const bool temporal = correlation.type == CorrelationType::Temporal;
    out.say(0, temporal && !wanted.empty() ? msg::describe_temporal_count(wanted)
                                           : type_sentence(correlation, wanted));
    out.say(0, msg::describe_correlated(joined(correlation.rules)));
    out.say(0, msg::describe_timespan(timespan_text(correlation.timespan_ticks)));
    if (!correlation.group_by.empty())
        out.say(0, msg::describe_group_by(joined(correlation.group_by)));
    if (correlation.rule_condition) {
        out.say(0, msg::describe_fires());
        out.tree(*correlation.rule_condition, 1);
    }
    return std::move(out.lines);
}

}  // namespace xiezhi::rules
