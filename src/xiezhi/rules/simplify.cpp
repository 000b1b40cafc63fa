#include "xiezhi/rules/simplify.h"

#include <algorithm>
#include <array>
#include <utility>

#include "xiezhi/base/text.h"
#include "xiezhi/rules/leaf.h"
#include "xiezhi/schema/ecs_type.h"

namespace xiezhi::rules {
namespace {

using Kind = Node::Kind;

bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// A rule's path on any drive is compared with one whose drive is not known (derive.h).
bool has_drive(std::string_view text) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    return text.size() >= 3 && letter(text[0]) && text[1] == ':' && text[2] == '\\';
}

bool is_device_path(const Known& known, std::string_view field) {
    if (known.route == nullptr || known.route->map == nullptr) return false;
    const schema::MappedField* mapped = known.route->map->find(field);
    return mapped != nullptr && mapped->transform == schema::Transform::DevicePath;
}

}  // namespace

std::string_view bare_guid(std::string_view text) noexcept {
    if (text.size() == 38 && text.front() == '{' && text.back() == '}') text = text.substr(1, 36);
    if (text.size() != 36) return {};
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text[i] != '-' : !is_hex(text[i])) return {};
    }
    return text;
}

Twig twig_constant(bool value) {
    Twig twig;
    twig.kind = value ? Kind::True : Kind::False;
    return twig;
}

Twig twig_join(Kind kind, std::vector<Twig> children) {
    const Kind neutral = kind == Kind::And ? Kind::True : Kind::False;
    const Kind absorbing = kind == Kind::And ? Kind::False : Kind::True;
    Twig out;
    out.kind = kind;
    for (Twig& child : children) {
        if (child.kind == neutral) continue;
        if (child.kind == absorbing) return twig_constant(kind == Kind::Or);
        if (child.kind == kind) {
            std::ranges::move(child.children, std::back_inserter(out.children));
        } else {
            out.children.push_back(std::move(child));
        }
    }
    if (out.children.empty()) return twig_constant(kind == Kind::And);
    if (out.children.size() > 1) return out;
    Twig only = std::move(out.children.front());
    return only;
}

const Leaf* Simplifier::keep(Leaf leaf) {
    return &kept_.emplace_back(std::move(leaf));
}

Twig Simplifier::equals_any(std::string_view field, std::span<const std::string_view> values) {
    std::vector<Twig> any;
    for (const std::string_view value : values) {
        Leaf leaf;
        leaf.field = field;
        leaf.text = value;
        any.push_back({Kind::Leaf, keep(std::move(leaf)), {}});
    }
    return twig_join(Kind::Or, std::move(any));
}

std::optional<bool> Simplifier::constant(const Leaf& leaf, const KnownText& fact) {
    if (fact.other) return leaf.op == Op::Equals ? std::optional(false) : std::nullopt;
    if (!fact.known || leaf.op == Op::SameAs) return std::nullopt;
    if (leaf.units_max != 0 && fact.text.size() > leaf.units_max) return std::nullopt;
    if (leaf.op == Op::Exists) return !fact.text.empty();
    if (leaf.op == Op::Null) return fact.text.empty();
    if (fact.text.empty()) return false;
    if (wants_raw(leaf)) return std::nullopt;
    return fits_text(make_ready(leaf, 0, 0, regexes_), folded(fact.text));
}

bool is_event_id(std::string_view ecs_field) noexcept {
    return ecs_field == "event.code" || ecs_field == "winlog.event_id";
}

