#include <string>

#include "xiezhi/base/digest.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/readers/host/registry.h"
#include "xiezhi/readers/host/subjects.h"
#include "xiezhi/readers/host/windows_version.h"
#include "xiezhi/schema/logging.h"

// What decides about records beside the audit policy: whether a channel is on, how big its log may
// become, where it lies; and settings that change what events say.
namespace xiezhi::readers {
namespace {

constexpr std::string_view kChannels = R"(Microsoft\Windows\CurrentVersion\WINEVT\Channels)";
constexpr std::string_view kPolicies = R"(Policies\Microsoft\Windows\EventLog)";
constexpr std::string_view kClassic = R"(Services\EventLog)";
constexpr std::uint64_t kBytesPerKib = 1024;
constexpr std::uint32_t kFirstOfChannels = 6'000;  // build of Vista

/// A number, also when policy wrote it as text.
std::optional<std::uint64_t> number_of(const regf::Key& key, std::string_view name) {
    if (const auto number = key.number(name)) return number;
    const std::string text = key.text(name).value_or("");
    if (text.empty() || text.find_first_not_of("0123456789") != std::string::npos) {
        return std::nullopt;
    }
    return text == "0" ? 0 : 1;
}

/// What happens when the log is full.
const char* retention_name(const regf::Key& key) {
    if (number_of(key, "Retention").value_or(0) == 0) return "overwrite";
    return number_of(key, "AutoBackupLogFiles").value_or(0) != 0 ? "archive" : "keep";
}

class LogReader {
public:
    explicit LogReader(HostContext& host)
        : host_(host),
          registry_(*host.registry),
          system_(registry_.first(HiveKind::System)),
          software_(registry_.first(HiveKind::Software)) {
        const std::uint32_t build = windows_version(registry_).build;
        has_channels_ = build >= kFirstOfChannels || registry_.software(kChannels).has_value();
    }

    void read() {
        if (system_ != nullptr) read_classic();
        if (software_ != nullptr) read_channels();
        const bool there = system_ != nullptr || software_ != nullptr;
        const bool whole = system_ != nullptr && software_ != nullptr && !system_->incomplete &&
                           !software_->incomplete;
        observe(host_, Dataset::EventLog, "SYSTEM, SOFTWARE", there, !whole, told_);
    }

private:
    /// Logs that were there before channels: their settings still stand with the service.
    void read_classic() {
        const auto logs = registry_.control(kClassic);
        if (!logs) return;
        for (const regf::Key& key : logs->subkeys()) {
            if (!key.value("MaxSize") && !key.value("File")) continue;
            const std::string name = key.name().text();
            State state(Dataset::EventLog);
            state.set(StateField::EventLogChannel, name);
            // Vista and later have the switch of a classic log below WINEVT, where there is one.
            const auto own = channel_key(name);
            set_enabled(state, name, own && own->number("Enabled") == std::uint64_t{0});
            if (const auto size = key.number("MaxSize")) set_size(state, *size / kBytesPerKib);
            state.set(StateField::EventLogRetention, retention_name(key));
            set_log_file(state, key.text("File").value_or(""));
            const std::string path =
                registry_.control_set() + '\\' + std::string(kClassic) + '\\' + name;
            place(state, *system_, key, path, nullptr);
            apply_policy(state, name);
            tell(std::move(state));
        }
    }

    /// Of the hundreds of channels those that are known: they have something to say.
    void read_channels() {
        for (const schema::EventChannel& channel : schema::event_channels()) {
            const std::string name(channel.name);
            const auto key = channel_key(name);
            const auto enabled = key ? key->number("Enabled") : std::nullopt;
            if (!enabled || is_classic(name)) continue;
            State state(Dataset::EventLog);
            state.set(StateField::EventLogChannel, name);
            set_enabled(state, name, *enabled == 0);
            if (const auto size = key->number("MaxSize")) set_size(state, *size / kBytesPerKib);
            state.set(StateField::EventLogRetention, retention_name(*key));
            const auto value = key->value("Enabled");
            place(state, *software_, *key, std::string(kChannels) + '\\' + name, &*value);
            tell(std::move(state));
        }
    }

    [[nodiscard]] std::optional<regf::Key> channel_key(const std::string& name) const {
        // Names of channels hold no backslash, and may hold slashes: one subkey.
        const auto channels = registry_.software(kChannels);
        return channels ? channels->subkey(name) : std::nullopt;
    }

    [[nodiscard]] bool is_classic(const std::string& name) const {
        const auto logs = registry_.control(kClassic);
        const auto key = logs ? logs->subkey(name) : std::nullopt;
        return key && (key->value("MaxSize") || key->value("File"));
    }

    static void set_enabled(State& state, const std::string& name, bool off) {
        state.set_truth(StateField::EventLogEnabled, !off);
        const schema::EventChannel* const known = schema::find_event_channel(name);
        if (known == nullptr || known->state == "-") return;
        state.set_truth(StateField::EventLogDefaultEnabled, known->state == "on");
    }

