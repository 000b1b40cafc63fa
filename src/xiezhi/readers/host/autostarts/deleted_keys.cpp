#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/formats/regf/deleted.h"
#include "xiezhi/formats/task/cache.h"
#include "xiezhi/readers/host/autostarts/autostart_entry.h"
#include "xiezhi/readers/host/registry.h"
#include "xiezhi/readers/host/services/service_kind.h"
#include "xiezhi/readers/host/subjects.h"

// What was deleted from the registry where it would have started something: keys, and values of
// keys that are still there. A key counts when its whole path is still known, and only as far as
// the hive does not hold the same today.
namespace xiezhi::readers {
namespace {

using schema::AutostartRow;

constexpr std::size_t kDocumentsMax = 5'000;  // of a host
constexpr std::size_t kValuesMax = 200'000;   // of a hive
constexpr std::string_view kControlSet = "{ccs}";
constexpr std::string_view kServices = "{ccs}\\services\\";
constexpr std::string_view kTaskCache =
    R"(microsoft\windows nt\currentversion\schedule\taskcache\)";

/// `controlset001\…` -> `{ccs}\…`, as tables have it.
std::string without_set(std::string path) {
    constexpr std::string_view kFront = "controlset";
    constexpr std::size_t kSize = kFront.size() + 3;
    if (path.starts_with(kFront) && path.size() > kSize && path[kSize] == '\\') {
        path.replace(0, kSize, kControlSet);
    }
    return path;
}

/// The path as rows of the table have it, and whose rows they are.
struct Place {
    std::string_view hive;
    std::string path;
};

Place place_of(HiveKind kind, std::string path) {
    constexpr std::string_view kClasses = "software\\classes\\";
    constexpr std::string_view kNarrow = "wow6432node\\";
    if (kind == HiveKind::System) return {"SYSTEM", without_set(std::move(path))};
    if (kind == HiveKind::Classes) return {"USRCLASS", std::move(path)};
    if (kind == HiveKind::User) {
        if (path.starts_with(kClasses)) return {"USRCLASS", path.substr(kClasses.size())};
        constexpr std::string_view kNarrowOfUser = "software\\wow6432node\\";
        if (path.starts_with(kNarrowOfUser)) {
            path.replace(0, kNarrowOfUser.size(), "software\\");
        }
        return {"NTUSER", std::move(path)};
    }
    if (path.starts_with(kNarrow)) path.erase(0, kNarrow.size());
    return {"SOFTWARE", std::move(path)};
}

/// A deleted key, or one that lost values, with those whose data are still theirs.
struct Gone {
    regf::Key key;
    std::string path;
    std::vector<regf::KeyValue> values{};

    [[nodiscard]] const regf::KeyValue* value(std::string_view name) const {
        const auto found = std::ranges::find_if(
            values, [&](const regf::KeyValue& one) { return one.name().is(name); });
        return found == values.end() ? nullptr : &*found;
    }
    [[nodiscard]] std::string text(std::string_view name) const {
        const regf::KeyValue* const found = value(name);
        return found == nullptr ? std::string() : found->text();
    }
    [[nodiscard]] std::optional<std::uint64_t> number(std::string_view name) const {
        const regf::KeyValue* const found = value(name);
        return found == nullptr ? std::nullopt : found->number();
    }
};

using GoneKeys = std::map<std::string, Gone>;  // by folded path

GoneKeys deleted_of(const regf::Hive& hive) {
    GoneKeys gone;
    std::size_t values = 0;
    regf::recover_deleted(
        hive, {.key =
                   [&](const regf::DeletedKey& deleted) {
                       if (!deleted.whole_path) return true;
                       // Of several copies of one key the one that was written last.
                       const auto [place, fresh] = gone.try_emplace(
                           folded(deleted.path), Gone{.key = deleted.key, .path = deleted.path});
                       Gone& known = place->second;
                       if (!fresh && known.key.last_written() < deleted.key.last_written()) {
                           known.key = deleted.key;
                       }
                       return true;
                   },
               .value =
                   [&](const regf::DeletedValue& deleted) {
                       if (!deleted.whole_path || deleted.data_overwritten) return true;
                       auto key = gone.find(folded(deleted.path));
                       const auto live = deleted.live_key ? hive.find(deleted.path) : std::nullopt;
                       if (key == gone.end() && live) {
                           key = gone.try_emplace(folded(deleted.path),
                                                  Gone{.key = *live, .path = deleted.path})
                                     .first;
                       }
                       if (key != gone.end()) key->second.values.push_back(deleted.value);
                       return ++values < kValuesMax;
                   }});
    return gone;
}

class DeletedReader {
public:
    explicit DeletedReader(HostContext& host) : host_(host) {}

