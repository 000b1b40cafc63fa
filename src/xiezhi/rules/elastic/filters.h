#pragma once

#include <string>
#include <variant>

#include "xiezhi/base/time.h"
#include "xiezhi/rules/elastic/document.h"
#include "xiezhi/rules/predicate.h"

namespace xiezhi::rules::elastic {

/// One entry of a rule's `filters`: an Elasticsearch query that must hold, or must not
/// (`meta.negate`). A disabled one is true.
[[nodiscard]] std::variant<Node, Problem> read_filter(const Document& filter, FileTime now);

/// An Elasticsearch wildcard pattern: `*`, `?`, a backslash before what is meant literally.
[[nodiscard]] Pattern wildcard_pattern(std::string_view text);

/// The whole value of the field fits the pattern; of analysed text one word.
[[nodiscard]] Node wildcard_node(const std::string& field, std::string_view pattern, bool cased);

}  // namespace xiezhi::rules::elastic
