#include "xiezhi/readers/host/registry.h"

#include <algorithm>
#include <array>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/formats/regf/walk.h"
#include "xiezhi/schema/host.h"

namespace xiezhi::readers {
namespace {

constexpr std::size_t kKeysMax = 100'000;
constexpr std::size_t kDamagesNoted = 5;  // of one hive
constexpr FileTime kNoTime = {kTicksYear10000};

HiveKind kind_of(const regf::Hive& hive) {
    const auto has = [&](std::string_view path) { return hive.find(path).has_value(); };
    if (has("Select") && (has("ControlSet001") || has("ControlSet002"))) return HiveKind::System;
    if (has(R"(Microsoft\Windows NT\CurrentVersion)") || has(R"(Microsoft\Windows\CurrentVersion)"))
        return HiveKind::Software;
    if (has(R"(SAM\Domains)")) return HiveKind::Sam;
    if (has(R"(Policy\PolAdtEv)") || has(R"(Policy\Secrets)")) return HiveKind::Security;
    if (has(R"(Software\Microsoft)")) return HiveKind::User;
    if (has("Local Settings") && !has("Software")) return HiveKind::Classes;
    if (has(R"(Root\InventoryApplicationFile)") || has(R"(Root\File)")) return HiveKind::Amcache;
    return HiveKind::Other;
}

bool is_copy(std::string_view path) {
    const std::string lower = folded(path);
    for (const std::string_view folder : {"/regback/", "/repair/", "/_restore", "/windows.old/"}) {
        if (lower.find(folder) != std::string::npos) return true;
    }
    return false;
}

std::string root_of(HiveKind kind, const std::string& whose) {
    switch (kind) {
        case HiveKind::System:
            return R"(HKLM\System)";
        case HiveKind::Software:
            return R"(HKLM\SOFTWARE)";
        case HiveKind::Sam:
            return R"(HKLM)";  // its first key is SAM itself
        case HiveKind::Security:
            return R"(HKLM\SECURITY)";
        case HiveKind::User:
            return R"(HKU\)" + whose;
        case HiveKind::Classes:
            return R"(HKU\)" + whose + "_Classes";
        case HiveKind::Amcache:
        case HiveKind::Other:
            break;
    }
    return "Hive";
}

/// Profiles by the folder they lie in, from the SOFTWARE hive: `users\li` -> SID.
std::string sid_of_folder(const regf::Hive* software, const std::string& user) {
    if (software == nullptr || user.empty()) return {};
    const auto list = software->find(R"(Microsoft\Windows NT\CurrentVersion\ProfileList)");
    if (!list) return {};
    for (const regf::Key& profile : list->subkeys()) {
        const std::string path = folded(profile.text("ProfileImagePath").value_or(""));
        const std::size_t at = path.rfind('\\');
        if (at != std::string::npos && path.substr(at + 1) == folded(user)) {
            return profile.name().text();
        }
    }
    return {};
}

std::unique_ptr<OpenHive> open_hive(const Volume& volume, std::size_t index,
                                    const NoteSink& notes) {
    const evidence::Collection& collection = volume.collection();
    const std::string& path = volume.artefact(index).path;
    const auto note = [&](NoteKind kind, Message what) {
        notes(Note{.kind = kind, .path = path, .what = std::move(what)});
    };
    auto source = collection.open(index);
    if (!source) {
        note(NoteKind::Unreadable, source.error().what);
        return nullptr;
    }
    const std::string name = path.substr(path.rfind('/') + 1);
    std::vector<std::unique_ptr<ByteSource>> logs;
    for (const char* ending : {".LOG1", ".LOG2", ".LOG"}) {
        const auto log = collection.beside(index, name + ending);
        if (!log) continue;
        if (auto opened = collection.open(*log)) logs.push_back(std::move(*opened));
    }
    std::vector<const ByteSource*> views;
    for (const auto& log : logs) views.push_back(log.get());
    std::size_t damages = 0;
    auto hive = regf::Hive::open(**source, views, [&](const Damage& damage) {
        if (++damages > kDamagesNoted) return;
        notes(Note{.kind = NoteKind::Damaged,
                   .path = path,
                   .offset = damage.offset,
                   .has_offset = true,
                   .what = damage.what});
    });
    if (!hive) {
        note(NoteKind::Unreadable, hive.error().what);
        return nullptr;
    }
    auto out = std::make_unique<OpenHive>(OpenHive{.artefact = index,
                                                   .path = path,
                                                   .root = {},
                                                   .user = volume.user_of(index),
                                                   .sid = {},
                                                   .hive = std::move(*hive),
                                                   .incomplete = damages > 0});
    out->kind = kind_of(out->hive);
    return out;
}

std::vector<std::string> components_of(std::string_view path) {
    std::vector<std::string> parts;
    while (!path.empty()) {
        const std::size_t at = path.find('\\');
        parts.emplace_back(path.substr(0, at));
        if (at == std::string_view::npos) break;
        path.remove_prefix(at + 1);
    }
    return parts;
}

struct Walk {
    const std::vector<std::string>& parts;
    const KeyVisitor& each;
    std::size_t left = kKeysMax;

