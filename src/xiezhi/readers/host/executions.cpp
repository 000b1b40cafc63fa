#include <algorithm>
#include <set>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/formats/prefetch/prefetch.h"
#include "xiezhi/formats/recentfilecache/recentfilecache.h"
#include "xiezhi/formats/registry_values/amcache.h"
#include "xiezhi/formats/registry_values/bam.h"
#include "xiezhi/formats/registry_values/shimcache.h"
#include "xiezhi/formats/registry_values/user_assist.h"
#include "xiezhi/formats/text/artefacts.h"
#include "xiezhi/readers/host/registry.h"
#include "xiezhi/readers/host/subjects.h"

namespace xiezhi::readers {
namespace {

const auto kIgnore = [](const Damage&) {};

/// The part of `\DEVICE\HARDDISKVOLUME2\A` or `\VOLUME{…}\A` that names the volume.
std::string_view volume_of(std::string_view path) {
    constexpr std::size_t kDevice = 22;  // \Device\HarddiskVolume
    std::size_t at = std::string_view::npos;
    const std::string lower = folded(path);
    if (lower.starts_with("\\volume{")) at = path.find('\\', 1);
    if (lower.starts_with("\\device\\harddiskvolume")) at = path.find('\\', kDevice);
    return at == std::string_view::npos ? std::string_view() : path.substr(0, at);
}

/// As `C:\A` when it is on the volume that Windows is on. Which drive another one was is not kept:
/// such a path stays as it is.
std::string with_drive(const std::string& path, std::string_view system_volume) {
    const std::string_view volume = volume_of(path);
    if (volume.empty() || folded(volume) != folded(system_volume)) return path;
    return "C:" + path.substr(volume.size());
}

/// The volume that ntdll.dll was loaded from.
std::string_view system_volume(const prefetch::Prefetch& read) {
    for (const prefetch::LoadedFile& file : read.files) {
        if (folded(file.name).ends_with("\\windows\\system32\\ntdll.dll")) {
            return volume_of(file.name);
        }
    }
    return {};
}

class ExecutionReader {
public:
    explicit ExecutionReader(HostContext& host) : host_(host), registry_(*host.registry) {}

    void read() {
        prefetch();
        recent_files();
        compatibility_lists();
        for (const OpenHive* hive : registry_.all(HiveKind::Amcache)) amcache(*hive);
        if (const OpenHive* system = registry_.first(HiveKind::System)) {
            shim_cache(*system);
            for (const char* service : {"bam", "dam"}) background(*system, service);
        }
        for (const OpenHive* hive : registry_.all(HiveKind::User)) user_assist(*hive);
        const bool any = !sources_.empty();
        std::string names;
        for (const std::string& name : sources_) names += (names.empty() ? "" : ", ") + name;
        host_.observations(
            {.dataset = Dataset::Execution,
             .outcome = any ? Outcome::Read : Outcome::Absent,
             .artefact = any ? names : "Prefetch, Amcache, BAM",
             .what = any ? msg::reader_executions(count_) : msg::reader_absent("prefetch"),
             .documents = count_});
    }

private:
    State begin(const char* source, bool proves) {
        sources_.insert(source);
        State state(Dataset::Execution);
        state.set(StateField::ExecutionSource, source);
        state.set_truth(StateField::ExecutionProvesRun, proves);
        return state;
    }
    void tell(State&& state) {
        host_.states(std::move(state));
        ++count_;
    }
    void unreadable(const std::string& path, const Error& error) {
        host_.notes(Note{.kind = NoteKind::Unreadable, .path = path, .what = error.what});
    }

