#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "xiezhi/rules/literal_scan.h"
#include "xiezhi/rules/simplify.h"

namespace xiezhi::rules {

/// A text of which a field of every fitting record must have an occurrence.
struct GateLiteral {
    std::string_view field;
    Anchor anchor = Anchor::Anywhere;
    std::string text;       // case-folded, not empty
    std::uint64_t key = 0;  // the same for the same text, place and field of one source
};

/// Literals of which at least one must occur for a tree to be true, and how often that is expected
/// (0 never .. 1 always).
struct GateSet {
    std::vector<const GateLiteral*> literals;
    double share = 0;
};

/// Whether regexes are asked.
[[nodiscard]] bool needs_regex(const Twig& twig);

/// Finds the necessary literals of trees. The trees' leaves must outlive it.
class Gates {
public:
    explicit Gates(RegexCache& regexes) : regexes_(regexes) {}

    /// First all trees are counted, so that it is known how many leaves ask for a text: what many
    /// rules look for is what evidence has. `source`: distinguishes what sources call their fields.
    void count(const Twig& twig, std::uint64_t source);

    /// The rarest necessary set of a tree: of an And that of its rarest child, of an Or all
    /// children's together; nothing when the tree can be true without any literal.
    [[nodiscard]] std::optional<GateSet> gate_of(const Twig& twig);

    /// The share of the gate alone; kNoGate when there is none.
    static constexpr double kNoGate = 2.0;
    [[nodiscard]] double share_of(const Twig& twig);

private:
    struct LeafGate {
        std::vector<GateLiteral> literals;  // one of them is necessary; none: nothing known
        double share = 0;                   // without usage
    };

    struct Rarest {
        const Twig* child = nullptr;
        double share = kNoGate;
    };

    [[nodiscard]] std::vector<GateLiteral> literals_of(const Leaf& leaf) const;
    const LeafGate& leaf_gate(const Leaf& leaf, std::uint64_t source);
    [[nodiscard]] double leaf_share(const Leaf& leaf);
    [[nodiscard]] Rarest rarest_of(const Twig& twig);

    RegexCache& regexes_;
    std::unordered_map<const Leaf*, LeafGate> leaves_;
    std::unordered_map<std::uint64_t, std::uint32_t> usage_;
};

}  // namespace xiezhi::rules
