#include "xiezhi/rules/gate.h"

#include <algorithm>
#include <array>
#include <bitset>

#include "xiezhi/base/hash.h"
#include "xiezhi/base/text.h"
#include "xiezhi/rules/analyse.h"
#include "xiezhi/rules/wildcard.h"

namespace xiezhi::rules {
namespace {

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

/// Which two bytes follow each other there: most texts are told apart by their first ones.
class PairsEverywhere {
public:
    PairsEverywhere() {
        for (const std::string_view text : kEverywhere) {
            for (std::size_t at = 1; at < text.size(); ++at) pairs_.set(pair(text, at));
        }
    }
    [[nodiscard]] bool has_all_of(std::string_view text) const {
        for (std::size_t at = 1; at < text.size(); ++at) {
            if (!pairs_.test(pair(text, at))) return false;
        }
        return true;
    }

private:
    static std::size_t pair(std::string_view text, std::size_t at) {
        const auto first = static_cast<unsigned char>(text[at - 1]);
        return std::size_t{first} << 8U | static_cast<unsigned char>(text[at]);
    }

    std::bitset<std::size_t{1} << 16U> pairs_;
};

/// Fields that have few different values.
constexpr std::array<std::string_view, 12> kMonotonous{
    "Company", "Product", "User",      "IntegrityLevel", "LogonId",   "Initiated",
    "Signed",  "Level",   "LogonType", "Protocol",       "EventType", "CurrentDirectory"};

/// The same of ECS: what nearly every document has alike.
constexpr std::array<std::string_view, 10> kMonotonousEcs{
    "host.os.type", "host.os.family", "event.category", "event.kind",   "event.type",
    "event.module", "event.dataset",  "event.outcome",  "event.action", "user.id"};

/// Rough shares of records that have a text, good enough to choose by: short texts are common.
double base_share(const GateLiteral& literal) {
    constexpr std::array<double, 6> kShort{1.0, 0.9, 0.4, 0.2, 0.05, 0.02};
    constexpr double kCommon = 0.3;
    constexpr double kOften = 0.8;
    const std::string& text = literal.text;
    double share = text.size() < kShort.size() ? kShort.at(text.size()) : 0.001;
    if (literal.anchor == Anchor::Whole) share = text.size() < 3 ? 0.3 : 0.002;
    const auto has_text = [&](std::string_view common) {
        return common.find(text) != std::string::npos;
    };
    static const PairsEverywhere pairs;
    if (literal.anchor != Anchor::Whole && pairs.has_all_of(text) &&
        std::ranges::any_of(kEverywhere, has_text)) {
        share += kCommon;
    }
    if (std::ranges::find(kMonotonous, literal.field) != kMonotonous.end()) share += kCommon;
    if (std::ranges::find(kMonotonousEcs, literal.field) != kMonotonousEcs.end()) share += kOften;
    return share;
}

Anchor anchor_of(Op op) {
    if (op == Op::Equals) return Anchor::Whole;
    if (op == Op::StartsWith) return Anchor::Start;
    return op == Op::EndsWith ? Anchor::End : Anchor::Anywhere;
}

std::uint64_t key_of(const GateLiteral& literal, std::uint64_t source) {
    const std::uint64_t field = hash64(literal.field, source);
    return hash64(literal.text, field + static_cast<std::uint64_t>(literal.anchor));
}

}  // namespace

bool needs_regex(const Twig& twig) {
    if (twig.kind == Node::Kind::Leaf) return twig.leaf->op == Op::Regex;
    return twig.kind == Node::Kind::Or && std::ranges::any_of(twig.children, needs_regex);
}

std::vector<GateLiteral> Gates::literals_of(const Leaf& leaf) const {
    std::vector<GateLiteral> out;
    switch (leaf.op) {
        case Op::Equals:
        case Op::Contains:
        case Op::StartsWith:
        case Op::EndsWith:
            if (!leaf.text.empty())
                out.push_back({leaf.field, anchor_of(leaf.op), folded(leaf.text)});
            break;
        case Op::Phrase:
            // The longest word: an analyser changes nothing but the case.
            if (const auto words = phrase_words(leaf.text); !words.empty()) {
                out.push_back({leaf.field, Anchor::Anywhere,
                               folded(*std::ranges::max_element(words, {}, &std::string::size))});
            }
            break;
        case Op::TokenWildcard:
        case Op::Wildcard: {
            const std::string_view text = longest_literal(leaf.pattern);
            if (!text.empty()) out.push_back({leaf.field, Anchor::Anywhere, folded(text)});
            break;
        }
        case Op::Regex:
            for (const std::string& text : regexes_.get(leaf.text)->required()) {
                if (text.empty()) return {};
                out.push_back({leaf.field, Anchor::Anywhere, text});
            }
            break;
        case Op::Cidr:
        case Op::Compare:
        case Op::Exists:
        case Op::Null:
        case Op::SameAs:
        case Op::TimePart:
        case Op::CompareText:
        case Op::CompareAddress:
        case Op::Within:
            break;
    }
    return out;
}

void Gates::count(const Twig& twig, std::uint64_t source) {
    for (const Twig& child : twig.children) count(child, source);
    if (twig.kind != Node::Kind::Leaf) return;
    for (const GateLiteral& literal : leaf_gate(*twig.leaf, source).literals) ++usage_[literal.key];
}

const Gates::LeafGate& Gates::leaf_gate(const Leaf& leaf, std::uint64_t source) {
    const auto [at, is_new] = leaves_.try_emplace(&leaf);
    LeafGate& gate = at->second;
    if (!is_new) return gate;
    gate.literals = literals_of(leaf);
    for (GateLiteral& literal : gate.literals) {
        literal.key = key_of(literal, source);
        gate.share += base_share(literal);
    }
    return gate;
}

double Gates::leaf_share(const Leaf& leaf) {
    const LeafGate& gate = leaf_gate(leaf, 0);
    if (gate.literals.empty()) return kNoGate;
    constexpr double kPerUse = 0.002;
    double share = gate.share;
    for (const GateLiteral& literal : gate.literals) {
        const auto used = usage_.find(literal.key);
        if (used != usage_.end()) share += kPerUse * used->second;
    }
    return std::min(share, 1.0);
}

/// Of an And: the child to look for first.
Gates::Rarest Gates::rarest_of(const Twig& twig) {
    Rarest rarest;
    for (const Twig& child : twig.children) {
        const double share = share_of(child);
        if (rarest.child == nullptr || share < rarest.share) rarest = {&child, share};
    }
    return rarest;
}

double Gates::share_of(const Twig& twig) {
    switch (twig.kind) {
        case Node::Kind::False:
            return 0;  // nothing makes it true
        case Node::Kind::True:
        case Node::Kind::Not:
            return kNoGate;
        case Node::Kind::Leaf:
            return leaf_share(*twig.leaf);
        case Node::Kind::And:
            return rarest_of(twig).share;
        case Node::Kind::Or:
            break;
    }
    double sum = 0;
    for (const Twig& child : twig.children) {
        const double share = share_of(child);
        if (share >= kNoGate) return kNoGate;
        sum += share;
    }
    return std::min(sum, 1.0);
}

std::optional<GateSet> Gates::gate_of(const Twig& twig) {
    GateSet set;
    set.share = share_of(twig);
    if (set.share >= kNoGate) return std::nullopt;
    if (twig.kind == Node::Kind::Leaf) {
        for (const GateLiteral& literal : leaf_gate(*twig.leaf, 0).literals)
            set.literals.push_back(&literal);
    } else if (twig.kind == Node::Kind::And) {
        return gate_of(*rarest_of(twig).child);
    } else {
        for (const Twig& child : twig.children) {
            const auto part = gate_of(child);
            if (part)
                set.literals.insert(set.literals.end(), part->literals.begin(),
                                    part->literals.end());
        }
    }
    return set;
}

}  // namespace xiezhi::rules
