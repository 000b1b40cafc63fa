#pragma once

#include <string>
#include <vector>

#include "xiezhi/model/event.h"
#include "xiezhi/rules/matcher.h"
#include "xiezhi/rules/rule.h"

namespace xiezhi::testing {

/// Rules out of Sigma YAML; a refused one throws, which fails the running test.
[[nodiscard]] rules::RuleSet rules_of(const std::vector<std::string>& yaml);

/// A rule with this detection (YAML flow style, condition inside) for a log source.
[[nodiscard]] std::string rule_yaml(const std::string& detection,
                                    const std::string& logsource = "{product: windows}");

using NamedTexts = std::vector<std::pair<std::string, std::string>>;
/// An event out of EventData fields; EventID, Channel and Provider_Name go to its head as well.
/// Fields that follow each other with one name become one field of several values.
[[nodiscard]] KeptEvent event_of(const NamedTexts& fields);

/// What the engine says of one event.
[[nodiscard]] std::vector<rules::Hit> match_once(const std::vector<rules::Rule>& rules,
                                                 const KeptEvent& event);

}  // namespace xiezhi::testing
