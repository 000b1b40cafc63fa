#pragma once

#include <string_view>

#include "xiezhi/rules/elastic/rule_document.h"

namespace xiezhi::rules::elastic {

/// The text reads like a rule's page of Elastic's documentation, pasted, in English or Chinese.
[[nodiscard]] bool is_page(std::string_view text);

/// Reads such a page: what it names, and the query below its heading.
void read_page(std::string_view text, const RuleContext& context, RuleSet& out);

/// A query and nothing else. False: the text is no query that names a field.
[[nodiscard]] bool read_bare_query(std::string_view text, const RuleContext& context, RuleSet& out);

}  // namespace xiezhi::rules::elastic
