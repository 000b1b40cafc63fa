#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "xiezhi/rules/predicate.h"

namespace xiezhi::rules::kql {

/// A place in the query, from 1; columns count characters.
struct Mark {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
};

/// A field name or a value. Unquoted `true`, `false` and `null` have their own kinds; a Wildcard
/// holds an unescaped `*` and has it as AnyRun in `pattern`.
struct Literal {
    enum class Kind : std::uint8_t { Text, Quoted, Wildcard, True, False, Null };
    Kind kind = Kind::Text;
    std::string text;  // unescaped; of a Wildcard with its stars
    Pattern pattern;   // Wildcard
    Mark mark;

    /// `*` alone.
    [[nodiscard]] bool is_star() const { return kind == Kind::Wildcard && text == "*"; }
};

/// A query as it is written.
struct Tree {
    enum class Kind : std::uint8_t { MatchAll, And, Or, Not, Is, Range, Nested };
    Kind kind = Kind::MatchAll;
    std::vector<Tree> children;    // And, Or, Not; Nested: the one query below the path
    std::optional<Literal> field;  // Is (nothing: any field), Range; Nested: the path
    Literal value;                 // Is, Range
    CompareOp op = CompareOp::Eq;  // Range: Lt, Le, Gt, Ge
    Mark mark;
    std::size_t begin = 0;  // bytes of the query that it was read from
    std::size_t end = 0;
};

}  // namespace xiezhi::rules::kql
