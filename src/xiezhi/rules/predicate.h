#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "xiezhi/base/time.h"

namespace xiezhi::rules {

/// What a leaf asks of the values of one field. A field with several values fits when any does.
enum class Op : std::uint8_t {
    Equals,         // whole value
    Contains,       //
    StartsWith,     //
    EndsWith,       //
    Wildcard,       // Leaf::pattern over the whole value
    Regex,          // RE2 search (not full match); flags stand inside Leaf::text, e.g. "(?i)…"
    Cidr,           // Leaf::text is a network, v4 or v6; `::ffff:a.b.c.d` counts as v4
    Compare,        // number in decimal or 0x…; others are false
    Exists,         // the field is in the record, whatever its value
    Null,           // the field is missing, or has no value (empty)
    SameAs,         // another field (Leaf::text) of the same event, with Leaf::relation
    TimePart,       // part of a time field compared with Leaf::number
    Phrase,         // the words of Leaf::text, each after a blank, stand in a row among the value's
    TokenWildcard,  // one word of the value fits Leaf::pattern
    CompareText,    // code point by code point, case counts; Leaf::compare and Leaf::text
    CompareAddress,  // addresses by number, v4 as ::ffff:a.b.c.d; Leaf::compare and Leaf::text
    Within,          // a time from Leaf::first to Leaf::last, both included
};

/// How a text is cut into words, which are compared in lower case (analyse.h).
enum class Analyser : std::uint8_t {
    Script,    // runs of ASCII letters, digits, `_` and `-`
    Standard,  // Unicode's word boundaries (UAX 29)
};

/// What fields are called: by their native names, or as the Elastic Common Schema has them.
enum class FieldSpace : std::uint8_t { Native, Ecs };

enum class CompareOp : std::uint8_t { Eq, Ne, Lt, Le, Gt, Ge };
enum class TimeUnit : std::uint8_t { Minute, Hour, Day, Week, Month, Year };

struct AnyRun {  // `*`: any run of characters, also empty, also across line ends
    bool operator==(const AnyRun&) const = default;
};
struct AnyOne {  // `?`: exactly one code point
    bool operator==(const AnyOne&) const = default;
};
/// One of a few characters: windash.
struct AnyOf {
    std::u32string choices;
    bool operator==(const AnyOf&) const = default;
};
using PatternPart = std::variant<std::string, AnyRun, AnyOne, AnyOf>;
using Pattern = std::vector<PatternPart>;

/// One question about one field. All semantics stand here, so that languages differ only in what
/// they emit. Texts are UTF-8 as the rule has them; unless `cased`, both sides are folded
/// (base/text.h) before they are compared.
struct Leaf {
    std::string field;  // empty: any value of the event; ECS: `*` stands for any run
    Op op = Op::Equals;
    bool cased = false;
    std::string text;
    Pattern pattern;    // Wildcard
    double number = 0;  // Compare, TimePart
    CompareOp compare = CompareOp::Eq;
    TimeUnit unit = TimeUnit::Hour;
    Op relation = Op::Equals;              // SameAs: Equals, Contains, StartsWith or EndsWith
    Analyser analyser = Analyser::Script;  // Phrase, TokenWildcard
    std::uint32_t units_max = 0;           // longer values (UTF-16 units) do not count; 0: all do
    FileTime first{};                      // Within
    FileTime last{};

    bool operator==(const Leaf&) const = default;
};

/// A predicate tree. `name` of a node says which named selection of the rule it is ("" inside one).
struct Node {
    enum class Kind : std::uint8_t { And, Or, Not, Leaf, True, False };
    Kind kind = Kind::True;
    std::vector<Node> children;
    Leaf leaf;
    std::string name;

    static Node all(std::vector<Node> children);  // And; empty: True; one child: that child
    static Node any(std::vector<Node> children);  // Or; empty: False; one child: that child
    static Node negate(Node child);
    static Node of(Leaf leaf);
    static Node constant(bool value);

    bool operator==(const Node&) const = default;
};

}  // namespace xiezhi::rules
