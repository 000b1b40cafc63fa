// Scheduled tasks: .job files as another reader has them, and counts over the XML of hosts.
#include <gtest/gtest.h>

#include "tests/support/corpus.h"
#include "tests/support/dumped.h"
#include "tests/support/facts.h"
#include "xiezhi/evidence/kind.h"
#include "xiezhi/formats/task/definition.h"
#include "xiezhi/formats/task/job.h"

namespace xiezhi::testing {
namespace {

namespace fs = std::filesystem;

/// All tasks below a folder.
struct TaskFolder {
    std::size_t files = 0;
    std::size_t hidden = 0;
    std::size_t com_handlers = 0;
    std::map<std::string, std::size_t> triggers;
};

bool has_com_handler(const task::Definition& task) {
    return std::ranges::any_of(task.actions, [](const task::Action& action) {
        return std::holds_alternative<task::ComHandlerAction>(action);
    });
}

TaskFolder read_folder(const fs::path& folder) {
    TaskFolder all;
    for (const fs::path& path : files_below(folder)) {
        const MemorySource source(bytes_of(path));
        const auto kind = evidence::artefact_kind(source, path.generic_string());
        EXPECT_TRUE(kind && *kind == evidence::ArtefactKind::TaskXml) << path;
        const auto task = task::read_definition(
            source, [&](const Damage& d) { ADD_FAILURE() << path << " " << message_name(d.what); });
        EXPECT_TRUE(task) << path;
        if (!task) continue;
        EXPECT_FALSE(task->actions.empty()) << path;
        ++all.files;
        if (task->hidden) ++all.hidden;
        if (has_com_handler(*task)) ++all.com_handlers;
        for (const task::Trigger& trigger : task->triggers) {
            EXPECT_NE(trigger.kind, task::TriggerKind::Other) << path << " " << trigger.element;
            ++all.triggers[trigger.element];
        }
    }
    return all;
}

std::vector<std::string> folder_values(const TaskFolder& all, const Fact& fact) {
    if (fact.field == "task_file_count") return {std::to_string(all.files)};
    if (fact.field == "hidden_count") return {std::to_string(all.hidden)};
    if (fact.field == "com_handler_count") return {std::to_string(all.com_handlers)};
    const auto found = all.triggers.find(fact.subject);
    return {std::to_string(found == all.triggers.end() ? 0 : found->second)};
}

std::optional<std::vector<std::string>> job_values(const task::Job& job, const Fact& fact) {
    const auto or_null = [](const std::string& text) {
        return std::vector{text.empty() ? "null" : text};
    };
    if (fact.field == "application") return or_null(job.application);
    if (fact.field == "parameters") return or_null(job.parameters);
    if (fact.field == "working_directory") return or_null(job.working_directory);
    if (fact.field == "author" || fact.field == "username") return or_null(job.author);
    if (fact.field == "comment") return or_null(job.comment);
    if (fact.field == "product_version") return {{std::to_string(job.product_version)}};
    if (fact.field == "file_version") return {{std::to_string(job.file_version)}};
    if (fact.field == "last_run_local") return {{job.last_run.substr(0, job.last_run.find('.'))}};
    if (fact.field == "last_run_time") return {{job.last_run}};
    // One for the last run, one for each trigger.
    if (fact.field == "plaso_event_data_count") return {{std::to_string(1 + job.triggers.size())}};
    std::vector<std::string> values;
    for (const task::JobTrigger& trigger : job.triggers) {
        if (fact.field == "start_time") values.push_back(trigger.start);
        if (fact.field == "end_time") values.push_back(trigger.end.empty() ? "null" : trigger.end);
        if (fact.field == "trigger_type") values.push_back(std::to_string(trigger.type));
    }
    if (values.empty()) return std::nullopt;
    return values;
}

const std::vector<FactClass> kClasses = {
    {.name = "local time called UTC",
     .document = "[MS-TSCH] 2.4.1: the last run is a local time; the file has no zone",
     .example = "last_run_time 2013-08-24T12:42:00.112Z, ours without Z",
     .count_max = 1,
     .applies =
         [](const Fact& fact, const std::string& ours) {
             return fact.field == "last_run_time" && fact.value == ours + "Z";
         }},
};

TEST(FactsTasks, AllRows) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::map<std::string, TaskFolder> folders;
    check_facts(
        root, "tasks", kClasses, [&](const Fact& fact) -> std::optional<std::vector<std::string>> {
            const fs::path path = root / fact.file;
            if (fs::is_directory(path)) {
                if (!folders.contains(fact.file)) {
                    folders[fact.file] = read_folder(path);
                }
                if (!fact.field.ends_with("_count")) return std::nullopt;
                return folder_values(folders[fact.file], fact);
            }
            const auto job = task::parse_job(
                bytes_of(path), [](const Damage& d) { ADD_FAILURE() << message_name(d.what); });
            if (!job) return std::vector<std::string>{};
            return job_values(*job, fact);
        });
}

// Tasks of all other hosts too: read without damage.
TEST(FactsTasks, EveryHost) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::size_t files = 0;
    for (const auto& entry : fs::directory_iterator(root / "cases")) {
        const fs::path folder = entry.path() / "C" / "Windows" / "System32" / "Tasks";
        if (fs::is_directory(folder)) files += read_folder(folder).files;
    }
    EXPECT_GT(files, 0U);
}

}  // namespace
}  // namespace xiezhi::testing