    void read() {
        bool any = false;
        for (const auto& hive : host_.registry->hives()) {
            const bool of_interest =
                hive->kind == HiveKind::System || hive->kind == HiveKind::Software ||
                hive->kind == HiveKind::User || hive->kind == HiveKind::Classes;
            if (!of_interest) continue;
            any = true;
            read_hive(*hive);
        }
        if (!any) return;  // that the hives are not there is said by others
        for (const auto& [dataset, count] : told_) {
            host_.observations({.dataset = dataset,
                                .outcome = left_out_ > 0 ? Outcome::Partly : Outcome::Read,
                                .artefact = "SYSTEM, SOFTWARE, NTUSER.DAT",
                                .what = msg::reader_deleted(count),
                                .documents = count});
        }
    }

private:
    void read_hive(const OpenHive& hive) {
        const GoneKeys gone = deleted_of(hive.hive);
        for (const auto& [folded_path, key] : gone) {
            const Place place = place_of(hive.kind, folded_path);
            for (const AutostartRow& row : schema::autostarts()) {
                if (row.hive == place.hive && schema::path_match(folded(row.key), place.path)) {
                    read_autostart(hive, key, row);
                }
            }
            if (hive.kind == HiveKind::System && place.path.starts_with(kServices)) {
                read_service(hive, key, place.path.substr(kServices.size()), gone);
            }
            if (hive.kind == HiveKind::Software && place.path.starts_with(kTaskCache)) {
                read_task(hive, key, place.path.substr(kTaskCache.size()), gone);
            }
        }
    }

    void read_autostart(const OpenHive& hive, const Gone& key, const AutostartRow& row) {
        const std::string_view which = row.values.front();
        if (which == "[key]") {
            if (hive.hive.find(key.path)) return;
            const std::string name = key.path.substr(key.path.rfind('\\') + 1);
            autostart(hive, key, nullptr, name, name, row);
            return;
        }
        for (const regf::KeyValue& value : key.values) {
            const std::string name = shown_name(value);
            const bool wanted = which == "*" || which == "[name]" ||
                                std::ranges::any_of(row.values, [&](std::string_view one) {
                                    return value.name().is(one == "(default)" ? "" : one);
                                });
            if (!wanted || is_there(hive, key.path, value)) continue;
            if (which == "[name]") {
                autostart(hive, key, &value, name, name, row);
                continue;
            }
            for (const std::string& text : autostart_texts(value, row.what)) {
                autostart(hive, key, &value, name, text, row);
            }
        }
    }

    /// The hive says the same today: what was found is but an old copy.
    static bool is_there(const OpenHive& hive, const std::string& path,
                         const regf::KeyValue& value) {
        const auto key = hive.hive.find(path);
        const auto now = key ? key->value(value.name().text()) : std::nullopt;
        return now && now->type() == value.type() && now->text() == value.text() &&
               now->number() == value.number();
    }

    void autostart(const OpenHive& hive, const Gone& key, const regf::KeyValue* value,
                   const std::string& name, const std::string& text, const AutostartRow& row) {
        State state(Dataset::Autostart);
        const bool by_class = row.what == "clsid" || row.what == "progid";
        const std::string profile = hive.user.empty() ? "" : "C:\\Users\\" + hive.user;
        describe_autostart(state, row,
                           {.name = by_class ? text : name,
                            .target = by_class ? std::string() : text,
                            .key = key.path},
                           host_.paths.of_user(profile));
        tell(std::move(state), hive, key, value);
    }

