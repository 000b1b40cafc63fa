// What a host records: audit policy, channels, the firewall's log, and what the System log says of
// services.
#include <vector>

#include "tests/support/binary_writer.h"
#include "tests/support/evtx_writer.h"
#include "tools/demo/exhibition/exhibition.h"
#include "tools/demo/exhibition/values.h"

namespace xiezhi::demo {
namespace {

using enum Role;
using enum HiveOf;

// clang-format off
constexpr auto kValues = std::to_array<ValueRow>({
    {Planted, "host/event_log_off", Software, R"(Microsoft\Windows\CurrentVersion\WINEVT\Channels\Microsoft-Windows-PowerShell/Operational)", "Enabled", number(0)},
    {Decoy, "host/event_log_off", Software, R"(Microsoft\Windows\CurrentVersion\WINEVT\Channels\Microsoft-Windows-TaskScheduler/Operational)", "Enabled", number(0)},
    {Planted, "host/event_log_session_off", System, R"(Control\WMI\Autologger\EventLog-System)", "Start", number(0)},
    {Decoy, "host/event_log_session_off", System, R"(Control\WMI\Autologger\EventLog-Application)", "Start", number(1)},
});
// clang-format on

/// As Vista and later write it (formats/registry_values/audit_policy.h).
std::string audit_policy() {
    constexpr std::uint32_t kHead = 12;
    constexpr std::uint16_t kNone = 0;
    constexpr std::uint16_t kBoth = 3;
    // In the order of schema/audit.tsv. What Windows records by itself is recorded, but for changes
    // to users; that processes are not is its default.
    const std::vector<std::vector<std::uint16_t>> audited = {
        {kBoth, kNone, kBoth},                // System
        {kBoth, kBoth, kBoth, kNone, kBoth},  // Logon/Logoff
        {kNone},                              // Object Access
        {kNone},                              // Privilege Use
        {kNone, kNone},                       // Detailed Tracking
        {kBoth, kBoth},                       // Policy Change
        {kNone, kBoth, kBoth},                // Account Management
    };
    testing::BinaryWriter settings;
    testing::BinaryWriter counts;
    for (const auto& category : audited) {
        for (const std::uint16_t setting : category) settings.put(setting);
        counts.put(static_cast<std::uint16_t>(category.size()));
    }
    testing::BinaryWriter value;
    value.put(std::uint32_t{0x100});
    value.put(static_cast<std::uint32_t>(audited.size()));
    value.put(static_cast<std::uint32_t>(kHead + settings.bytes().size()));
    return value.bytes() + settings.bytes() + counts.bytes();
}

void exhibit_audit_policy(Stand& stand) {
    stand.key(Security, R"(Policy\PolAdtEv)", Planted).values = {
        testing::binary_value("", audit_policy())};
    stand.tell(Planted, "host/audit_policy_off", Security, "User Account Management");
    stand.tell(Decoy, "host/audit_policy_off", Security, "Process Creation");
}

constexpr const char* kFirewallLog = "Windows/System32/LogFiles/Firewall/pfirewall.log";
constexpr const char* kFirewallHead =
    "#Version: 1.5\n#Software: Microsoft Windows Firewall\n#Time Format: Local\n"
    "#Fields: date time action protocol src-ip dst-ip src-port dst-port size tcpflags tcpsyn "
    "tcpack tcpwin icmptype icmpcode info path\n\n";

std::string connection(const char* day, const char* remote = "10.20.0.5",
                       const char* port = "445") {
    return std::string(day) + " 08:00:00 ALLOW TCP 10.20.0.15 " + remote + " 50001 " + port +
           " 0 - 0 0 0 - - - SEND\n";
}

/// A log that was full within a day, and one that holds a month; whom the host talked to.
void exhibit_firewall_log(const Exhibition& at) {
    constexpr const char* kToday = "2026-03-12";
    at.exhibit.file(kFirewallLog, kFirewallHead + connection(kToday) +
                                      connection(kToday, "203.0.113.77", "3333") +
                                      connection(kToday, "10.20.0.88", "3333") +
                                      connection(kToday, "127.0.0.1", "9050") +
                                      connection(kToday, "127.0.0.1", "8118"));
    at.exhibit.file(std::string(kFirewallLog) + ".old", kFirewallHead + connection("2026-03-11"));
    at.exhibit.tell(Planted, "host/firewall_log_short", kFirewallLog, "line 1");
    at.exhibit.tell(Planted, "miner_port", kFirewallLog, "203.0.113.77");
    at.exhibit.tell(Decoy, "miner_port", kFirewallLog, "10.20.0.88");
    at.exhibit.tell(Planted, "tor_connection", kFirewallLog, "9050");
    at.exhibit.tell(Decoy, "tor_connection", kFirewallLog, "8118");
    at.neighbour.file(kFirewallLog, kFirewallHead + connection(kToday));
    at.neighbour.file(std::string(kFirewallLog) + ".old", kFirewallHead + connection("2026-01-11"));
    at.neighbour.tell(Decoy, "host/firewall_log_short", kFirewallLog, "line 1");
}

/// Event 7036 has the name of the service as UTF-16 in hexadecimal digits.
std::string name_in_hex(std::string_view name) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string out;
    for (const char c : std::string(name) + "/4" + '\0') {
        const auto byte = static_cast<unsigned char>(c);
        out += kDigits[byte >> 4U];
        out += kDigits[byte & 15U];
        out += "00";
    }
    return out;
}

testing::EvtxEvent running(std::uint32_t minute, const char* shown, const char* name) {
    return {"Service Control Manager",
            7036,
            night(1, minute),
            "EXHIBIT-01",
            {{"param1", shown}, {"param2", "running"}, {"Binary", name_in_hex(name)}}};
}

/// A service whose key was taken away while it ran, and one that has its key.
void exhibit_running_services(Stand& stand) {
    constexpr const char* kLog = "Windows/System32/winevt/Logs/System.evtx";
    testing::BinaryWriter shutdown;
    shutdown.put(std::uint64_t{long_ago().ticks});
    stand.key(System, R"(Control\Windows)", Scenery).values = {
        testing::binary_value("ShutdownTime", shutdown.bytes())};
    testing::EvtxLog log("System");
    log.add(running(10, "Update Veil", "UpdateVeil"));
    log.add(running(11, "Acme Backup", "AcmeBackup"));
    const std::vector<std::byte> bytes = log.bytes();
    stand.file(kLog, std::string(as_text(Bytes(bytes))));
    stand.tell(Planted, "host/service_without_key", kLog, "UpdateVeil");
    stand.tell(Decoy, "host/service_without_key", kLog, "AcmeBackup");
}

}  // namespace

void exhibit_logging(const Exhibition& at) {
    put_values(at.exhibit, kValues);
    exhibit_audit_policy(at.exhibit);
    exhibit_firewall_log(at);
    exhibit_running_services(at.exhibit);
}

}  // namespace xiezhi::demo
