#pragma once

#include <map>
#include <string>
#include <string_view>

namespace xiezhi::testing {

/// A document as its leaves: path -> value with its type in front ("n:4624", "s:text", "b:true",
/// "null"). Repeated keys and elements get #2, #3 …; nothing is lost that a map would lose.
using Flat = std::map<std::string, std::string>;

/// JSON; a duplicate key and `key_1` come out alike. Empty on bad syntax.
[[nodiscard]] Flat flatten_json(std::string_view text);

/// XML as dumps write it (no DTD): attributes as path@name, texts of elements without elements.
[[nodiscard]] Flat flatten_xml(std::string_view text);

}  // namespace xiezhi::testing
