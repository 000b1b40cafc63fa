#pragma once

#include <rapidjson/document.h>

#include <string>

#include "xiezhi/model/event.h"
#include "xiezhi/rules/rule.h"

namespace xiezhi::testing {

/// An ECS document of a suite (nested objects or dotted keys, values or lists) as an event whose
/// fields have ECS names. event.code, winlog.channel and the provider go to its head as well.
[[nodiscard]] KeptEvent ecs_event(const rapidjson::Value& document);
[[nodiscard]] KeptEvent ecs_event(const std::string& json);

/// A rule of one KQL query over every event; a query that is refused throws.
[[nodiscard]] rules::Rule kql_rule(const std::string& query);

/// What engine and slow reference say of the rule's condition, which must be the same.
[[nodiscard]] bool kql_holds(const rules::Rule& rule, const KeptEvent& event);

}  // namespace xiezhi::testing
