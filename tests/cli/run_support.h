#pragma once

#include <string>
#include <vector>

#include "xiezhi/cli/run.h"

namespace xiezhi::testing {

/// What a run of the program in this process said.
struct RunResult {
    int code = 0;
    std::string out;
    std::string err;
};

/// How the run's world looks; the rest is fixed: English, UTC+8 as local time, one core,
/// 2024-06-30T12:00:00Z.
struct RunWorld {
    Lang lang = Lang::En;
    std::size_t out_size_max = SIZE_MAX;  // then `out_error`
    Errc out_error = Errc::DiskFull;
    bool quotes_may_swallow = false;
    const std::atomic<bool>* interrupted = nullptr;
};

[[nodiscard]] RunResult run_xiezhi(const std::vector<std::string>& arguments,
                                   const RunWorld& world = {});

}  // namespace xiezhi::testing