/// The answer for all records, when what the ECS tables say of the field decides it.
std::optional<bool> Simplifier::certain(const Leaf& leaf, const EcsRecords& records) {
    constexpr std::array<std::string_view, 2> kProviders{"event.provider", "winlog.provider_name"};
    if (leaf.field.empty() || leaf.field.find('*') != std::string::npos) return std::nullopt;
    // Records of several ids and providers share a program.
    if (is_event_id(leaf.field) || std::ranges::find(kProviders, leaf.field) != kProviders.end())
        return std::nullopt;
    const ecs::Certainty certainty = records.certainties->of(
        records.channel, records.provider, records.event_id, ecs::Document::resolve(leaf.field));
    if (!certainty.is_possible) return leaf.op == Op::Null;
    if (!certainty.is_constant) return std::nullopt;
    if (leaf.op == Op::Exists) return true;
    if (leaf.op != Op::Equals && leaf.op != Op::Wildcard) return std::nullopt;
    const ReadyLeaf ready = make_ready(leaf, 0, 0, regexes_);
    return std::ranges::any_of(certainty.values, [&](const std::string& value) {
        return fits_text(ready, wants_raw(leaf) ? value : folded(value));
    });
}

Twig Simplifier::simplify_ecs_leaf(const Leaf& leaf, const Known& known) {
    if (known.logs_only && schema::ecs_never_filled(leaf.field)) return twig_constant(false);
    if (is_event_id(leaf.field) && leaf.op == Op::Equals) {
        Leaf uncased = leaf;  // digits have no case
        uncased.cased = false;
        if (const auto value = constant(uncased, known.event_id)) return twig_constant(*value);
    }
    if (known.ecs != nullptr) {
        if (const auto value = certain(leaf, *known.ecs)) return twig_constant(*value);
    }
    return {Kind::Leaf, &leaf, {}};
}

Twig Simplifier::simplify_leaf(const Leaf& leaf, const Known& known) {
    if (known.route != nullptr && schema::is_ecs(known.route->map))
        return simplify_ecs_leaf(leaf, known);
    if (known.route != nullptr &&
        schema::absent_by_source(*known.route, known.category, leaf.field)) {
        return twig_constant(false);
    }
    std::optional<bool> value;
    if (leaf.field == "EventID") value = constant(leaf, known.event_id);
    if (leaf.field == "Channel") value = constant(leaf, known.channel);
    if (leaf.field == "Provider_Name") value = constant(leaf, known.provider);
    if (value) return twig_constant(*value);
    const std::string_view guid = leaf.op == Op::Equals ? bare_guid(leaf.text) : std::string_view{};
    if (!guid.empty()) {
        Leaf bare = leaf;
        Leaf braced = leaf;
        bare.text = guid;
        braced.text = "{" + bare.text + "}";
        return twig_join(Kind::Or, {{Kind::Leaf, keep(std::move(bare)), {}},
                                    {Kind::Leaf, keep(std::move(braced)), {}}});
    }
    if ((leaf.op == Op::Equals || leaf.op == Op::StartsWith) && has_drive(leaf.text) &&
        is_device_path(known, leaf.field)) {
        Leaf on_c = leaf;
        on_c.text[0] = 'C';
        return {Kind::Leaf, keep(std::move(on_c)), {}};
    }
    return {Kind::Leaf, &leaf, {}};
}

Twig Simplifier::simplify(const Node& node, const Known& known) {
    switch (node.kind) {
        case Kind::True:
        case Kind::False:
            return twig_constant(node.kind == Kind::True);
        case Kind::Leaf:
            return simplify_leaf(node.leaf, known);
        case Kind::Not: {
            Twig child = simplify(node.children.front(), known);
            if (child.kind == Kind::True || child.kind == Kind::False) {
                return twig_constant(child.kind == Kind::False);
            }
            Twig out;
            out.kind = Kind::Not;
            out.children.push_back(std::move(child));
            return out;
        }
        case Kind::And:
        case Kind::Or:
            break;
    }
    const Kind absorbing = node.kind == Kind::And ? Kind::False : Kind::True;
    std::vector<Twig> children;
    children.reserve(node.children.size());
    for (const Node& child : node.children) {
        children.push_back(simplify(child, known));
        if (children.back().kind == absorbing) return twig_constant(absorbing == Kind::True);
    }
    return twig_join(node.kind, std::move(children));
}

}  // namespace xiezhi::rules
