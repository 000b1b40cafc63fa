#pragma once

#include <atomic>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "xiezhi/base/message.h"
#include "xiezhi/base/time.h"

namespace xiezhi::platform {

/// The arguments after the program's name as UTF-8. On Windows they are taken from the system,
/// since main()'s own have gone through the ANSI code page.
[[nodiscard]] std::vector<std::string> arguments(int count, const char* const* values);

/// To be called first in main(): a closed pipe becomes an error of write() instead of our end.
void prepare_process();

[[nodiscard]] std::optional<std::string> environment(const std::string& name);

/// The user's language: Chinese or, for all others, English.
[[nodiscard]] Lang user_language();

/// True once the user pressed Ctrl-C. The first call installs the handler; a second Ctrl-C ends the
/// program at once.
[[nodiscard]] const std::atomic<bool>& interrupted();

[[nodiscard]] FileTime now();

/// Minutes east of UTC in the user's time zone at that moment.
[[nodiscard]] int local_offset_minutes(FileTime time);

/// At least 1.
[[nodiscard]] std::size_t core_count();

}  // namespace xiezhi::platform
