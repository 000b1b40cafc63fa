#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/formats/task/cache.h"
#include "xiezhi/formats/task/definition.h"
#include "xiezhi/readers/host/registry.h"
#include "xiezhi/readers/host/subjects.h"

namespace xiezhi::readers {
namespace {

constexpr std::string_view kCache = R"(Microsoft\Windows NT\CurrentVersion\Schedule\TaskCache)";
constexpr std::string_view kFolder = "\\tasks\\";

const char* trigger_name(task::TriggerKind kind) {
    switch (kind) {
        case task::TriggerKind::Boot:
            return "boot";
        case task::TriggerKind::Logon:
            return "logon";
        case task::TriggerKind::Time:
            return "time";
        case task::TriggerKind::Calendar:
            return "calendar";
        case task::TriggerKind::Event:
            return "event";
        case task::TriggerKind::Idle:
            return "idle";
        case task::TriggerKind::Registration:
            return "registration";
        case task::TriggerKind::SessionStateChange:
            return "session";
        case task::TriggerKind::WnfStateChange:
        case task::TriggerKind::Other:
            break;
    }
    return "other";
}

/// ISO 8601 duration as seconds; 0 for what is none. Years and months count 365 and 30 days.
std::uint64_t seconds_of(std::string_view duration) {
    std::uint64_t total = 0;
    std::uint64_t number = 0;
    bool time = false;
    for (const char c : duration) {
        if (c >= '0' && c <= '9') {
            number = std::min<std::uint64_t>(number * 10 + static_cast<std::uint64_t>(c - '0'),
                                             1U << 30U);
            continue;
        }
        switch (c) {
            case 'T':
                time = true;
                break;
            case 'Y':
                total += number * 31'536'000;
                break;
            case 'M':
                total += number * (time ? 60 : 2'592'000);
                break;
            case 'D':
                total += number * 86'400;
                break;
            case 'H':
                total += number * 3'600;
                break;
            case 'S':
                total += number;
                break;
            default:
                break;
        }
        number = 0;
    }
    return total;
}

struct XmlTask {
    task::Definition definition;
    std::string path;  // of the artefact
};

struct CacheTask {
    regf::Key tree;
    std::string tree_path;
    std::string id;
    std::optional<regf::Key> key;
    std::string key_path;
};

class TaskReader {
public:
    explicit TaskReader(HostContext& host)
        : host_(host), software_(host.registry->first(HiveKind::Software)) {}

    void read() {
        read_files();
        if (software_ != nullptr) read_cache();
        std::set<std::string> names;
        for (const auto& [name, unused] : files_) names.insert(name);
        for (const auto& [name, unused] : cached_) names.insert(name);
        std::uint64_t count = 0;
        for (const std::string& name : names) {
            tell(name);
            ++count;
        }
        const bool both = !files_.empty() && software_ != nullptr;
        const Outcome outcome = both                                ? Outcome::Read
                                : files_.empty() && cached_.empty() ? Outcome::Absent
                                                                    : Outcome::Partly;
        host_.observations(
            {.dataset = Dataset::Task,
             .outcome = outcome,
             .artefact = "Windows/System32/Tasks, SOFTWARE",
             .what = count == 0 ? msg::reader_absent("Tasks") : msg::reader_tasks(count),
             .documents = count});
    }

private:
    void read_files() {
        for (const std::size_t index : host_.volume.artefacts()) {
            const evidence::Artefact& artefact = host_.volume.artefact(index);
            if (artefact.kind != evidence::ArtefactKind::TaskXml) continue;
            auto source = host_.volume.collection().open(index);
            if (!source) continue;
            auto definition = task::read_definition(**source, [&](const Damage& damage) {
                host_.notes(Note{.kind = NoteKind::Damaged,
                                 .path = artefact.path,
                                 .offset = damage.offset,
                                 .has_offset = true,
                                 .what = damage.what});
            });
            if (!definition) {
                host_.notes(Note{.kind = NoteKind::Unreadable,
                                 .path = artefact.path,
                                 .what = definition.error().what});
                continue;
            }
            const std::string name = name_of(host_.volume.windows_path(index), definition->uri);
            files_.try_emplace(folded(name), XmlTask{std::move(*definition), artefact.path});
            spelled_.try_emplace(folded(name), name);
        }
    }

    /// `C:\Windows\System32\Tasks\A\B` -> `\A\B`; what stands elsewhere goes by its URI.
    static std::string name_of(const std::string& windows_path, const std::string& uri) {
        const std::string lower = folded(windows_path);
        const std::size_t at = lower.find(kFolder);
        if (at != std::string::npos && at + kFolder.size() <= windows_path.size()) {
            return windows_path.substr(at + kFolder.size() - 1);
        }
        return uri.empty() ? windows_path : uri;
    }

    void read_cache() {
        const auto tree = software_->hive.find(std::string(kCache) + "\\Tree");
        if (tree) walk_tree(*tree, {}, 0);
    }

