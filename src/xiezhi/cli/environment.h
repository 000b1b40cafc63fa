#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <string_view>

#include "xiezhi/base/message.h"
#include "xiezhi/base/result.h"
#include "xiezhi/base/time.h"

namespace xiezhi::cli {

/// Everything that a run meets outside of its arguments and the file system, so that tests can run
/// the whole program in their own process. main() fills it from platform/.
struct Environment {
    std::string version;
    std::function<Result<void>(std::string_view)> out;  // results
    std::function<Result<void>()> flush_out;            // at the end: is all of it there?
    std::function<void(std::string_view)> err;          // all that people are told besides
    bool err_is_terminal = false;
    bool out_colours = false;   // the terminal understands them and NO_COLOR is not set
    std::size_t out_width = 0;  // 0: no terminal
    std::size_t err_width = 0;
    Lang lang = Lang::En;
    std::function<FileTime()> now;
    std::function<int(FileTime)> local_offset_minutes;
    std::size_t cores = 1;
    const std::atomic<bool>* interrupted = nullptr;
    /// Windows: `"D:\case\" --rules x` reaches us as one argument with a quote in it.
    bool quotes_may_swallow = false;
};

}  // namespace xiezhi::cli
