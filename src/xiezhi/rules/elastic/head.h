#pragma once

#include <string_view>

#include "xiezhi/rules/elastic/document.h"
#include "xiezhi/rules/rule.h"

namespace xiezhi::rules::elastic {

/// What a rule says of itself: names, level, ATT&CK, guide. `metadata`: the TOML table or null.
[[nodiscard]] RuleHead read_head(const Document& rule, const Document* metadata);

/// Keys that stand beside the query and decide nothing here or are read; others are told.
[[nodiscard]] bool is_known_key(std::string_view key) noexcept;

/// `T1055.001` becomes the tag `attack.t1055.001`, a tactic's name `attack.defense_evasion`.
void add_attack_tag(std::string_view text, RuleHead& head);

}  // namespace xiezhi::rules::elastic