    void read_service(const OpenHive& hive, const Gone& key, const std::string& name,
                      const GoneKeys& gone) {
        if (name.find('\\') != std::string::npos || hive.hive.find(key.path)) return;
        const auto type = key.number("Type");
        const std::string image = key.text("ImagePath");
        if (!type && image.empty()) return;
        State state(Dataset::Service);
        const std::string shown = key.path.substr(key.path.rfind('\\') + 1);
        describe_service(state, {.name = shown,
                                 .display_name = key.text("DisplayName"),
                                 .description = key.text("Description"),
                                 .account = key.text("ObjectName"),
                                 .type = type,
                                 .start = key.number("Start")});
        if (is_driver_type(type.value_or(kUsualServiceType))) {
            set_file(state, driver_path(shown, image, host_.paths));
        } else if (!image.empty()) {
            set_command(state, image, host_.paths);
        }
        const auto parameters = gone.find(folded(key.path) + "\\parameters");
        const std::string library =
            parameters == gone.end() ? "" : parameters->second.text("ServiceDll");
        if (!library.empty()) {
            state.set(StateField::ServiceDll, full_path(library, host_.paths));
            set_file(state, full_path(library, host_.paths));
        }
        tell(std::move(state), hive, key, key.value("ImagePath"));
    }

    /// `tree\Folder\Name` says that a task was there, `tasks\{id}` what it did.
    void read_task(const OpenHive& hive, const Gone& key, const std::string& below,
                   const GoneKeys& gone) {
        constexpr std::string_view kTree = "tree\\";
        if (!below.starts_with(kTree) || hive.hive.find(key.path)) return;
        const std::string id = key.text("Id");
        if (id.empty()) return;
        State state(Dataset::Task);
        const std::string name =
            '\\' + key.path.substr(key.path.size() - below.size() + kTree.size());
        state.set(StateField::TaskPath, name);
        state.set(StateField::TaskId, id);
        state.set(StateField::TaskSource, "task_cache");
        state.set_truth(StateField::TaskMicrosoftFolder, folded(name).starts_with("\\microsoft\\"));
        const auto task = gone.find(std::string(kTaskCache) + "tasks\\" + folded(id));
        const regf::KeyValue* const actions =
            task == gone.end() ? nullptr : task->second.value("Actions");
        if (actions != nullptr) set_action(state, *actions);
        tell(std::move(state), hive, key, key.value("Id"));
    }

    void set_action(State& state, const regf::KeyValue& value) const {
        std::vector<std::byte> room;
        const auto actions =
            task::parse_cached_actions(value.data(room).bytes, [](const Damage&) {}).actions;
        for (const task::Action& action : actions) {
            const auto* const exec = std::get_if<task::ExecAction>(&action);
            if (exec == nullptr) continue;
            state.set(StateField::TaskAction, "exec");
            state.set(StateField::TaskArguments, exec->arguments);
            set_command(state, task::command_line(*exec), host_.paths);
            return;
        }
    }

    void tell(State&& state, const OpenHive& hive, const Gone& key, const regf::KeyValue* value) {
        std::uint64_t& count = told_[state.dataset()];
        if (told_all_ >= kDocumentsMax) {
            ++left_out_;
            return;
        }
        ++told_all_;
        ++count;
        state.set(StateField::UserName, hive.user);
        state.set(StateField::UserId, hive.sid);
        state.set_truth(StateField::Deleted, true);
        place(state, hive, key.key, key.path, value);
        for (Proof& proof : state.proofs) proof.state = ProofState::Deleted;
        host_.states(std::move(state));
    }

    HostContext& host_;
    std::map<Dataset, std::uint64_t> told_;
    std::size_t told_all_ = 0;
    std::uint64_t left_out_ = 0;
};

}  // namespace

void read_deleted_keys(HostContext& host) {
    DeletedReader(host).read();
}

}  // namespace xiezhi::readers
