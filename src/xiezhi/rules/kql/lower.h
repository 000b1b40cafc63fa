#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "xiezhi/base/time.h"
#include "xiezhi/rules/kql/parse.h"
#include "xiezhi/rules/predicate.h"
#include "xiezhi/schema/ecs_type.h"

namespace xiezhi::rules::kql {

struct LowerOptions {
    FileTime now{};  // of date math
    std::function<schema::EcsField(std::string_view)> type_of = schema::ecs_field;
};

/// A query as a predicate tree over ECS fields. Each condition that must hold carries its own text
/// as its name, so that a finding can tell it.
struct Lowered {
    Node condition;
    std::vector<std::string> selections;
};
[[nodiscard]] std::variant<Lowered, Problem> lower(const Tree& tree, std::string_view query,
                                                   const LowerOptions& options);

/// parse() and lower().
[[nodiscard]] std::variant<Lowered, Problem> compile(std::string_view query,
                                                     const LowerOptions& options);

}  // namespace xiezhi::rules::kql
