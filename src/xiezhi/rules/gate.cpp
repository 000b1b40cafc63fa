#include "xiezhi/rules/gate.h"

#include <algorithm>
#include <array>
#include <utility>

#include "xiezhi/base/text.h"
#include "xiezhi/rules/wildcard.h"

namespace xiezhi::rules {
namespace {

constexpr std::size_t kLiteralsMax = 20'000;  // of one rule's gate

/// What evidence is full of; a literal that is part of it opens nearly every time.
constexpr std::array<std::string_view, 13> kEverywhere{
    "\\??\\c:\\windows\\system32\\cmd.exe /c \"",
    "c:\\windows\\system32\\svchost.exe -k netsvcs -p",
    "c:\\windows\\system32\\windowspowershell\\v1.0\\powershell.exe",
    "c:\\windows\\syswow64\\rundll32.exe c:\\windows\\system32\\",
    "c:\\program files (x86)\\microsoft\\",
    "c:\\program files\\windows defender\\",
    "c:\\users\\public\\appdata\\local\\temp\\",
    "c:\\programdata\\microsoft\\windows\\start menu\\programs\\",
    "nt authority\\system",
    "microsoft corporation",
    "microsoft® windows® operating system",
    "http://www.microsoft.com/",
    ".dll.log.txt.exe"};

/// Fields that have few different values.
constexpr std::array<std::string_view, 12> kMonotonous{
    "Company", "Product", "User",      "IntegrityLevel", "LogonId",   "Initiated",
    "Signed",  "Level",   "LogonType", "Protocol",       "EventType", "CurrentDirectory"};

/// Rough shares of records that have a text, good enough to choose by: short texts are common, and
/// so is what many rules ask for (`\powershell.exe`).
double share_of(const GateLiteral& literal, std::uint32_t usage) {
    constexpr std::array<double, 6> kShort{1.0, 0.9, 0.4, 0.2, 0.05, 0.02};
    constexpr double kPerUse = 0.002;
    constexpr double kCommon = 0.3;
    const std::string& text = literal.text;
    double share = text.size() < kShort.size() ? kShort.at(text.size()) : 0.001;
    if (literal.anchor == Anchor::Whole) share = text.size() < 3 ? 0.3 : 0.002;
    const auto has_text = [&](std::string_view common) {
        return common.find(text) != std::string::npos;
    };
    if (literal.anchor != Anchor::Whole && std::ranges::any_of(kEverywhere, has_text))
        share += kCommon;
    if (std::ranges::find(kMonotonous, literal.field) != kMonotonous.end()) share += kCommon;
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
