#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/readers/host/autostarts/autostart_entry.h"
#include "xiezhi/readers/host/registry.h"
#include "xiezhi/readers/host/subjects.h"
#include "xiezhi/schema/host.h"

namespace xiezhi::readers {
namespace {

using schema::AutostartRow;

constexpr std::size_t kDataTextMax = 64U << 10U;
constexpr std::string_view kControlSet = "{CCS}";

/// The hives a row of the tables is about.
HiveKind kind_named(std::string_view name) {
    if (name == "SYSTEM") return HiveKind::System;
    if (name == "SOFTWARE") return HiveKind::Software;
    if (name == "SAM") return HiveKind::Sam;
    if (name == "USRCLASS") return HiveKind::Classes;
    return HiveKind::User;
}

std::string shortened(std::string text) {
    if (text.size() > kDataTextMax) text.resize(kDataTextMax);
    return text;
}

/// The data of a value as Sysmon writes it (event 13, Details).
std::string details_of(const regf::KeyValue& value) {
    using regf::ValueType;
    switch (value.type()) {
        case ValueType::Dword:
        case ValueType::DwordBigEndian:
            return fmt::format("DWORD (0x{:08x})", value.number().value_or(0));
        case ValueType::Qword:
            return fmt::format("QWORD (0x{:08x}-0x{:08x})", value.number().value_or(0) >> 32U,
                               value.number().value_or(0) & 0xffffffffU);
        case ValueType::MultiSz: {
            std::string out;
            for (const std::string& text : value.multi_text())
                out += (out.empty() ? "" : " ") + text;
            return shortened(std::move(out));
        }
        case ValueType::Sz:
        case ValueType::ExpandSz:
        case ValueType::Link: {
            std::string text = value.text();
            return text.empty() ? "(Empty)" : shortened(std::move(text));
        }
        default:
            return "Binary Data";
    }
}

class ValueReader {
public:
    explicit ValueReader(HostContext& host) : host_(host), registry_(*host.registry) {}

    void read() {
        for (const AutostartRow& row : schema::autostarts()) {
            each_hive(row.hive, row.key, [&](const OpenHive& hive, const std::string& pattern) {
                read_keys(hive, pattern, row);
            });
        }
        for (const schema::RegistryWatch& row : schema::watched_values()) {
            each_hive(row.hive, row.key, [&](const OpenHive& hive, const std::string& pattern) {
                each_key(hive.hive, pattern, [&](const regf::Key& key, const std::string& path) {
                    each_value(key, row.values, [&](const regf::KeyValue& value) {
                        value_document(hive, key, path, value);
                    });
                });
            });
        }
        observe();
    }

private:
    using HivePattern = std::function<void(const OpenHive& hive, const std::string& pattern)>;

    /// A row's hives with the row's pattern as it is in each: the 32-bit view of SOFTWARE, classes
    /// of a user in both of his hives.
    void each_hive(std::string_view name, std::string_view key, const HivePattern& each) const {
        const HiveKind kind = kind_named(name);
        std::string pattern(key);
        if (pattern.starts_with(kControlSet)) {
            pattern.replace(0, kControlSet.size(), registry_.control_set());
        }
        for (const OpenHive* hive : registry_.all(kind)) {
            each(*hive, pattern);
            if (kind == HiveKind::Software) each(*hive, "Wow6432Node\\" + pattern);
            if (kind == HiveKind::User && pattern.starts_with("Software\\Microsoft\\")) {
                each(*hive, "Software\\Wow6432Node\\" + pattern.substr(9));
            }
        }
        if (kind != HiveKind::Classes) return;
        for (const OpenHive* hive : registry_.all(HiveKind::User)) {
            each(*hive, "Software\\Classes\\" + pattern);
        }
    }

    static void each_value(const regf::Key& key, std::span<const std::string_view> names,
                           const std::function<void(const regf::KeyValue&)>& each) {
        for (const std::string_view name : names) {
            if (name == "*") {
                for (const regf::KeyValue& value : key.values()) each(value);
            } else if (const auto value = key.value(name == "(default)" ? "" : name)) {
                each(*value);
            }
        }
    }

    void read_keys(const OpenHive& hive, const std::string& pattern, const AutostartRow& row) {
        each_key(hive.hive, pattern, [&](const regf::Key& key, const std::string& path) {
            if (row.values.front() == "[key]") {
                const std::string name = path.substr(path.rfind('\\') + 1);
                autostart(hive, key, path, nullptr, name, name, row);
                return;
            }
            const bool by_name = row.values.front() == "[name]";
            constexpr std::array kAll = {std::string_view("*")};
            each_value(key, by_name ? std::span<const std::string_view>(kAll) : row.values,
                       [&](const regf::KeyValue& value) {
                           value_document(hive, key, path, value);
                           read_value(hive, key, path, value, row);
                       });
        });
    }

    void read_value(const OpenHive& hive, const regf::Key& key, const std::string& path,
                    const regf::KeyValue& value, const AutostartRow& row) {
        const std::string name = shown_name(value);
        if (row.values.front() == "[name]") {
            autostart(hive, key, path, &value, name, name, row);
            return;
        }
        for (const std::string& text : autostart_texts(value, row.what)) {
            autostart(hive, key, path, &value, name, text, row);
        }
    }

    void autostart(const OpenHive& hive, const regf::Key& key, const std::string& path,
                   const regf::KeyValue* value, const std::string& name, const std::string& text,
                   const AutostartRow& row) {
        State state(Dataset::Autostart);
        const bool by_class = row.what == "clsid" || row.what == "progid";
        const std::string target = by_class ? server_of(hive, text, row.what == "progid") : text;
        describe_autostart(state, row,
                           {.name = by_class ? text : name, .target = target, .key = path},
                           host_.paths.of_user(profile_of(hive)));
        set_user(state, hive);
        if (const auto off = switched_off(hive, row, name)) {
            state.set_truth(StateField::AutostartDisabled, *off);
        }
        state.time = key.last_written();
        state.meaning = TimeMeaning::KeyLastWritten;
        state.proofs.push_back(proof_of(hive, path, value, &key));
        host_.states(std::move(state));
        ++autostarts_;
    }

