#include <array>
#include <charconv>
#include <memory>
#include <string>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/readers/host/registry.h"
#include "xiezhi/readers/host/subjects.h"
#include "xiezhi/readers/host/windows_version.h"

namespace xiezhi::readers {
namespace {

constexpr std::string_view kVersion = R"(Microsoft\Windows NT\CurrentVersion)";
constexpr std::uint64_t kFirstBuildOf11 = 22'000;

std::uint64_t number_of(const std::string& text) {
    std::uint64_t number = 0;
    std::from_chars(std::to_address(text.begin()), std::to_address(text.end()), number);
    return number;
}

void set_version(State& state, const regf::Key& key) {
    const std::string build = key.text("CurrentBuildNumber").value_or("");
    std::string product = key.text("ProductName").value_or("");
    // Windows 11 still calls itself 10 there.
    if (number_of(build) >= kFirstBuildOf11 && product.starts_with("Windows 10")) {
        product.replace(0, 10, "Windows 11");
    }
    state.set(StateField::HostOsName, product);
    const auto major = key.number("CurrentMajorVersionNumber");
    std::string version =
        major ? std::to_string(*major) + '.' +
                    std::to_string(key.number("CurrentMinorVersionNumber").value_or(0))
              : key.text("CurrentVersion").value_or("");
    if (!build.empty()) version += '.' + build;
    if (const auto revision = key.number("UBR")) version += '.' + std::to_string(*revision);
    state.set(StateField::HostOsVersion, version);
    state.set(StateField::HostOsEdition, key.text("EditionID").value_or(""));
    state.set(StateField::HostOwner, key.text("RegisteredOwner").value_or(""));
    if (const auto seconds = key.number("InstallDate"); seconds && *seconds > 0) {
        state.set_time(StateField::HostInstalled,
                       {kUnixEpochTicks + (*seconds & 0xffff'ffffU) * kTicksPerSecond});
    }
}

void set_network(State& state, const Registry& registry, const OpenHive& system) {
    if (const auto tcpip = registry.control(R"(Services\Tcpip\Parameters)")) {
        state.set(StateField::HostDomain, tcpip->text("NV Domain").value_or(""));
    }
    each_key(system.hive, registry.control_set() + R"(\Services\Tcpip\Parameters\Interfaces\*)",
             [&](const regf::Key& key, const std::string&) {
                 for (const char* name : {"DhcpIPAddress", "IPAddress"}) {
                     const auto value = key.value(name);
                     if (!value) continue;
                     for (const std::string& text : value->multi_text()) {
                         if (!text.empty() && text != "0.0.0.0")
                             state.add(StateField::HostIp, text);
                     }
                 }
             });
}

void set_system(State& state, const Registry& registry, const OpenHive& system) {
    if (const auto name = registry.control(R"(Control\ComputerName\ComputerName)")) {
        state.set(StateField::HostName, name->text("ComputerName").value_or(""));
    }
    state.set(StateField::HostOsTypeCode, host_type_code(registry));
    set_network(state, registry, system);
    if (const auto zone = registry.control(R"(Control\TimeZoneInformation)")) {
        state.set(StateField::HostTimezone, zone->text("TimeZoneKeyName").value_or(""));
        if (const auto bias = zone->number("ActiveTimeBias")) {
            const auto minutes = static_cast<std::int32_t>(static_cast<std::uint32_t>(*bias));
            state.set(StateField::HostTimezoneOffset, std::to_string(minutes));
        }
    }
    if (const auto windows = registry.control(R"(Control\Windows)")) {
        if (const auto shutdown = windows->number("ShutdownTime")) {
            state.set_time(StateField::HostShutdown, {*shutdown});
        }
    }
    state.set(StateField::HostControlSet, registry.control_set().substr(10));
    state.proofs.push_back(
        {.path = system.path, .parser = "regf", .place = registry.control_set()});
}

}  // namespace

void read_host_facts(HostContext& host) {
    const Registry& registry = *host.registry;
    const OpenHive* const system = registry.first(HiveKind::System);
    const OpenHive* const software = registry.first(HiveKind::Software);
    if (system == nullptr && software == nullptr) {
        host.observations({.dataset = Dataset::Host,
                           .outcome = Outcome::Absent,
                           .artefact = "SYSTEM, SOFTWARE",
                           .what = msg::reader_absent("SYSTEM, SOFTWARE")});
        return;
    }
    State state(Dataset::Host);
    if (system != nullptr) set_system(state, registry, *system);
    if (const auto key = registry.software(kVersion)) {
        set_version(state, *key);
        judge_version(state, windows_version(registry), registry.newest());
        state.proofs.push_back(proof_of(*software, std::string(kVersion), nullptr, &*key));
    }
    host.states(std::move(state));
    host.observations(
        {.dataset = Dataset::Host,
         .outcome = system != nullptr && software != nullptr ? Outcome::Read : Outcome::Partly,
         .artefact = "SYSTEM, SOFTWARE",
         .what = msg::reader_host(),
         .documents = 1});
}

/// Variables that commands name, as this host has them.
void learn_paths(HostContext& host) {
    const Registry& registry = *host.registry;
    if (const auto key = registry.software(kVersion)) {
        const std::string root = key->text("SystemRoot").value_or("");
        if (root.size() > 3 && root[1] == ':') {
            host.paths.set("systemroot", root);
            host.paths.set("windir", root);
        }
    }
    const auto environment = registry.control(R"(Control\Session Manager\Environment)");
    if (!environment) return;
    for (const regf::KeyValue& value : environment->values()) {
        const std::string name = folded(value.name().text());
        // The machine's own variables; those that tell the path of Windows stand above.
        if (name == "windir" || name == "path" || name == "temp" || name == "tmp") continue;
        const std::string text = value.text();
        if (text.find('%') == std::string::npos) host.paths.set(name, text);
    }
}

}  // namespace xiezhi::readers