    void set_size(State& state, std::uint64_t kib) const {
        state.set_number(StateField::EventLogSizeKib, kib);
        const schema::EventChannel* const known =
            schema::find_event_channel(state.text(StateField::EventLogChannel));
        if (!has_channels_ || known == nullptr || known->size_kib == 0) return;
        state.set_number(StateField::EventLogDefaultSizeKib, known->size_kib);
        state.set_truth(StateField::EventLogSmaller, kib < known->size_kib);
    }

    void set_log_file(State& state, const std::string& text) const {
        if (text.empty()) return;
        const std::string path = full_path(text, host_.paths);
        state.set(StateField::EventLogFile, path);
        if (!has_channels_) return;
        const std::string home =
            folded(std::string(host_.paths.system_root()) + R"(\System32\winevt\Logs\)");
        state.set_truth(StateField::EventLogRedirected, !folded(path).starts_with(home));
    }

    /// Group policy for the four classic logs: its sizes are in KiB.
    void apply_policy(State& state, const std::string& name) const {
        const auto key = registry_.software(std::string(kPolicies) + '\\' + name);
        if (!key) return;
        bool any = false;
        if (const auto on = number_of(*key, "Enabled")) {
            set_enabled(state, name, *on == 0);
            any = true;
        }
        if (const auto kib = key->number("MaxSize")) {
            set_size(state, *kib);
            any = true;
        }
        if (key->value("Retention")) {
            state.set(StateField::EventLogRetention, retention_name(*key));
            any = true;
        }
        if (const auto file = key->text("File"); file && !file->empty()) {
            set_log_file(state, *file);
            any = true;
        }
        if (!any) return;
        state.set_truth(StateField::EventLogPolicy, true);
        state.proofs.push_back(
            proof_of(*software_, std::string(kPolicies) + '\\' + name, nullptr, &*key));
    }

    void tell(State&& state) {
        host_.states(std::move(state));
        ++told_;
    }

    HostContext& host_;
    const Registry& registry_;
    const OpenHive* system_;
    const OpenHive* software_;
    bool has_channels_ = false;  // Vista and later
    std::uint64_t told_ = 0;
};

/// A value as a setting says it: numbers and texts as they are, data by their hash.
std::string setting_text(const regf::KeyValue& value) {
    if (const auto number = value.number(); number && value.type() != regf::ValueType::Binary) {
        return std::to_string(*number);
    }
    if (value.type() != regf::ValueType::Binary) return value.text();
    std::vector<std::byte> room;
    return digest_of(DigestKind::Sha256, value.data(room).bytes).hex();
}

/// `present`, and with the names of values when the key has any: they say what it was made for.
std::string presence_of(const regf::Key& key) {
    constexpr std::size_t kNames = 8;
    std::string text = "present";
    std::size_t count = 0;
    for (const regf::KeyValue& value : key.values()) {
        if (count == kNames) break;
        text += (count++ == 0 ? " with " : ", ") + shown_name(value);
    }
    return text;
}

std::uint64_t read_settings(HostContext& host) {
    constexpr std::string_view kControlSet = "{CCS}";
    const Registry& registry = *host.registry;
    std::uint64_t told = 0;
    for (const schema::HostSetting& row : schema::host_settings()) {
        const bool of_system = row.hive == "SYSTEM";
        const OpenHive* const hive =
            registry.first(of_system ? HiveKind::System : HiveKind::Software);
        if (hive == nullptr) continue;
        std::string path(row.key);
        if (of_system) path.replace(0, kControlSet.size(), registry.control_set());
        const auto key = hive->hive.find(path);
        const bool by_key = row.value == "[key]";
        const auto value = key && !by_key ? key->value(row.value) : std::nullopt;
        State state(Dataset::Setting);
        state.set(StateField::SettingName, std::string(row.name));
        std::string text(row.default_value);
        if (value) text = setting_text(*value);
        if (by_key && key) text = presence_of(*key);
        if (text.empty()) continue;
        state.set(StateField::SettingValue, std::move(text));
        state.set(StateField::SettingDefault, std::string(row.default_value));
        state.set_truth(StateField::SettingConfigured, value || (by_key && key));
        state.set_truth(StateField::SettingPolicy, row.key.starts_with("Policies\\"));
        if (key && (value || by_key)) {
            place(state, *hive, *key, path, value ? &*value : nullptr);
        } else {  // what is not there has its place too
            state.proofs.push_back({.path = hive->path,
                                    .parser = "regf",
                                    .place = path + " | " + std::string(row.value),
                                    .state = ProofState::Derived});
        }
        host.states(std::move(state));
        ++told;
    }
    return told;
}

}  // namespace

void read_event_logs(HostContext& host) {
    LogReader(host).read();
    const OpenHive* const software = host.registry->first(HiveKind::Software);
    const bool partly = software == nullptr || software->incomplete ||
                        host.registry->first(HiveKind::System) == nullptr;
    const std::uint64_t told = read_settings(host);
    if (told == 0) return;
    host.observations({.dataset = Dataset::Setting,
                       .outcome = partly ? Outcome::Partly : Outcome::Read,
                       .artefact = "SYSTEM, SOFTWARE",
                       .what = msg::reader_values(told),
                       .documents = told});
}

}  // namespace xiezhi::readers
