#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "xiezhi/model/ecs/certainty.h"
#include "xiezhi/rules/predicate.h"
#include "xiezhi/rules/regex.h"
#include "xiezhi/schema/logsource.h"

namespace xiezhi::rules {

/// A predicate tree that points at the leaves of another.
struct Twig {
    Node::Kind kind = Node::Kind::True;
    const Leaf* leaf = nullptr;
    std::vector<Twig> children;
};

/// A head fact of the records that a tree will be asked about.
struct KnownText {
    bool known = false;  // every record has `text`, in whatever case
    bool other = false;  // no record has a text that any rule asks for with Equals
    std::string text;
};

/// Records of one channel, provider and event id as ECS documents: what is certain of a field.
struct EcsRecords {
    ecs::Certainties* certainties = nullptr;
    std::string_view channel;
    std::string_view provider;
    std::uint32_t event_id = 0;  // that of any record no table knows when the real one is not known
};

/// What is known before any record is seen.
struct Known {
    const schema::Route* route = nullptr;
    std::string_view category;
    bool logs_only = false;           // ECS fields that no event log fills are absent
    const EcsRecords* ecs = nullptr;  // records of one kind, whose ECS fields are derived
    KnownText event_id;
    KnownText channel;
    KnownText provider;
};

/// Makes trees smaller by what is known: leaves on fields that the source never has are false,
/// leaves on known facts become constants, constants disappear. Also writes leaves out that mean
/// several texts (a GUID with and without braces). Keeps the leaves it makes alive.
class Simplifier {
public:
    explicit Simplifier(RegexCache& regexes) : regexes_(regexes) {}

    [[nodiscard]] Twig simplify(const Node& node, const Known& known);

    /// Or of `field` equals each of `values`: the gate of a route.
    [[nodiscard]] Twig equals_any(std::string_view field, std::span<const std::string_view> values);

    /// The leaves that it made, for whoever lives longer.
    [[nodiscard]] std::deque<Leaf> take_leaves() { return std::exchange(kept_, {}); }

private:
    [[nodiscard]] Twig simplify_ecs_leaf(const Leaf& leaf, const Known& known);
    [[nodiscard]] Twig simplify_leaf(const Leaf& leaf, const Known& known);
    [[nodiscard]] std::optional<bool> certain(const Leaf& leaf, const EcsRecords& records);
    [[nodiscard]] std::optional<bool> constant(const Leaf& leaf, const KnownText& fact);
    [[nodiscard]] const Leaf* keep(Leaf leaf);

    RegexCache& regexes_;
    std::deque<Leaf> kept_;
};

[[nodiscard]] Twig twig_constant(bool value);
/// And / Or of the twigs with constants folded and nested ones of the same kind taken in.
[[nodiscard]] Twig twig_join(Node::Kind kind, std::vector<Twig> children);

/// The ECS fields that hold the event id.
[[nodiscard]] bool is_event_id(std::string_view ecs_field) noexcept;

/// `12345678-1234-…` with or without braces: the 36 characters inside; empty for other text.
[[nodiscard]] std::string_view bare_guid(std::string_view text) noexcept;

}  // namespace xiezhi::rules
