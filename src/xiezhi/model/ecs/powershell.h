#pragma once

#include "xiezhi/model/ecs/text.h"

namespace xiezhi::ecs {

/// The value of the line `key` in "Host Name = ConsoleHost" lines (4103) or in "\tHostName=…" lines
/// (Windows PowerShell), where a line begins with a tab and may hold line feeds. Blanks in keys do
/// not count. Empty when there is none.
[[nodiscard]] std::string_view line_value(std::string_view text, std::string_view key) noexcept;

/// Lines "CommandInvocation(Out-Null): "Out-Null"": type, related_command, name and value; a line
/// of another form is a value.
void invocation(std::string_view text, std::string_view part, Texts& out);

}  // namespace xiezhi::ecs
