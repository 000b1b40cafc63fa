#pragma once

#include <string>
#include <string_view>

#include "xiezhi/rules/elastic/rule_document.h"

namespace xiezhi::rules::elastic {

/// What a file holds, told from its first bytes: a rule in TOML, exports in JSON (one value a line,
/// or one value in all), a pasted page or a bare query. Rules and problems are added to the set.
void read_file(std::string_view text, const RuleContext& context, RuleSet& out);

/// A query as typed; what is wrong with it is a problem that refuses.
void read_query(std::string_view query, const RuleContext& context, RuleSet& out);

}  // namespace xiezhi::rules::elastic
