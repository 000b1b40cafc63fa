#include "xiezhi/rules/gate.h"

#include <algorithm>
#include <array>
#include <utility>

#include "xiezhi/base/text.h"
#include "xiezhi/rules/wildcard.h"

namespace xiezhi::rules {
namespace {

constexpr std::size_t kLiteralsMax = 20'000;  // of one rule's gate

/// Rough shares of records that have a text, good enough to choose by: short texts are common, and
/// what many rules ask for (`\powershell.exe`) is what evidence has.
double share_of(const GateLiteral& literal, std::uint32_t usage) {
    constexpr std::array<double, 6> kShort{1.0, 0.9, 0.6, 0.2, 0.05, 0.02};
    constexpr double kPerUse = 0.002;
    const std::size_t size = literal.text.size();
    double share = size < kShort.size() ? kShort.at(size) : 0.001;
    if (literal.anchor == Anchor::Whole) share = size < 3 ? 0.3 : 0.01;
    return std::min(1.0, share + kPerUse * usage);
}

Anchor anchor_of(Op op) {
    if (op == Op::Equals) return Anchor::Whole;
    if (op == Op::StartsWith) return Anchor::Start;
    return op == Op::EndsWith ? Anchor::End : Anchor::Anywhere;
}

std::optional<GateSet> regex_gate(const Leaf& leaf, const UsageOf& usage, RegexCache& regexes) {
    GateSet set;
    for (const std::string& text : regexes.get(leaf.text)->required) {
        if (text.empty()) return std::nullopt;
        GateLiteral literal{leaf.field, Anchor::Anywhere, text};
        set.share += share_of(literal, usage(literal));
        set.literals.push_back(std::move(literal));
    }
    if (set.literals.empty()) return std::nullopt;
    return set;
}

std::optional<GateSet> or_gate(const Twig& twig, const UsageOf& usage, RegexCache& regexes) {
    GateSet all;
    for (const Twig& child : twig.children) {
        auto set = gate_of(child, usage, regexes);
        if (!set || all.literals.size() + set->literals.size() > kLiteralsMax) return std::nullopt;
        all.share += set->share;
        std::ranges::move(set->literals, std::back_inserter(all.literals));
    }
    if (all.literals.empty()) return std::nullopt;
    return all;
}

std::optional<GateSet> and_gate(const Twig& twig, const UsageOf& usage, RegexCache& regexes) {
    std::optional<GateSet> best;
    for (const Twig& child : twig.children) {
        auto set = gate_of(child, usage, regexes);
        if (set && (!best || set->share < best->share)) best = std::move(set);
    }
    return best;
}

}  // namespace

std::optional<GateLiteral> literal_of(const Leaf& leaf) {
    switch (leaf.op) {
        case Op::Equals:
        case Op::Contains:
        case Op::StartsWith:
        case Op::EndsWith:
            if (leaf.text.empty()) return std::nullopt;
            return GateLiteral{leaf.field, anchor_of(leaf.op), folded(leaf.text)};
        case Op::Wildcard: {
            const std::string_view text = longest_literal(leaf.pattern);
            if (text.empty()) return std::nullopt;
            return GateLiteral{leaf.field, Anchor::Anywhere, folded(text)};
        }
        case Op::Regex:
        case Op::Cidr:
        case Op::Compare:
        case Op::Exists:
        case Op::Null:
        case Op::SameAs:
        case Op::TimePart:
            return std::nullopt;
    }
    return std::nullopt;
}

std::optional<GateSet> gate_of(const Twig& twig, const UsageOf& usage, RegexCache& regexes) {
    switch (twig.kind) {
        case Node::Kind::And:
            return and_gate(twig, usage, regexes);
        case Node::Kind::Or:
            return or_gate(twig, usage, regexes);
        case Node::Kind::False:
            return GateSet{};  // nothing makes it true
        case Node::Kind::True:
        case Node::Kind::Not:
            return std::nullopt;
        case Node::Kind::Leaf:
            break;
    }
    if (twig.leaf->op == Op::Regex) return regex_gate(*twig.leaf, usage, regexes);
    auto literal = literal_of(*twig.leaf);
    if (!literal) return std::nullopt;
    GateSet set;
    set.share = share_of(*literal, usage(*literal));
    set.literals.push_back(std::move(*literal));
    return set;
}

}  // namespace xiezhi::rules
