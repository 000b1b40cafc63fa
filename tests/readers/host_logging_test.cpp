// What decides what a host records: audit policy, channels, settings.
#include <gtest/gtest.h>

#include "tests/support/host_documents.h"

namespace xiezhi::testing {
namespace {

/// PolAdtEv of a Windows 10 as it comes, from the SECURITY hive of regipy's tests.
constexpr const char* kDefaultOf10 =
    "00010000090000008400000001000000030000000300030001000100000001000000000000000300000000000000"
    "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000100"
    "0100000000000000000001000000010000000000000000000000000000000000000000000000dcaf05000b000e00"
    "030006000600060004000400";
constexpr std::size_t kFirstSetting = 12;
constexpr std::size_t kLogon = 5;  // settings in front of it

HiveKey security_root(const std::string& value) {
    HiveKey root{.name = "ROOT"};
    HiveKey& key = key_at(root, R"(Policy\PolAdtEv)");
    key.values = {{.name = "", .type = 0, .data = value}};
    key.written = days_ago(3);
    return root;
}

HiveKey workstation() {
    HiveKey root = system_root();
    key_at(root, R"(ControlSet001\Control\ProductOptions)").values = {
        text_value("ProductType", "WinNT")};
    return root;
}

TEST(HostLogging, AuditPolicyAsWindowsComes) {
    WrittenHost written;
    written.hive("SECURITY", security_root(from_hex(kDefaultOf10))).hive("SYSTEM", workstation());
    const HostDocuments host = written.read();
    EXPECT_EQ(host.of(Dataset::AuditPolicy).size(), 59U);
    EXPECT_EQ(host.outcome(Dataset::AuditPolicy), Outcome::Read);
    const State& logon =
        host.one(Dataset::AuditPolicy, StateField::AuditSubcategory, "Special Logon");
    EXPECT_EQ(logon.text(StateField::AuditCategory), "Logon/Logoff");
    EXPECT_EQ(logon.text(StateField::AuditSetting), "success");
    EXPECT_EQ(logon.text(StateField::AuditWeakened), "false");
    EXPECT_EQ(logon.proofs.front().place, R"(Policy\PolAdtEv | (default))");
    EXPECT_EQ(logon.time, days_ago(3));
    const State& process =
        host.one(Dataset::AuditPolicy, StateField::AuditSubcategory, "Process Creation");
    EXPECT_EQ(process.text(StateField::AuditSetting), "none");
    EXPECT_EQ(process.text(StateField::AuditWeakened), "false") << "off by default";
    EXPECT_EQ(process.text(StateField::AuditEvents), "4688");
    for (const State* state : host.of(Dataset::AuditPolicy)) {
        EXPECT_EQ(state->text(StateField::AuditWeakened), "false")
            << state->text(StateField::AuditSubcategory);
    }
}

TEST(HostLogging, AuditPolicyThatWasWeakened) {
    std::string value = from_hex(kDefaultOf10);
    value[kFirstSetting + 2 * kLogon] = 0;
    WrittenHost written;
    written.hive("SECURITY", security_root(value)).hive("SYSTEM", workstation());
    const State logon =
        written.read().one(Dataset::AuditPolicy, StateField::AuditSubcategory, "Logon");
    EXPECT_EQ(logon.text(StateField::AuditSetting), "none");
    EXPECT_EQ(logon.text(StateField::AuditDefault), "success");
    EXPECT_TRUE(logon.is_true(StateField::AuditWeakened));
}

TEST(HostLogging, AuditPolicyBeforeVista) {
    std::string value(44, '\0');
    value[0] = 1;
    value[8] = 3;   // Logon/Logoff
    value[40] = 9;  // categories
    WrittenHost written;
    written.hive("SECURITY", security_root(value));
    const HostDocuments host = written.read();
    EXPECT_EQ(host.of(Dataset::AuditPolicy).size(), 9U);
    const State& logon = host.one(Dataset::AuditPolicy, StateField::AuditCategory, "Logon/Logoff");
    EXPECT_EQ(logon.text(StateField::AuditSetting), "success_failure");
    EXPECT_FALSE(logon.has(StateField::AuditSubcategory));
    EXPECT_FALSE(logon.has(StateField::AuditWeakened));
}

TEST(HostLogging, AuditPolicyThatIsNone) {
    WrittenHost written;
    written.hive("SECURITY", security_root("no policy"));
    const HostDocuments host = written.read();
    EXPECT_TRUE(host.of(Dataset::AuditPolicy).empty());
    EXPECT_EQ(host.outcome(Dataset::AuditPolicy), Outcome::Partly);
    EXPECT_EQ(WrittenHost().hive("SYSTEM", system_root()).read().outcome(Dataset::AuditPolicy),
              Outcome::Absent);
}

HiveKey classic_logs() {
    HiveKey root = workstation();
    const std::string logs = R"(ControlSet001\Services\EventLog\)";
    key_at(root, logs + "Security").values = {
        number_value("MaxSize", 1 << 20), number_value("Retention", 0),
        text_value("File", R"(%SystemRoot%\System32\Winevt\Logs\Security.evtx)", 2)};
    key_at(root, logs + "System").values = {number_value("MaxSize", 20 << 20),
                                            number_value("Retention", 0xffffffff),
                                            text_value("File", R"(C:\ProgramData\System.evtx)", 2)};
    key_at(root, logs + "State").values = {text_value("LastComputerName", "HOST7")};
    return root;
}

HiveKey channels() {
    HiveKey root = software_root();
    const std::string list = R"(Microsoft\Windows\CurrentVersion\WINEVT\Channels\)";
    key_at(root, list + "Microsoft-Windows-PowerShell/Operational").values = {
        number_value("Enabled", 0), number_value("MaxSize", 15 << 20)};
    key_at(root, list + "Microsoft-Windows-TaskScheduler/Operational").values = {
        number_value("Enabled", 0)};
    key_at(root, list + "Nobody-Knows/This").values = {number_value("Enabled", 0)};
    return root;
}

TEST(HostLogging, ChannelsAndTheirSizes) {
    WrittenHost written;
    written.hive("SYSTEM", classic_logs()).hive("SOFTWARE", channels());
    const HostDocuments host = written.read();
    EXPECT_EQ(host.of(Dataset::EventLog).size(), 4U);
    EXPECT_EQ(host.outcome(Dataset::EventLog), Outcome::Read);
    const auto log = [&](const char* name) -> const State& {
        return host.one(Dataset::EventLog, StateField::EventLogChannel, name);
    };
    const State& security = log("Security");
    EXPECT_TRUE(security.is_true(StateField::EventLogEnabled));
    EXPECT_EQ(security.text(StateField::EventLogSizeKib), "1024");
    EXPECT_TRUE(security.is_true(StateField::EventLogSmaller));
    EXPECT_EQ(security.text(StateField::EventLogRedirected), "false");
    EXPECT_EQ(security.text(StateField::EventLogRetention), "overwrite");
    const State& system = log("System");
    EXPECT_TRUE(system.is_true(StateField::EventLogRedirected));
    EXPECT_EQ(system.text(StateField::EventLogSmaller), "false");
    EXPECT_EQ(system.text(StateField::EventLogRetention), "keep");
    const State& powershell = log("Microsoft-Windows-PowerShell/Operational");
    EXPECT_EQ(powershell.text(StateField::EventLogEnabled), "false");
    EXPECT_TRUE(powershell.is_true(StateField::EventLogDefaultEnabled));
    const State& tasks = log("Microsoft-Windows-TaskScheduler/Operational");
    EXPECT_EQ(tasks.text(StateField::EventLogDefaultEnabled), "false");
}

TEST(HostLogging, PolicyComesBeforeTheLogsOwnSettings) {
    HiveKey software = channels();
    key_at(software, R"(Policies\Microsoft\Windows\EventLog\Security)").values = {
        number_value("MaxSize", 196'608), text_value("Retention", "1"),
        text_value("AutoBackupLogFiles", "1")};
    WrittenHost written;
    written.hive("SYSTEM", classic_logs()).hive("SOFTWARE", software);
    const State log =
        written.read().one(Dataset::EventLog, StateField::EventLogChannel, "Security");
    EXPECT_EQ(log.text(StateField::EventLogSizeKib), "196608");
    EXPECT_EQ(log.text(StateField::EventLogSmaller), "false");
    EXPECT_EQ(log.text(StateField::EventLogRetention), "archive");
    EXPECT_TRUE(log.is_true(StateField::EventLogPolicy));
    EXPECT_EQ(log.proofs.size(), 2U);
}

TEST(HostLogging, LogsBeforeVistaHaveNoDefaultsOfOurs) {
    WrittenHost written;
    written.hive("SYSTEM", classic_logs());
    const State log =
        written.read().one(Dataset::EventLog, StateField::EventLogChannel, "Security");
    EXPECT_FALSE(log.has(StateField::EventLogSmaller));
    EXPECT_FALSE(log.has(StateField::EventLogRedirected));
}

TEST(HostLogging, SettingsSetAndNotSet) {
    HiveKey system = workstation();
    key_at(system, R"(ControlSet001\Control\MiniNt)");
    key_at(system, R"(ControlSet001\Services\SysmonDrv\Parameters)").values = {
        binary_value("Rules", "<rules>")};
    HiveKey software = software_root();
    key_at(software, R"(Policies\Microsoft\Windows\PowerShell\ScriptBlockLogging)").values = {
        number_value("EnableScriptBlockLogging", 1)};
    WrittenHost written;
    written.hive("SYSTEM", system).hive("SOFTWARE", software);
    const HostDocuments host = written.read();
    const auto setting = [&](const char* name) -> const State& {
        return host.one(Dataset::Setting, StateField::SettingName, name);
    };
    EXPECT_EQ(setting("powershell_script_blocks").text(StateField::SettingValue), "1");
    EXPECT_TRUE(setting("powershell_script_blocks").is_true(StateField::SettingPolicy));
    EXPECT_EQ(setting("mini_nt").text(StateField::SettingValue), "present");
    EXPECT_EQ(setting("sysmon").text(StateField::SettingValue), "absent");
    EXPECT_EQ(setting("sysmon_rules").text(StateField::SettingValue).size(), 64U);
    const State& command_line = setting("command_line_in_4688");
    EXPECT_EQ(command_line.text(StateField::SettingValue), "0");
    EXPECT_EQ(command_line.text(StateField::SettingConfigured), "false");
    EXPECT_EQ(command_line.proofs.front().state, ProofState::Derived);
    EXPECT_EQ(command_line.proofs.front().place,
              R"(Microsoft\Windows\CurrentVersion\Policies\System\Audit | )"
              "ProcessCreationIncludeCmdLine_Enabled");
    for (const State* state : host.of(Dataset::Setting)) {
        EXPECT_NE(state->text(StateField::SettingName), "event_forwarding") << "says nothing";
    }
}

}  // namespace
}  // namespace xiezhi::testing
