#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace xiezhi::rules {

// Lists that age (pool domains, ports, tools) stand beside the rules that use them:
// `lists/miner_ports.txt` fills `%miner_ports%`. Lines that begin with '#' say source and date.

/// A text file directly in a folder named `lists`; '/' between the components of `path`.
[[nodiscard]] bool is_value_list(std::string_view path) noexcept;

/// The name for `|expand`: the file's without folder and suffix. Only for an `is_value_list` path;
/// valid as long as `path`.
[[nodiscard]] std::string_view value_list_name(std::string_view path) noexcept;

/// One value a line, blanks around it left out; values may have Sigma's wildcards.
[[nodiscard]] std::vector<std::string> parse_value_list(std::string_view text);

}  // namespace xiezhi::rules
