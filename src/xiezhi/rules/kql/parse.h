#pragma once

#include <string_view>
#include <variant>

#include "xiezhi/base/message.h"
#include "xiezhi/rules/kql/tree.h"

namespace xiezhi::rules::kql {

inline constexpr std::size_t kQuerySizeMax = std::size_t{1} << 20U;
inline constexpr std::size_t kDepthMax = 64;  // brackets and braces in each other
inline constexpr std::size_t kValuesMax = 20'000;

/// Why a query is none, and where.
struct Problem {
    Mark mark;
    Message what;
};

/// Reads a query of the Kibana Query Language as Kibana's grammar does. Source: elastic/kibana,
/// kbn-es-query, grammar.peggy; docs/kql.md has the grammar.
[[nodiscard]] std::variant<Tree, Problem> parse(std::string_view query);

/// The query has at least one `field:value` or `field > value`: nothing but words may be any text.
[[nodiscard]] bool names_field(const Tree& tree);

}  // namespace xiezhi::rules::kql
