#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "xiezhi/rules/sigma/value.h"
#include "xiezhi/rules/sigma/yaml.h"

namespace xiezhi::rules::sigma {

/// What one identifier of a detection says, before its values become leaves.
struct Expr {
    enum class Kind : std::uint8_t { And, Or, Not, Item };
    Kind kind = Kind::And;
    std::vector<Expr> children;

    // Item:
    std::string field;  // empty: keyword, any value of the event
    Value value;
    bool anywhere = false;  // a keyword without modifiers may stand inside a longer value
    Mark mark;
};

struct Selection {
    std::string name;
    Mark mark;
    Expr expr;
};

/// map = and; list of maps, values or keywords = or.
[[nodiscard]] std::optional<Expr> parse_selection(const YamlNode& node, Diagnosis& diagnosis);

}  // namespace xiezhi::rules::sigma
