#pragma once

#include <vector>

#include "xiezhi/model/state.h"

namespace xiezhi::triage {

/// What the System log says of services against what the SYSTEM hive has: documents of the dataset
/// `difference`. Nothing without services of a hive. A service counts as running without its key
/// when the log saw it start, not stop, after the last shutdown, and the hive was written since.
[[nodiscard]] std::vector<State> service_differences(const std::vector<State>& documents);

}  // namespace xiezhi::triage
