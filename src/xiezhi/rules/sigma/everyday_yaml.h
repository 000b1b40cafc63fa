#pragma once

#include <optional>
#include <string_view>

#include "xiezhi/rules/sigma/yaml.h"

namespace xiezhi::rules::sigma {

/// One document of the few shapes that nearly all rules are written in: block maps and lists,
/// scalars on one line, literal blocks, flow lists of scalars. Ten times as fast as libyaml, and
/// equal to it in every node and mark (tests/sigma/everyday_yaml_test.cpp). Nothing for any other
/// text, sound or broken: that is libyaml's.
[[nodiscard]] std::optional<YamlNode> parse_everyday_yaml(std::string_view text);

}  // namespace xiezhi::rules::sigma