    // NOLINTNEXTLINE(misc-no-recursion): at most kDepthMax folders
    void walk_tree(const regf::Key& folder, const std::string& path, std::size_t depth) {
        constexpr std::size_t kDepthMax = 32;
        if (depth > kDepthMax) return;
        for (const regf::Key& key : folder.subkeys()) {
            const std::string name = path + '\\' + key.name().text();
            const std::string id = key.text("Id").value_or("");
            if (!id.empty()) {
                CacheTask one{.tree = key,
                              .tree_path = std::string(kCache) + "\\Tree" + name,
                              .id = id,
                              .key = std::nullopt,
                              .key_path = std::string(kCache) + "\\Tasks\\" + id};
                one.key = software_->hive.find(one.key_path);
                cached_.insert_or_assign(folded(name), std::move(one));
                spelled_.try_emplace(folded(name), name);
            }
            walk_tree(key, name, depth + 1);
        }
    }

    void tell(const std::string& folded_name) {
        const auto file = files_.find(folded_name);
        const auto cache = cached_.find(folded_name);
        const std::string& name = spelled_.at(folded_name);
        State state(Dataset::Task);
        state.set(StateField::TaskPath, name);
        state.set_truth(StateField::TaskMicrosoftFolder, folded_name.starts_with("\\microsoft\\"));
        // Without the other view nothing is said of it.
        const bool folder_seen = !files_.empty();
        if (folder_seen) state.set_truth(StateField::TaskHasFile, file != files_.end());
        if (software_ != nullptr) state.set_truth(StateField::TaskHasCache, cache != cached_.end());
        std::vector<task::Action> actions;
        if (cache != cached_.end()) set_cache(state, cache->second, actions);
        if (file != files_.end())
            set_file_facts(state, file->second, actions.empty() ? &actions : nullptr);
        if (file != files_.end() && cache != cached_.end())
            compare(name, file->second, cache->second);
        set_action(state, actions);
        host_.states(std::move(state));
    }

    void set_cache(State& state, const CacheTask& cache, std::vector<task::Action>& actions) {
        state.set(StateField::TaskSource, "task_cache");
        state.set(StateField::TaskId, cache.id);
        state.set_truth(StateField::TaskHasSd, cache.tree.value("SD").has_value());
        if (const auto index = cache.tree.number("Index")) {
            state.set_number(StateField::TaskIndex, *index);
        }
        state.time = cache.tree.last_written();
        state.meaning = TimeMeaning::KeyLastWritten;
        const auto id = cache.tree.value("Id");
        state.proofs.push_back(
            proof_of(*software_, cache.tree_path, id ? &*id : nullptr, &cache.tree));
        if (!cache.key) return;
        state.set(StateField::TaskAuthor, cache.key->text("Author").value_or(""));
        state.set(StateField::TaskDescription, cache.key->text("Description").value_or(""));
        std::vector<std::byte> room;
        const auto ignore = [](const Damage&) {};
        if (const auto value = cache.key->value("DynamicInfo")) {
            if (const auto info = task::parse_dynamic_info(value->data(room).bytes)) {
                state.set_time(StateField::TaskCreated, info->created);
                state.set_time(StateField::TaskLastRun, info->last_run);
            }
        }
        if (const auto value = cache.key->value("Actions")) {
            actions = task::parse_cached_actions(value->data(room).bytes, ignore).actions;
            state.proofs.push_back(proof_of(*software_, cache.key_path, &*value, nullptr));
        }
    }

    static void set_file_facts(State& state, const XmlTask& file,
                               std::vector<task::Action>* actions) {
        const task::Definition& definition = file.definition;
        if (!state.has(StateField::TaskSource)) state.set(StateField::TaskSource, "xml");
        state.set(StateField::TaskAuthor, definition.author);
        if (!definition.description.empty()) {
            state.set(StateField::TaskDescription, definition.description);
        }
        state.set_truth(StateField::TaskEnabled, definition.enabled);
        state.set_truth(StateField::TaskHidden, definition.hidden);
        for (const task::Principal& principal : definition.principals) {
            state.set(StateField::TaskUser,
                      principal.user_id.empty() ? principal.group_id : principal.user_id);
            state.set(StateField::TaskRunLevel, principal.run_level);
        }
        std::uint64_t shortest = 0;
        for (const task::Trigger& trigger : definition.triggers) {
            const std::string kind = trigger_name(trigger.kind);
            if (std::ranges::count(state.values(StateField::TaskTriggers), kind) == 0) {
                state.add(StateField::TaskTriggers, kind);
            }
            const std::uint64_t seconds = seconds_of(trigger.repetition_interval);
            if (seconds > 0 && (shortest == 0 || seconds < shortest)) shortest = seconds;
        }
        if (shortest > 0) state.set_number(StateField::TaskRepetitionSeconds, shortest);
        if (!state.has(StateField::TaskCreated)) {
            if (const auto date = parse_iso(definition.date)) {
                state.set_time(StateField::TaskCreated, *date);
                if (state.time.ticks == 0) {
                    state.time = *date;
                    state.meaning = TimeMeaning::Registered;
                }
            }
        }
        state.proofs.push_back({.path = file.path, .parser = "task", .place = {}});
        if (actions != nullptr) *actions = definition.actions;
    }

