#pragma once

#include <string>
#include <vector>

#include "tests/support/hive_writer.h"

namespace xiezhi::demo {

inline constexpr const char* kTaskCache =
    R"(Microsoft\Windows NT\CurrentVersion\Schedule\TaskCache\)";

/// A task as the service keeps it twice: a file, and keys below kTaskCache of SOFTWARE.
struct ScheduledTask {
    std::string path;  // \Folder\Name
    std::string id;
    std::string author;
    std::string trigger;  // XML
    std::string command;
    std::string arguments;
    std::string user = "S-1-5-18";
    std::string run_level = {};  // empty: not said
    std::string handler = {};    // CLSID of a COM handler, in place of a command
};

/// The file's content, and where it stands on the volume.
[[nodiscard]] std::string task_file(const ScheduledTask& task);
[[nodiscard]] std::string task_file_path(const ScheduledTask& task);
/// Values of Tree\<path> and of Tasks\<id>; the actions are left out.
[[nodiscard]] std::vector<testing::HiveValue> tree_values(const ScheduledTask& task);
[[nodiscard]] std::vector<testing::HiveValue> task_values(const ScheduledTask& task);

}  // namespace xiezhi::demo
