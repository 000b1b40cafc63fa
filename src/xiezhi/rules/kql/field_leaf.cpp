#include "xiezhi/rules/kql/field_leaf.h"

#include <charconv>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/rules/analyse.h"
#include "xiezhi/rules/kql/date.h"
#include "xiezhi/rules/network.h"

namespace xiezhi::rules::kql {
namespace {

using schema::EcsType;

Leaf leaf_of(const TypedField& field, Op op) {
    Leaf leaf;
    leaf.field = field.name;
    leaf.op = op;
    leaf.cased = true;
    leaf.units_max = field.units_max;
    return leaf;
}

bool is_text(EcsType type) {
    return type == EcsType::Text || type == EcsType::ScriptText || type == EcsType::SubText;
}

Analyser analyser_of(EcsType type) {
    return type == EcsType::ScriptText ? Analyser::Script : Analyser::Standard;
}

Node equals(const TypedField& field, std::string text) {
    Leaf leaf = leaf_of(field, Op::Equals);
    leaf.text = std::move(text);
    return Node::of(std::move(leaf));
}

Node phrase(const TypedField& field, const std::vector<std::string>& words) {
    Leaf leaf = leaf_of(field, Op::Phrase);
    leaf.cased = false;
    leaf.analyser = analyser_of(field.type);
    for (const std::string& word : words) leaf.text += (leaf.text.empty() ? "" : " ") + word;
    return words.empty() ? Node::constant(false) : Node::of(std::move(leaf));
}

/// Analysed text: unquoted, any word; quoted, all in a row.
Node text_leaf(const TypedField& field, const std::string& text, bool in_a_row) {
    const std::vector<std::string> words = words_of(text, analyser_of(field.type));
    if (in_a_row) return phrase(field, words);
    std::vector<Node> any;
    any.reserve(words.size());
    for (const std::string& word : words) any.push_back(phrase(field, {word}));
    return Node::any(std::move(any));
}

/// Kibana hands a value with `*` to query_string, where blanks part clauses of which one must hold.
std::vector<Pattern> clauses_of(const Pattern& pattern) {
    constexpr std::string_view kBlanks = " \t\r\n";
    std::vector<Pattern> out(1);
    for (const PatternPart& part : pattern) {
        const auto* text = std::get_if<std::string>(&part);
        if (text == nullptr) {
            out.back().push_back(part);
            continue;
        }
        for (std::size_t at = 0; at < text->size();) {
            const std::size_t end = std::min(text->size(), text->find_first_of(kBlanks, at));
            if (end > at) out.back().emplace_back(text->substr(at, end - at));
            if (end < text->size() && !out.back().empty()) out.emplace_back();
            at = end + 1;
        }
    }
    if (out.back().empty()) out.pop_back();
    return out;
}

bool has_star(const Pattern& pattern) {
    for (const PatternPart& part : pattern) {
        if (std::holds_alternative<AnyRun>(part)) return true;
    }
    return false;
}

Node wildcard_clause(const TypedField& field, const Pattern& pattern) {
    if (pattern.size() == 1 && has_star(pattern)) return exists_leaf(field);
    if (!has_star(pattern)) {
        const std::string& text = std::get<std::string>(pattern.front());
        return is_text(field.type) ? text_leaf(field, text, false) : equals(field, text);
    }
    Leaf leaf = leaf_of(field, is_text(field.type) ? Op::TokenWildcard : Op::Wildcard);
    if (is_text(field.type)) leaf.cased = false;
    leaf.analyser = analyser_of(field.type);
    leaf.pattern = pattern;
    return Node::of(std::move(leaf));
}

NodeOrMessage wildcard_leaf(const TypedField& field, const Pattern& pattern) {
    if (field.type != EcsType::Keyword && !is_text(field.type))
        return msg::kql_wildcard_type(field.name);
    std::vector<Node> any;
    for (const Pattern& clause : clauses_of(pattern)) any.push_back(wildcard_clause(field, clause));
    return Node::any(std::move(any));
}

std::optional<double> number_of(const std::string& text) {
    double value = 0;
    const char* end = std::to_address(text.end());
    const auto [stop, error] = std::from_chars(std::to_address(text.begin()), end, value);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return value;
}

NodeOrMessage number_leaf(const TypedField& field, CompareOp op, const std::string& text) {
    const auto number = number_of(text);
    if (!number) return msg::kql_not_number(field.name, text);
    Leaf leaf = leaf_of(field, Op::Compare);
    leaf.cased = false;
    leaf.compare = op;
    leaf.number = *number;
    return Node::of(std::move(leaf));
}

NodeOrMessage address_leaf(const TypedField& field, const std::string& text) {
    if (!parse_network(text)) return msg::kql_not_address(field.name, text);
    Leaf leaf = leaf_of(field, Op::Cidr);
    leaf.cased = false;
    leaf.text = text;
    return Node::of(std::move(leaf));
}

NodeOrMessage date_leaf(const TypedField& field, CompareOp op, const std::string& text,
                        FileTime now) {
    const auto span = parse_date(text, now);
    if (!span) return msg::kql_not_date(field.name, text);
    Leaf leaf = leaf_of(field, Op::Within);
    leaf.last = {UINT64_MAX};
    if (op == CompareOp::Eq || op == CompareOp::Ge) leaf.first = span->first;
    if (op == CompareOp::Gt) leaf.first = {span->last.ticks + 1};
    if (op == CompareOp::Eq || op == CompareOp::Le) leaf.last = span->last;
    if (op == CompareOp::Lt) leaf.last = {span->first.ticks == 0 ? 0 : span->first.ticks - 1};
    return Node::of(std::move(leaf));
}

NodeOrMessage boolean_leaf(const TypedField& field, const std::string& text) {
    if (text != "true" && text != "false") return msg::kql_not_boolean(field.name, text);
    return equals(field, text);
}

}  // namespace

TypedField typed_field(std::string_view name, const schema::EcsField& known) {
    TypedField out{std::string(name), known.type, known.units_max};
    constexpr std::string_view kSuffix = ".text";
    if (known.type == EcsType::SubText && name.ends_with(kSuffix))
        out.name.resize(name.size() - kSuffix.size());
    return out;
}

Node exists_leaf(const TypedField& field) {
    return Node::of(leaf_of(field, Op::Exists));
}

NodeOrMessage phrase_leaf(const TypedField& field, const std::string& value, FileTime now) {
    Literal literal;
    literal.kind = Literal::Kind::Quoted;
    literal.text = value;
    return is_leaf(field, literal, now);
}

NodeOrMessage is_leaf(const TypedField& field, const Literal& value, FileTime now) {
    if (value.is_star()) return exists_leaf(field);
    if (value.kind == Literal::Kind::Null) return msg::kql_null(field.name);
    if (value.kind == Literal::Kind::Wildcard) return wildcard_leaf(field, value.pattern);
    switch (field.type) {
        case EcsType::Keyword:
            return equals(field, value.text);
        case EcsType::Text:
        case EcsType::SubText:
        case EcsType::ScriptText:
            return text_leaf(field, value.text, value.kind == Literal::Kind::Quoted);
        case EcsType::Number:
            return number_leaf(field, CompareOp::Eq, value.text);
        case EcsType::Address:
            return address_leaf(field, value.text);
        case EcsType::Date:
            return date_leaf(field, CompareOp::Eq, value.text, now);
        case EcsType::Boolean:
            break;
    }
    return boolean_leaf(field, value.text);
}

NodeOrMessage range_leaf(const TypedField& field, CompareOp op, const std::string& value,
                         FileTime now) {
    switch (field.type) {
        case EcsType::Keyword: {
            Leaf leaf = leaf_of(field, Op::CompareText);
            leaf.compare = op;
            leaf.text = value;
            return Node::of(std::move(leaf));
        }
        case EcsType::Number:
            return number_leaf(field, op, value);
        case EcsType::Address: {
            if (!parse_address(value)) return msg::kql_not_address(field.name, value);
            Leaf leaf = leaf_of(field, Op::CompareAddress);
            leaf.compare = op;
            leaf.text = value;
            return Node::of(std::move(leaf));
        }
        case EcsType::Date:
            return date_leaf(field, op, value, now);
        case EcsType::Text:
        case EcsType::SubText:
        case EcsType::ScriptText:
        case EcsType::Boolean:
            break;
    }
    return msg::kql_range_type(field.name);
}

}  // namespace xiezhi::rules::kql
