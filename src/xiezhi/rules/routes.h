#pragma once

#include "xiezhi/rules/rule.h"
#include "xiezhi/schema/logsource.h"

namespace xiezhi::rules {

/// Where a rule's records are: of Sigma's log source, or of Elastic's index patterns.
[[nodiscard]] schema::LogSourceRoutes routes_of(const LogSource& source);

}  // namespace xiezhi::rules