    void prefetch() {
        for (const std::size_t index : host_.volume.artefacts()) {
            if (host_.volume.artefact(index).kind != evidence::ArtefactKind::Prefetch) continue;
            const std::string& path = host_.volume.artefact(index).path;
            auto source = host_.volume.collection().open(index);
            if (!source) {
                unreadable(path, source.error());
                continue;
            }
            const auto read = prefetch::read(**source, kIgnore);
            if (!read) {
                unreadable(path, read.error());
                continue;
            }
            State state = begin("prefetch", true);
            const std::string_view system = system_volume(*read);
            const std::string program = read->executable_path.empty()
                                            ? read->executable
                                            : with_drive(read->executable_path, system);
            set_file(state, program);
            state.set(StateField::ExecutionProgram, read->executable);
            state.set_number(StateField::ExecutionCount, read->run_count);
            for (const FileTime time : read->run_times)
                state.add_time(StateField::ExecutionTimes, time);
            for (const prefetch::LoadedFile& file : read->files) {
                state.add(StateField::ExecutionFiles, with_drive(file.name, system));
            }
            if (!read->run_times.empty()) state.time = read->run_times.front();
            state.meaning = TimeMeaning::LastRun;
            state.proofs.push_back({.path = path, .parser = "prefetch", .place = read->executable});
            tell(std::move(state));
        }
    }

    void recent_files() {
        for (const std::size_t index : host_.volume.artefacts()) {
            if (host_.volume.artefact(index).kind != evidence::ArtefactKind::RecentFileCache)
                continue;
            const std::string& path = host_.volume.artefact(index).path;
            auto source = host_.volume.collection().open(index);
            if (!source) continue;
            const auto entries = recentfilecache::read(**source, kIgnore);
            if (!entries) {
                unreadable(path, entries.error());
                continue;
            }
            for (const recentfilecache::Entry& entry : *entries) {
                State state = begin("recentfilecache", false);
                set_file(state, entry.path);
                state.proofs.push_back({.path = path,
                                        .parser = "recentfilecache",
                                        .place = entry.path,
                                        .offset = entry.offset});
                tell(std::move(state));
            }
        }
    }

    void compatibility_lists() {
        for (const std::size_t index : host_.volume.artefacts()) {
            if (host_.volume.artefact(index).kind != evidence::ArtefactKind::CompatibilityList)
                continue;
            const std::string& path = host_.volume.artefact(index).path;
            auto source = host_.volume.collection().open(index);
            if (!source) continue;
            const auto done = text::read_compatibility_list(
                **source,
                [&](const text::CompatibilityEntry& entry) {
                    State state = begin("pca", true);
                    set_file(state, entry.path);
                    state.set(StateField::ExecutionPublisher, entry.vendor);
                    state.set(StateField::ExecutionProgram, entry.description);
                    if (entry.time) {
                        state.time = *entry.time;
                        state.meaning = TimeMeaning::LastRun;
                    }
                    state.proofs.push_back({.path = path,
                                            .parser = "text",
                                            .place = "line " + std::to_string(entry.place.line),
                                            .offset = entry.place.offset});
                    tell(std::move(state));
                    return true;
                },
                kIgnore);
            if (!done) unreadable(path, done.error());
        }
    }

    void amcache(const OpenHive& hive) {
        const std::string inventory = R"(Root\InventoryApplicationFile)";
        if (const auto files = hive.hive.find(inventory)) {
            for (const regf::Key& key : files->subkeys()) {
                const std::string id = key.text("FileId").value_or("");
                amcache_entry(hive, key, inventory + '\\' + key.name().text(),
                              key.text("LowerCaseLongPath").value_or(""), id,
                              key.text("Publisher").value_or(""),
                              key.text("ProductName").value_or(""));
            }
        }
        each_key(hive.hive, R"(Root\File\*\*)", [&](const regf::Key& key, const std::string& path) {
            amcache_entry(hive, key, path, key.text("15").value_or(""),
                          key.text("101").value_or(""), key.text("1").value_or(""),
                          key.text("0").value_or(""));
        });
    }

    void amcache_entry(const OpenHive& hive, const regf::Key& key, const std::string& key_path,
                       const std::string& program, const std::string& id,
                       const std::string& publisher, const std::string& product) {
        if (program.empty() && id.empty()) return;
        State state = begin("amcache", false);
        set_file(state, program);
        state.set(StateField::FileHashSha1, amcache::sha1_of_id(id).value_or(""));
        state.set(StateField::ExecutionPublisher, publisher);
        state.set(StateField::ExecutionProgram, product);
        if (const auto size = key.number("Size")) state.set_number(StateField::FileSize, *size);
        state.time = key.last_written();
        state.meaning = TimeMeaning::KeyLastWritten;
        state.proofs.push_back(proof_of(hive, key_path, nullptr, &key));
        tell(std::move(state));
    }

