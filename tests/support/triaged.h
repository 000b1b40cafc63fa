#pragma once

#include <filesystem>

#include "xiezhi/triage/triage.h"

namespace xiezhi::testing {

/// The one host of an evidence folder, judged by the built-in pack. An expectation fails when it
/// cannot be opened or is not one host.
[[nodiscard]] triage::HostResult triaged(const std::filesystem::path& folder);

}  // namespace xiezhi::testing
