#include <algorithm>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/readers/host/registry.h"
#include "xiezhi/readers/host/subjects.h"

// Lists that the machine's hives keep, one document an entry: firewall, shares, exclusions of
// Defender.
namespace xiezhi::readers {
namespace {

std::string protocol_name(const std::string& number) {
    if (number == "6") return "tcp";
    if (number == "17") return "udp";
    if (number == "1") return "icmp";
    return number;
}

/// `v2.31|Action=Allow|Active=TRUE|Dir=In|…` ([MS-GPFAS] 2.2.2).
State firewall_rule(const std::string& id, std::string_view rule, const HostPaths& paths) {
    State state(Dataset::FirewallRule);
    state.set(StateField::FirewallRuleId, id);
    while (!rule.empty()) {
        const std::size_t end = std::min(rule.find('|'), rule.size());
        const std::string_view part = rule.substr(0, end);
        rule.remove_prefix(std::min(end + 1, rule.size()));
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos) continue;
        const std::string name(part.substr(0, equals));
        std::string value(part.substr(equals + 1));
        if (name == "Action") state.set(StateField::FirewallAction, folded(value));
        if (name == "Active") state.set_truth(StateField::FirewallActive, folded(value) == "true");
        if (name == "Dir") state.set(StateField::FirewallDirection, folded(value));
        if (name == "Protocol") state.set(StateField::FirewallProtocol, protocol_name(value));
        if (name == "Profile") state.add(StateField::FirewallProfiles, folded(value));
        if (name.starts_with("LPort")) state.add(StateField::FirewallLocalPorts, value);
        if (name.starts_with("RA4") || name.starts_with("RA6")) {
            state.add(StateField::FirewallRemoteAddresses, value);
        }
        if (name == "App") set_file(state, full_path(value, paths));
        if (name == "Svc") state.set(StateField::FirewallService, value);
        if (name == "Name") {
            state.set_truth(StateField::FirewallResourceName, value.starts_with('@'));
            state.set(StateField::FirewallRuleName, std::move(value));
        }
    }
    return state;
}

constexpr std::string_view kFirewall = R"(Services\SharedAccess\Parameters\FirewallPolicy)";

std::uint64_t read_firewall_rules(HostContext& host, const OpenHive& system) {
    std::uint64_t count = 0;
    const Registry& registry = *host.registry;
    for (const char* list : {R"(FirewallRules)", R"(RestrictedServices\Static\System)",
                             R"(RestrictedServices\Configurable\System)"}) {
        const std::string path = std::string(kFirewall) + '\\' + list;
        const auto key = registry.control(path);
        if (!key || std::string_view(list) != "FirewallRules") continue;
        for (const regf::KeyValue& value : key->values()) {
            State state = firewall_rule(value.name().text(), value.text(), host.paths);
            place(state, system, *key, registry.control_set() + '\\' + path, &value);
            host.states(std::move(state));
            ++count;
        }
    }
    return count;
}

/// Without the key nothing is logged, and the log would have 4 MiB.
void set_logging(State& state, const std::optional<regf::Key>& logging) {
    constexpr std::uint64_t kUsualKib = 4096;
    const auto number = [&](const char* name) {
        return logging ? logging->number(name) : std::nullopt;
    };
    if (logging) state.set(StateField::FirewallLogFile, logging->text("LogFilePath").value_or(""));
    state.set_truth(StateField::FirewallLogDropped, number("LogDroppedPackets").value_or(0) != 0);
    state.set_truth(StateField::FirewallLogAllowed,
                    number("LogSuccessfulConnections").value_or(0) != 0);
    state.set_number(StateField::FirewallLogSizeKib, number("LogFileSize").value_or(kUsualKib));
}

std::uint64_t read_firewall_profiles(HostContext& host, const OpenHive& system) {
    std::uint64_t count = 0;
    const Registry& registry = *host.registry;
    struct Profile {
        const char* key;
        const char* name;
    };
    for (const Profile& profile :
         {Profile{"DomainProfile", "domain"}, Profile{"StandardProfile", "private"},
          Profile{"PublicProfile", "public"}}) {
        const std::string path = std::string(kFirewall) + '\\' + profile.key;
        const auto key = registry.control(path);
        if (!key) continue;
        State state(Dataset::FirewallProfile);
        state.set(StateField::FirewallProfile, profile.name);
        if (const auto on = key->number("EnableFirewall")) {
            state.set_truth(StateField::FirewallEnabled, *on != 0);
        }
        if (const auto inbound = key->number("DefaultInboundAction")) {
            state.set(StateField::FirewallInbound, *inbound == 0 ? "allow" : "block");
        }
        set_logging(state, key->subkey("Logging"));
        const auto value = key->value("EnableFirewall");
        place(state, system, *key, registry.control_set() + '\\' + path, value ? &*value : nullptr);
        host.states(std::move(state));
        ++count;
    }
    return count;
}

std::uint64_t read_shares(HostContext& host, const OpenHive& system) {
    std::uint64_t count = 0;
    const std::string path = R"(Services\LanmanServer\Shares)";
    const auto key = host.registry->control(path);
    if (!key) return 0;
    for (const regf::KeyValue& value : key->values()) {
        State state(Dataset::Share);
        state.set(StateField::ShareName, value.name().text());
        for (const std::string& text : value.multi_text()) {
            if (text.starts_with("Path=")) state.set(StateField::SharePath, text.substr(5));
            if (text.starts_with("Remark=")) state.set(StateField::ShareRemark, text.substr(7));
        }
        place(state, system, *key, host.registry->control_set() + '\\' + path, &value);
        host.states(std::move(state));
        ++count;
    }
    return count;
}

std::uint64_t read_exclusions(HostContext& host, const OpenHive& software) {
    std::uint64_t count = 0;
    struct Kind {
        const char* key;
        const char* name;
    };
    for (const char* front : {R"(Microsoft\Windows Defender\Exclusions\)",
                              R"(Policies\Microsoft\Windows Defender\Exclusions\)"}) {
        for (const Kind& kind :
             {Kind{"Paths", "path"}, Kind{"Processes", "process"}, Kind{"Extensions", "extension"},
              Kind{"IpAddresses", "ip"}, Kind{"TemporaryPaths", "path"}}) {
            const std::string path = std::string(front) + kind.key;
            const auto key = software.hive.find(path);
            if (!key) continue;
            for (const regf::KeyValue& value : key->values()) {
                State state(Dataset::DefenderExclusion);
                state.set(StateField::ExclusionKind, kind.name);
                state.set(StateField::ExclusionValue, value.name().text());
                if (std::string_view(kind.name) == "path") {
                    set_file(state, full_path(value.name().text(), host.paths));
                }
                place(state, software, *key, path, &value);
                host.states(std::move(state));
                ++count;
            }
        }
    }
    return count;
}

}  // namespace

void read_machine_lists(HostContext& host) {
    const Registry& registry = *host.registry;
    const OpenHive* const system = registry.first(HiveKind::System);
    const OpenHive* const software = registry.first(HiveKind::Software);
    observe_hive(host, Dataset::FirewallRule, system, "SYSTEM",
                 system == nullptr ? 0 : read_firewall_rules(host, *system));
    observe_hive(host, Dataset::FirewallProfile, system, "SYSTEM",
                 system == nullptr ? 0 : read_firewall_profiles(host, *system));
    observe_hive(host, Dataset::Share, system, "SYSTEM",
                 system == nullptr ? 0 : read_shares(host, *system));
    observe_hive(host, Dataset::DefenderExclusion, software, "SOFTWARE",
                 software == nullptr ? 0 : read_exclusions(host, *software));
}

}  // namespace xiezhi::readers
