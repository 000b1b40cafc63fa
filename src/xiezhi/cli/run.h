#pragma once

#include <string>
#include <vector>

#include "xiezhi/cli/environment.h"

namespace xiezhi::cli {

// What the program says to the shell (also in `--help`).
inline constexpr int kExitDone = 0;           // nothing at or above the asked level
inline constexpr int kExitFindings = 1;       // findings at or above it
inline constexpr int kExitUsage = 2;          // the command line was wrong
inline constexpr int kExitUnread = 3;         // some evidence could not be read
inline constexpr int kExitFailed = 4;         // nothing came of it
inline constexpr int kExitInterrupted = 130;  // Ctrl-C

/// The whole program: `arguments` without the program's name, UTF-8.
[[nodiscard]] int run(std::vector<std::string> arguments, const Environment& environment);

}  // namespace xiezhi::cli