    /// NOLINTNEXTLINE(misc-no-recursion): as deep as the pattern has parts
    void go(const regf::Key& key, std::size_t depth, const std::string& path) {
        if (depth == parts.size()) {
            if (left > 0) {
                --left;
                each(key, path);
            }
            return;
        }
        const std::string& part = parts[depth];
        const auto below = [&](const std::string& name) {
            return path.empty() ? name : path + '\\' + name;
        };
        if (part.find('*') == std::string::npos) {
            if (const auto child = key.subkey(part)) go(*child, depth + 1, below(part));
            return;
        }
        const std::string pattern = folded(part);
        for (const regf::Key& child : key.subkeys()) {
            if (left == 0) return;
            const std::string name = child.name().text();
            if (schema::path_match(pattern, folded(name))) go(child, depth + 1, below(name));
        }
    }
};

}  // namespace

Registry Registry::open(const Volume& volume, const NoteSink& notes) {
    Registry registry;
    std::vector<std::unique_ptr<OpenHive>> copies;
    for (const std::size_t index : volume.artefacts()) {
        if (volume.artefact(index).kind != evidence::ArtefactKind::Hive) continue;
        auto hive = open_hive(volume, index, notes);
        if (hive == nullptr) continue;
        (is_copy(hive->path) ? copies : registry.hives_).push_back(std::move(hive));
    }
    for (auto& copy : copies) {
        const bool machine = copy->kind != HiveKind::User && copy->kind != HiveKind::Classes;
        if (machine && registry.first(copy->kind) == nullptr) {
            registry.hives_.push_back(std::move(copy));
        }
    }
    const OpenHive* const software = registry.first(HiveKind::Software);
    for (const auto& hive : registry.hives_) {
        hive->sid = sid_of_folder(software == nullptr ? nullptr : &software->hive, hive->user);
        const std::string& whose = hive->sid.empty() ? hive->user : hive->sid;
        hive->root = root_of(hive->kind, whose.empty() ? ".DEFAULT" : whose);
    }
    for (const auto& hive : registry.hives_) {
        const FileTime written = hive->hive.base().last_written;
        if (written < kNoTime) registry.newest_ = std::max(registry.newest_, written);
    }
    if (const OpenHive* const system = registry.first(HiveKind::System)) {
        const auto select = system->hive.find("Select");
        const std::uint64_t current = select ? select->number("Current").value_or(1) : 1;
        std::string digits = std::to_string(current % 1000);
        while (digits.size() < 3) digits.insert(digits.begin(), '0');
        registry.control_set_ = "ControlSet" + digits;
    }
    return registry;
}

const OpenHive* Registry::first(HiveKind kind) const {
    const auto found = std::ranges::find(hives_, kind, [](const auto& one) { return one->kind; });
    return found == hives_.end() ? nullptr : found->get();
}

std::vector<const OpenHive*> Registry::all(HiveKind kind) const {
    std::vector<const OpenHive*> out;
    for (const auto& hive : hives_) {
        if (hive->kind == kind) out.push_back(hive.get());
    }
    return out;
}

std::optional<regf::Key> Registry::control(std::string_view path) const {
    const OpenHive* const system = first(HiveKind::System);
    if (system == nullptr) return std::nullopt;
    return system->hive.find(control_set_ + '\\' + std::string(path));
}

std::optional<regf::Key> Registry::software(std::string_view path) const {
    const OpenHive* const software = first(HiveKind::Software);
    if (software == nullptr) return std::nullopt;
    return software->hive.find(path);
}

std::optional<std::uint64_t> days_between(FileTime from, FileTime to) noexcept {
    if (from.ticks == 0 || to.ticks == 0 || from >= kNoTime || to >= kNoTime) return std::nullopt;
    return from >= to ? 0 : (to.ticks - from.ticks) / kTicksPerDay;
}

void each_key(const regf::Hive& hive, std::string_view pattern, const KeyVisitor& each) {
    const auto root = hive.root();
    if (!root) return;
    const std::vector<std::string> parts = components_of(pattern);
    Walk{.parts = parts, .each = each}.go(*root, 0, {});
}

std::string shown_name(const regf::KeyValue& value) {
    std::string name = value.name().text();
    if (name.empty()) return "(default)";
    for (std::size_t at = name.find('\0'); at != std::string::npos; at = name.find('\0')) {
        name.replace(at, 1, "\xE2\x90\x80");  // the picture of NUL
    }
    return name;
}

void walk_hive(const OpenHive& hive,
               const std::function<bool(const regf::Key& key, std::string_view path)>& key,
               const std::function<bool(const regf::KeyValue& value)>& value) {
    regf::walk(hive.hive, {.key = key, .value = value}, [](const Damage&) {});
}

Proof proof_of(const OpenHive& hive, const std::string& key_path, const regf::KeyValue* value,
               const regf::Key* key) {
    Proof proof{.path = hive.path, .parser = "regf", .place = key_path};
    if (value != nullptr) {
        proof.place += " | " + shown_name(*value);
        proof.offset = value->offset();
    } else if (key != nullptr) {
        proof.offset = key->offset();
    }
    return proof;
}

void place(State& state, const OpenHive& hive, const regf::Key& key, const std::string& path,
           const regf::KeyValue* value) {
    state.time = key.last_written();
    state.meaning = TimeMeaning::KeyLastWritten;
    state.proofs.push_back(proof_of(hive, path, value, &key));
}

void observe_hive(const HostContext& host, Dataset dataset, const OpenHive* hive, const char* name,
                  std::uint64_t count) {
    observe(host, dataset, name, hive != nullptr, hive != nullptr && hive->incomplete, count);
}

}  // namespace xiezhi::readers
