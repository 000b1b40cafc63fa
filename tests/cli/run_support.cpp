#include "tests/cli/run_support.h"

#include "xiezhi/base/message_ids.h"

namespace xiezhi::testing {

RunResult run_xiezhi(const std::vector<std::string>& arguments, const RunWorld& world) {
    RunResult result;
    bool failed = false;
    const auto failure = [&] {
        return Error{world.out_error,
                     world.out_error == Errc::DiskFull ? msg::disk_full() : msg::pipe_closed(),
                     {}};
    };
    cli::Environment environment;
    environment.version = "0.0.0";
    environment.out = [&](std::string_view text) -> Result<void> {
        failed = failed || result.out.size() + text.size() > world.out_size_max;
        if (failed) return failure();
        result.out += text;
        return {};
    };
    environment.flush_out = [&]() -> Result<void> {
        if (failed) return failure();
        return {};
    };
    environment.err = [&](std::string_view text) { result.err += text; };
    environment.lang = world.lang;
    environment.now = [] { return *parse_iso("2024-06-30T12:00:00Z"); };
    environment.local_offset_minutes = [](FileTime) { return 8 * 60; };
    environment.interrupted = world.interrupted;
    environment.quotes_may_swallow = world.quotes_may_swallow;
    result.code = cli::run(arguments, environment);
    return result;
}

}  // namespace xiezhi::testing
