#pragma once

#include <string>
#include <vector>

#include "xiezhi/cli/shell.h"
#include "xiezhi/output/report_page.h"

namespace xiezhi::cli {

// One function for each verb: its arguments in, the exit code out.
[[nodiscard]] int run_hunt(const Shell& shell, const std::vector<std::string>& arguments);
[[nodiscard]] int run_triage(const Shell& shell, const std::vector<std::string>& arguments);
[[nodiscard]] int run_report(const Shell& shell, const std::vector<std::string>& arguments);
[[nodiscard]] int run_coverage(const Shell& shell, const std::vector<std::string>& arguments);
[[nodiscard]] int run_search(const Shell& shell, const std::vector<std::string>& arguments);
[[nodiscard]] int run_dump(const Shell& shell, const std::vector<std::string>& arguments);
[[nodiscard]] int run_rules_check(const Shell& shell, const std::vector<std::string>& arguments);
[[nodiscard]] int run_rules_list(const Shell& shell, const std::vector<std::string>& arguments);
[[nodiscard]] int run_rules_explain(const Shell& shell, const std::vector<std::string>& arguments);
[[nodiscard]] int run_rules_export(const Shell& shell, const std::vector<std::string>& arguments);

/// Says what a page of the report had to leave out.
void tell_left_out(const Shell& shell, const output::ReportPage& page);

}  // namespace xiezhi::cli
