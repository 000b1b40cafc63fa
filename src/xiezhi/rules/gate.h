#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "xiezhi/rules/literal_scan.h"
#include "xiezhi/rules/simplify.h"

namespace xiezhi::rules {

/// A text of which a field of every fitting record must have an occurrence.
struct GateLiteral {
    std::string field;
    Anchor anchor = Anchor::Anywhere;
    std::string text;  // case-folded, not empty
};

/// Literals of which at least one must occur for a tree to be true, and how often that is expected
/// (0 never .. 1 always).
struct GateSet {
    std::vector<GateLiteral> literals;
    double share = 0;
};

/// How many leaves of the program ask for this text of this field.
using UsageOf = std::function<std::uint32_t(const GateLiteral&)>;

/// The rarest necessary set of a tree: of an And that of its rarest child, of an Or all children's
/// together; nothing when the tree can be true without any literal.
[[nodiscard]] std::optional<GateSet> gate_of(const Twig& twig, const UsageOf& usage,
                                             RegexCache& regexes);

/// The literal that a leaf alone stands for; nothing for ops without one.
[[nodiscard]] std::optional<GateLiteral> literal_of(const Leaf& leaf);

}  // namespace xiezhi::rules
