#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/support/listed_facts.h"
#include "xiezhi/formats/regf/hive.h"

namespace xiezhi::testing {

/// The list that regipy's plugin called `name` makes of a hive, read by keys and values alone;
/// nothing for one that is not known here.
[[nodiscard]] std::optional<std::vector<ListEntry>> registry_list(const regf::Hive& hive,
                                                                  const std::string& name);

/// Facts of a SYSTEM hive as a whole (`select_current`, `computer_name` …), by field.
[[nodiscard]] ListEntry system_facts(const regf::Hive& hive);

}  // namespace xiezhi::testing
