#include "tools/demo/exhibition/task_rows.h"

#include "tests/support/task_writer.h"
#include "tools/demo/scheduled_task.h"
#include "xiezhi/base/bytes.h"

namespace xiezhi::demo {
namespace {

using testing::HiveValue;

std::string trigger_of(const TaskRow& row) {
    const std::string repeats = *row.trigger == '\0' ? std::string()
                                                     : std::string("<Repetition><Interval>") +
                                                           row.trigger + "</Interval></Repetition>";
    return "<TimeTrigger><StartBoundary>2024-01-01T23:00:00</StartBoundary>" + repeats +
           "</TimeTrigger>";
}

ScheduledTask task_of(const TaskRow& row, std::string_view series, std::size_t number) {
    constexpr std::size_t kDigits = 12;
    std::string last = std::to_string(number);
    last.insert(0, kDigits - last.size(), '0');
    return {.path = row.path,
            .id = "{" + std::string(series) + "-5A3C-4D0E-9A51-" + last + "}",
            .author = row.author,
            .trigger = trigger_of(row),
            .command = row.command,
            .arguments = row.arguments,
            .user = row.user,
            .run_level = row.run_level,
            .handler = row.handler};
}

HiveValue actions(std::string_view command, std::string_view arguments) {
    return testing::binary_value(
        "Actions", std::string(as_text(testing::cached_exec_action(command, arguments))));
}

void put_into_cache(Stand& stand, const TaskRow& row, const ScheduledTask& task) {
    std::vector<HiveValue> tree = tree_values(task);
    if (row.flaw == Flaw::NoDescriptor) tree.pop_back();
    if (row.flaw == Flaw::IndexZero) tree[1] = testing::number_value("Index", 0);
    stand.key(HiveOf::Software, std::string(kTaskCache) + "Tree" + task.path, row.role).values =
        tree;
    std::vector<HiveValue> values = task_values(task);
    if (row.flaw == Flaw::OtherInCache) {
        values.push_back(actions(R"(C:\Tools\td-other.exe)", "/quiet"));
    } else if (row.flaw == Flaw::SameInCache || row.flaw == Flaw::NoFile) {
        values.push_back(actions(task.command, task.arguments));
    }
    stand.key(HiveOf::Software, std::string(kTaskCache) + "Tasks\\" + task.id, row.role).values =
        values;
}

}  // namespace

void put_tasks(Stand& stand, std::string_view series, std::span<const TaskRow> rows) {
    std::size_t number = 0;
    for (const TaskRow& row : rows) {
        const ScheduledTask task = task_of(row, series, ++number);
        if (row.flaw != Flaw::NoCache) put_into_cache(stand, row, task);
        if (row.flaw == Flaw::NoFile) {
            stand.tell(row.role, row.checks, HiveOf::Software, row.path);
            continue;
        }
        stand.file(task_file_path(task), task_file(task));
        stand.tell(row.role, row.checks, task_file_path(task), row.path);
    }
}

}  // namespace xiezhi::demo
