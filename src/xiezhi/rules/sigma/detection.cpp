#include "xiezhi/rules/sigma/detection.h"

#include <algorithm>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/rules/sigma/modifier.h"

namespace xiezhi::rules::sigma {
namespace {

Expr joined(Expr::Kind kind, std::vector<Expr> children) {
    if (children.size() == 1) return std::move(children.front());
    Expr expr;
    expr.kind = kind;
    expr.children = std::move(children);
    return expr;
}

bool is_anchoring(Modifier modifier) {
    switch (modifier) {
        case Modifier::Contains:
        case Modifier::StartsWith:
        case Modifier::EndsWith:
            return true;
        default:
            return false;
    }
}

std::optional<Expr> parse_item_value(const YamlNode& scalar, const ItemKey& key,
                                     Diagnosis& diagnosis) {
    auto value = modified_value(scalar, key, diagnosis);
    if (!value) return std::nullopt;
    if (key.field.empty() && std::holds_alternative<Absent>(*value)) {
        return diagnosis.refuse(scalar.mark, msg::sigma_keyword_null());
    }
    Expr item;
    item.kind = Expr::Kind::Item;
    item.field = key.field;
    item.value = std::move(*value);
    item.anywhere = key.field.empty() && std::ranges::none_of(key.chain, is_anchoring);
    item.mark = scalar.mark;
    return item;
}

std::optional<Expr> parse_item(const ItemKey& key, const YamlNode& node, Diagnosis& diagnosis) {
    std::vector<Expr> values;
    if (node.is_map()) return diagnosis.refuse(node.mark, msg::sigma_value_is_map(key.field));
    if (node.is_scalar()) {
        auto item = parse_item_value(node, key, diagnosis);
        if (!item) return std::nullopt;
        values.push_back(std::move(*item));
    } else if (node.items.empty()) {
        return diagnosis.refuse(node.mark, msg::sigma_empty_list(key.field));
    }
    values.reserve(node.items.size());
    for (const YamlNode& each : node.items) {
        auto item = parse_item_value(each, key, diagnosis);
        if (!item) return std::nullopt;
        values.push_back(std::move(*item));
    }
    Expr expr = joined(key.all ? Expr::Kind::And : Expr::Kind::Or, std::move(values));
    if (!key.negated) return expr;
    Expr negation;
    negation.kind = Expr::Kind::Not;
    negation.children.push_back(std::move(expr));
    return negation;
}

std::optional<Expr> parse_map(const YamlNode& node, Diagnosis& diagnosis) {
    if (node.entries.empty()) return diagnosis.refuse(node.mark, msg::sigma_empty_map());
    std::vector<Expr> items;
    items.reserve(node.entries.size());
    for (const YamlEntry& entry : node.entries) {
        const auto key = parse_key(entry.key, entry.mark, diagnosis);
        if (!key) return std::nullopt;
        auto item = parse_item(*key, entry.value, diagnosis);
        if (!item) return std::nullopt;
        items.push_back(std::move(*item));
    }
    return joined(Expr::Kind::And, std::move(items));
}

}  // namespace

std::optional<Expr> parse_selection(const YamlNode& node, Diagnosis& diagnosis) {
    if (node.is_map()) return parse_map(node, diagnosis);
    if (node.is_scalar()) return parse_item_value(node, ItemKey{}, diagnosis);
    if (node.items.empty()) return diagnosis.refuse(node.mark, msg::sigma_empty_list(""));
    std::vector<Expr> alternatives;
    for (const YamlNode& each : node.items) {
        auto expr = each.is_map() ? parse_map(each, diagnosis)
                                  : parse_item_value(each, ItemKey{}, diagnosis);
        if (!expr) return std::nullopt;
        alternatives.push_back(std::move(*expr));
    }
    return joined(Expr::Kind::Or, std::move(alternatives));
}

}  // namespace xiezhi::rules::sigma
