#include <utility>

#include "xiezhi/cli/hunt_run.h"
#include "xiezhi/cli/verbs.h"

namespace xiezhi::cli {

int run_hunt(const Shell& shell, const std::vector<std::string>& arguments) {
    HuntArguments typed;
    VerbSpec spec = hunt_spec(typed);
    if (const auto code = shell.parsed(spec, arguments)) return *code;
    HuntPlan plan;
    if (const auto mistake = understand(typed, shell, plan))
        return shell.usage(*mistake, spec.name);
    return HuntRun(shell, typed, std::move(plan)).run();
}

}  // namespace xiezhi::cli
