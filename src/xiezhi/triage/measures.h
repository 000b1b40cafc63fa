#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/base/result.h"
#include "xiezhi/rules/rule.h"

namespace xiezhi::triage {

/// A command to type on the host about a thing of some kind (pack/measures.tsv).
struct Measure {
    std::string kind;  // of an entity, or `host`
    std::string act;   // look, keep, contain
    rules::TwoTexts title;
    std::string command;  // `{value}` stands for the thing
};

/// Reads the table; an Error names its line.
[[nodiscard]] Result<std::vector<Measure>> parse_measures(std::string_view table);

/// The table that is part of the program.
[[nodiscard]] const std::vector<Measure>& builtin_measures();

}  // namespace xiezhi::triage
