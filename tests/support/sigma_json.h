#pragma once

#include <string>
#include <vector>

#include "xiezhi/rules/sigma/condition.h"
#include "xiezhi/rules/sigma/detection.h"
#include "xiezhi/rules/sigma/value.h"
#include "xiezhi/rules/sigma/yaml.h"

// The typed form of Sigma in the notation of suites/sigma-spec (its README, "Value forms").
namespace xiezhi::testing {

[[nodiscard]] std::string to_json(const rules::sigma::Text& text);
[[nodiscard]] std::string to_json(const rules::sigma::Value& value);

/// Prefix form: ["and", …], ["not", x], ["=", field, value], ["kw", value], false.
[[nodiscard]] std::string to_json(const rules::sigma::Condition& condition,
                                  const std::vector<rules::sigma::Selection>& selections);
[[nodiscard]] std::string to_json(const rules::sigma::Expr& expr);

/// A JSON text read as the YAML it also is.
[[nodiscard]] rules::sigma::YamlNode read_json(const std::string& text);

/// Compact, keys sorted: equal exactly when two JSON values are.
[[nodiscard]] std::string canonical(const rules::sigma::YamlNode& node);
[[nodiscard]] std::string canonical(const std::string& json);

}  // namespace xiezhi::testing