    /// The first action that runs something; a document says one, the command lines of the others
    /// stand in its arguments.
    void set_action(State& state, const std::vector<task::Action>& actions) const {
        for (const task::Action& action : actions) {
            if (const auto* exec = std::get_if<task::ExecAction>(&action)) {
                if (state.has(StateField::TaskAction)) continue;
                state.set(StateField::TaskAction, "exec");
                state.set(StateField::TaskArguments, exec->arguments);
                set_command(state, task::command_line(*exec), host_.paths);
            } else if (const auto* com = std::get_if<task::ComHandlerAction>(&action)) {
                if (state.has(StateField::TaskAction)) continue;
                state.set(StateField::TaskAction, "com_handler");
                state.set(StateField::TaskComClass, com->class_id);
                set_com_server(state, com->class_id);
            } else if (std::holds_alternative<task::EmailAction>(action)) {
                if (!state.has(StateField::TaskAction)) state.set(StateField::TaskAction, "email");
            } else if (!state.has(StateField::TaskAction)) {
                state.set(StateField::TaskAction, "message");
            }
        }
    }

    /// A class of a user comes before that of the machine, for tasks that run as this user.
    void set_com_server(State& state, const std::string& class_id) const {
        for (const HiveKind kind : {HiveKind::Classes, HiveKind::User}) {
            const std::string front = kind == HiveKind::User ? "Software\\Classes\\" : "";
            for (const OpenHive* const hive : host_.registry->all(kind)) {
                const std::string path = front + "CLSID\\" + class_id + "\\InprocServer32";
                const auto key = hive->hive.find(path);
                if (!key) continue;
                state.set_truth(StateField::TaskComOfUser, true);
                readers::set_file(state, full_path(key->text("").value_or(""), host_.paths));
                state.proofs.push_back(proof_of(*hive, path, nullptr, &*key));
                return;
            }
        }
        for (const char* server : {"InprocServer32", "LocalServer32"}) {
            const auto key =
                host_.registry->software("Classes\\CLSID\\" + class_id + '\\' + server);
            if (!key) continue;
            readers::set_file(state, full_path(key->text("").value_or(""), host_.paths));
            return;
        }
    }

    /// What stands on disk against what the service runs.
    void compare(const std::string& name, const XmlTask& file, const CacheTask& cache) {
        if (!cache.key) return;
        const auto value = cache.key->value("Actions");
        if (!value) return;
        std::vector<std::byte> room;
        const auto cached =
            task::parse_cached_actions(value->data(room).bytes, [](const Damage&) {}).actions;
        if (task::same_actions(file.definition.actions, cached)) return;
        if (std::ranges::all_of(cached, names_no_program)) return;
        State state(Dataset::Difference);
        state.set(StateField::DifferenceKind, "task_differs");
        state.set(StateField::DifferenceSubject, name);
        state.set(StateField::DifferenceFirst, shown(file.definition.actions));
        state.set(StateField::DifferenceSecond, shown(cached));
        state.time = cache.tree.last_written();
        state.meaning = TimeMeaning::KeyLastWritten;
        state.proofs.push_back({.path = file.path, .parser = "task", .place = {}});
        state.proofs.push_back(proof_of(*software_, cache.key_path, &*value, nullptr));
        host_.states(std::move(state));
    }

    /// A bare word where a command should be runs nothing, so it replaces nothing.
    static bool names_no_program(const task::Action& action) {
        const auto* const exec = std::get_if<task::ExecAction>(&action);
        return exec != nullptr && exec->command.find_first_of("\\/.:%") == std::string::npos;
    }

    static std::string shown(const std::vector<task::Action>& actions) {
        std::string out;
        for (const task::Action& action : actions) {
            if (!out.empty()) out += " | ";
            if (const auto* exec = std::get_if<task::ExecAction>(&action)) {
                out += exec->command + (exec->arguments.empty() ? "" : ' ' + exec->arguments);
            } else if (const auto* com = std::get_if<task::ComHandlerAction>(&action)) {
                out += com->class_id;
            }
        }
        return out.empty() ? "-" : out;
    }

    HostContext& host_;
    const OpenHive* software_;
    std::map<std::string, XmlTask> files_;     // by folded path of the task
    std::map<std::string, CacheTask> cached_;  // the same
    std::map<std::string, std::string> spelled_;
};

}  // namespace

void read_tasks(HostContext& host) {
    TaskReader(host).read();
}

}  // namespace xiezhi::readers
