#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "xiezhi/base/time.h"
#include "xiezhi/rules/elastic/document.h"
#include "xiezhi/rules/predicate.h"

namespace xiezhi::rules::elastic {

/// The items of an export by the list they belong to.
using ExceptionItems = std::map<std::string, std::vector<Document>, std::less<>>;

struct Exceptions {
    std::vector<Node> items;  // one that holds keeps the rule silent; each has its name
    std::vector<Problem> remarks;
};

/// What `exceptions_list` of a rule means. An item that asks for a value list, which no export
/// holds, is left out and told.
[[nodiscard]] Exceptions read_exceptions(const Document& rule, const ExceptionItems& items,
                                         FileTime now);

}  // namespace xiezhi::rules::elastic