    /// The program behind a class: of the user first, then of the machine.
    [[nodiscard]] std::string server_of(const OpenHive& hive, const std::string& name,
                                        bool is_progid) const {
        std::string clsid = name;
        const auto look = [&](const std::string& below) -> std::string {
            for (const OpenHive* classes : registry_.all(HiveKind::Classes)) {
                if (classes->user != hive.user) continue;
                if (const auto key = classes->hive.find(below)) return key->text("").value_or("");
            }
            for (const std::string& front :
                 {std::string("Classes\\"), std::string("Classes\\Wow6432Node\\"),
                  std::string("Wow6432Node\\Classes\\")}) {
                if (const auto key = registry_.software(front + below)) {
                    return key->text("").value_or("");
                }
            }
            return {};
        };
        if (is_progid) clsid = look(name + "\\CLSID");
        for (const char* server : {"\\InprocServer32", "\\LocalServer32"}) {
            const std::string found = look("CLSID\\" + clsid + server);
            if (!found.empty()) return found;
        }
        return {};
    }

    /// StartupApproved: the first byte is odd when the entry was switched off.
    [[nodiscard]] std::optional<bool> switched_off(const OpenHive& hive, const AutostartRow& row,
                                                   const std::string& name) const {
        if (row.location != "run") return std::nullopt;
        const std::string front = hive.kind == HiveKind::User ? "Software\\" : "";
        for (const char* list : {"Run", "Run32"}) {
            const auto key = hive.hive.find(
                front + R"(Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\)" + list);
            if (!key) continue;
            const auto value = key->value(name);
            if (!value) continue;
            std::vector<std::byte> room;
            const regf::ValueData data = value->data(room);
            if (data.bytes.empty()) continue;
            return (std::to_integer<unsigned>(data.bytes.front()) & 1U) != 0;
        }
        return std::nullopt;
    }

    void value_document(const OpenHive& hive, const regf::Key& key, const std::string& path,
                        const regf::KeyValue& value) {
        if (!told_.insert({hive.artefact, value.offset()}).second) return;
        State state(Dataset::RegistryValue);
        const std::string name = shown_name(value);
        std::string shown = path;
        const std::string& set = registry_.control_set();
        if (hive.kind == HiveKind::System && shown.starts_with(set)) {
            shown.replace(0, set.size(), "CurrentControlSet");
        }
        state.set(StateField::RegistryHive, hive.root.substr(0, hive.root.find('\\')));
        state.set(StateField::RegistryKey, hive.root + '\\' + shown);
        state.set(StateField::RegistryValue, name == "(default)" ? "(Default)" : name);
        state.set(StateField::RegistryPath, hive.root + '\\' + shown + '\\' +
                                                std::string(state.text(StateField::RegistryValue)));
        state.set(StateField::RegistryDataType, regf::type_name(value.type()));
        state.set(StateField::RegistryDetails, details_of(value));
        if (value.type() == regf::ValueType::MultiSz) {
            for (std::string& text : value.multi_text()) {
                state.add(StateField::RegistryDataStrings, shortened(std::move(text)));
            }
        } else if (value.type() == regf::ValueType::Sz ||
                   value.type() == regf::ValueType::ExpandSz) {
            state.set(StateField::RegistryDataStrings, shortened(value.text()));
        } else if (const auto number = value.number()) {
            state.set(StateField::RegistryDataStrings, std::to_string(*number));
        }
        set_user(state, hive);
        state.time = key.last_written();
        state.meaning = TimeMeaning::KeyLastWritten;
        state.proofs.push_back(proof_of(hive, path, &value, &key));
        host_.states(std::move(state));
        ++values_;
    }

    static void set_user(State& state, const OpenHive& hive) {
        state.set(StateField::UserName, hive.user);
        state.set(StateField::UserId, hive.sid);
    }

    [[nodiscard]] std::string profile_of(const OpenHive& hive) const {
        return hive.user.empty() ? std::string() : "C:\\Users\\" + hive.user;
    }

    void observe() {
        const bool machine = registry_.first(HiveKind::Software) != nullptr;
        const bool user = registry_.first(HiveKind::User) != nullptr;
        for (const Dataset dataset : {Dataset::Autostart, Dataset::RegistryValue}) {
            const std::uint64_t count = dataset == Dataset::Autostart ? autostarts_ : values_;
            if (machine) {
                const bool whole = user && registry_.first(HiveKind::System) != nullptr;
                host_.observations({.dataset = dataset,
                                    .outcome = whole ? Outcome::Read : Outcome::Partly,
                                    .artefact = "SOFTWARE, SYSTEM, NTUSER.DAT",
                                    .what = msg::reader_values(count),
                                    .documents = count});
            } else {
                host_.observations({.dataset = dataset,
                                    .outcome = user ? Outcome::Partly : Outcome::Absent,
                                    .artefact = "SOFTWARE",
                                    .what = msg::reader_absent("SOFTWARE"),
                                    .documents = count});
            }
        }
    }

    HostContext& host_;
    const Registry& registry_;
    std::set<std::pair<std::size_t, std::uint64_t>> told_;  // artefact and offset of values
    std::uint64_t autostarts_ = 0;
    std::uint64_t values_ = 0;
};

}  // namespace

void read_registry_values(HostContext& host) {
    ValueReader(host).read();
}

}  // namespace xiezhi::readers