    void shim_cache(const OpenHive& hive) {
        for (const char* name : {R"(Control\Session Manager\AppCompatCache)",
                                 R"(Control\Session Manager\AppCompatibility)"}) {
            const auto key = registry_.control(name);
            const auto value = key ? key->value("AppCompatCache") : std::nullopt;
            if (!value) continue;
            std::vector<std::byte> room;
            const auto cache = shimcache::parse(value->data(room).bytes);
            if (!cache) continue;
            for (const shimcache::Entry& entry : cache->entries) {
                if (entry.path.find('\t') != std::string::npos) continue;  // a packaged app
                State state = begin("shimcache", entry.executed.value_or(false));
                set_file(state, full_path(entry.path, host_.paths));
                state.time = entry.modified;
                state.meaning = TimeMeaning::FileModified;
                state.proofs.push_back(
                    proof_of(hive, registry_.control_set() + '\\' + name, &*value, nullptr));
                tell(std::move(state));
            }
        }
    }

    void background(const OpenHive& hive, const std::string& service) {
        for (const char* state_key : {"", "State\\"}) {
            const std::string pattern = registry_.control_set() + "\\Services\\" + service + '\\' +
                                        state_key + "UserSettings\\*";
            each_key(hive.hive, pattern, [&](const regf::Key& key, const std::string& path) {
                for (const regf::KeyValue& value : key.values()) {
                    std::vector<std::byte> room;
                    const auto entry = bam::parse(value.data(room).bytes);
                    if (!entry || entry->packaged) continue;
                    State state = begin("bam", true);
                    const std::string program = value.name().text();
                    // Nothing says which volume Windows is on: mostly there is one.
                    set_file(state, with_drive(program, volume_of(program)));
                    state.set(StateField::UserId, key.name().text());
                    state.time = entry->last_run;
                    state.meaning = TimeMeaning::LastRun;
                    state.proofs.push_back(proof_of(hive, path, &value, nullptr));
                    tell(std::move(state));
                }
            });
        }
    }

    void user_assist(const OpenHive& hive) {
        const char* const pattern =
            R"(Software\Microsoft\Windows\CurrentVersion\Explorer\UserAssist\*\Count)";
        const HostPaths paths =
            host_.paths.of_user(hive.user.empty() ? std::string() : "C:\\Users\\" + hive.user);
        each_key(hive.hive, pattern, [&](const regf::Key& key, const std::string& path) {
            for (const regf::KeyValue& value : key.values()) {
                std::string name = user_assist::decoded_name(value.name().text());
                if (user_assist::is_counter(name)) continue;
                if (name.starts_with("UEME_")) {  // until Vista: `UEME_RUNPATH:C:\\…`
                    const std::size_t colon = name.find(':');
                    if (colon == std::string::npos || !name.starts_with("UEME_RUNPATH")) continue;
                    name.erase(0, colon + 1);
                }
                std::vector<std::byte> room;
                const auto entry = user_assist::parse(value.data(room).bytes);
                if (!entry) continue;
                State state = begin("userassist", entry->run_count > 0);
                set_file(state, full_path(user_assist::with_known_folder(name), paths));
                state.set(StateField::UserName, hive.user);
                state.set(StateField::UserId, hive.sid);
                state.set_number(StateField::ExecutionCount, entry->run_count);
                state.time = entry->last_run;
                state.meaning = TimeMeaning::LastRun;
                state.proofs.push_back(proof_of(hive, path, &value, nullptr));
                tell(std::move(state));
            }
        });
    }

    HostContext& host_;
    const Registry& registry_;
    std::set<std::string> sources_;
    std::uint64_t count_ = 0;
};

}  // namespace

void read_executions(HostContext& host) {
    ExecutionReader(host).read();
}

}  // namespace xiezhi::readers
