#pragma once

#include <string>

#include "xiezhi/rules/sigma/yaml.h"

namespace xiezhi::testing {

/// All of a YAML tree with its marks, as text that can be compared whole.
[[nodiscard]] std::string yaml_text(const rules::sigma::YamlNode& node);

}  // namespace xiezhi::testing
