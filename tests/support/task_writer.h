#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/byte_writer.h"

namespace xiezhi::testing {

/// A .job file with one daily trigger that repeats every hour.
[[nodiscard]] std::vector<std::byte> job_file(std::string_view application,
                                              std::string_view parameters);

/// Text as the Task Scheduler stores XML: UTF-16LE with a byte order mark.
[[nodiscard]] std::vector<std::byte> utf16_file(std::string_view utf8);

/// Actions of TaskCache, version 3: one exec action.
[[nodiscard]] std::vector<std::byte> cached_exec_action(std::string_view command,
                                                        std::string_view arguments);
/// The same and a COM handler.
[[nodiscard]] std::vector<std::byte> cached_actions(std::string_view command,
                                                    std::string_view arguments);

/// Triggers of TaskCache, version 0x17: a logon trigger of a user, a daily and an event trigger.
[[nodiscard]] std::vector<std::byte> cached_triggers();

}  // namespace xiezhi::testing
