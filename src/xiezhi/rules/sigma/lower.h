#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "xiezhi/rules/predicate.h"
#include "xiezhi/rules/sigma/condition.h"
#include "xiezhi/rules/sigma/detection.h"

namespace xiezhi::rules::sigma {

/// The user's lists for `|expand`: name -> values, which may have wildcards.
using Placeholders = std::map<std::string, std::vector<std::string>, std::less<>>;

struct LowerOptions {
    const Placeholders* placeholders = nullptr;
    bool placeholder_wildcard = false;  // a list that was not given counts as `*`
};

/// The condition as a predicate tree; each selection's root carries its name.
[[nodiscard]] std::optional<Node> lower(const Condition& condition,
                                        const std::vector<Selection>& selections,
                                        const LowerOptions& options, Diagnosis& diagnosis);

/// One value of a detection item (for tests; `lower` does the rest).
[[nodiscard]] std::optional<Node> lower_item(const Expr& item, const LowerOptions& options,
                                             Diagnosis& diagnosis);

}  // namespace xiezhi::rules::sigma
