#pragma once

#include <string>
#include <vector>

#include "xiezhi/cli/shell.h"

namespace xiezhi::cli {

// One function for each verb: its arguments in, the exit code out.
[[nodiscard]] int run_hunt(const Shell& shell, const std::vector<std::string>& arguments);
[[nodiscard]] int run_triage(const Shell& shell, const std::vector<std::string>& arguments);
[[nodiscard]] int run_coverage(const Shell& shell, const std::vector<std::string>& arguments);
[[nodiscard]] int run_search(const Shell& shell, const std::vector<std::string>& arguments);
[[nodiscard]] int run_dump(const Shell& shell, const std::vector<std::string>& arguments);
[[nodiscard]] int run_rules_check(const Shell& shell, const std::vector<std::string>& arguments);
[[nodiscard]] int run_rules_list(const Shell& shell, const std::vector<std::string>& arguments);
[[nodiscard]] int run_rules_explain(const Shell& shell, const std::vector<std::string>& arguments);
[[nodiscard]] int run_rules_export(const Shell& shell, const std::vector<std::string>& arguments);

}  // namespace xiezhi::cli
