#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace xiezhi::triage {

/// The text of a table that is part of the program (rules::builtin_pack()); empty when it is not.
[[nodiscard]] std::string pack_table(std::string_view name);

/// A text cut at every `mark`; an empty text is one empty part.
[[nodiscard]] std::vector<std::string> split(std::string_view text, char mark);

}  // namespace xiezhi::triage
