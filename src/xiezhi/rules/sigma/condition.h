#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/rules/predicate.h"
#include "xiezhi/rules/sigma/diagnosis.h"

namespace xiezhi::rules::sigma {

/// A condition with its names resolved.
struct Condition {
    enum class Kind : std::uint8_t { And, Or, Not, Selection, False };
    Kind kind = Kind::False;
    std::vector<Condition> children;
    std::size_t selection = 0;  // index into the names

    bool operator==(const Condition&) const = default;
};

/// Legacy `| count(field) by group > n`.
struct Aggregation {
    std::string field;  // empty: events are counted
    std::vector<std::string> group_by;
    CompareOp op = CompareOp::Gt;
    double value = 0;
};

struct ParsedCondition {
    Condition condition;
    std::optional<Aggregation> aggregation;
};

/// Grammar (specification, "Condition"; `not` binds tightest, then `and`, then `or`):
///   expr  := and ("or" and)*
///   and   := not ("and" not)*
///   not   := "not" not | atom
///   atom  := "(" expr ")" | ("1" | "any" | "all") "of" ("them" | pattern) | identifier
/// Words are split first, so that an identifier may be called `not_x` or `all`. Operators in
/// capitals are taken too. `x of` with nothing behind it is false, with a warning.
[[nodiscard]] std::optional<ParsedCondition> parse_condition(std::string_view text,
                                                             const std::vector<std::string>& names,
                                                             Mark mark, Diagnosis& diagnosis);

/// `*` anywhere in `pattern`; without one it is the name itself.
[[nodiscard]] bool matches_name(std::string_view pattern, std::string_view name) noexcept;

}  // namespace xiezhi::rules::sigma
