#include "tests/support/yaml_text.h"

#include <fmt/format.h>

namespace xiezhi::testing {

using rules::sigma::YamlNode;

std::string yaml_text(const YamlNode& node) {
    std::string out =
        fmt::format("{}@{}:{}", static_cast<int>(node.kind), node.mark.line, node.mark.column);
    if (node.is_scalar())
        return out + fmt::format("<{}|{}|{}>", node.text, node.truth, node.number);
    out += '[';
    for (const YamlNode& item : node.items) out += yaml_text(item) + ',';
    for (const auto& [key, mark, value] : node.entries)
        out += fmt::format("{}@{}:{}={},", key, mark.line, mark.column, yaml_text(value));
    return out + ']';
}

}  // namespace xiezhi::testing
