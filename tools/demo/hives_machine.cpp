#include "tools/demo/state.h"

namespace xiezhi::demo {
namespace {

using testing::binary_value;
using testing::HiveKey;
using testing::key_at;
using testing::multi_text_value;
using testing::number_value;
using testing::text_value;

constexpr std::uint32_t kExpand = 2;  // REG_EXPAND_SZ

HiveKey& at(HiveKey& root, const std::string& path, FileTime written = long_ago()) {
    HiveKey& key = key_at(root, path);
    key.written = written;
    return key;
}

struct Service {
    const char* name;
    const char* display;
    const char* image;
    std::uint32_t type;
    std::uint32_t start;
    const char* dll;
};

void add_service(HiveKey& root, const Service& service, FileTime written = long_ago()) {
    HiveKey& key = at(root, std::string(R"(ControlSet001\Services\)") + service.name, written);
    key.values = {
        text_value("DisplayName", service.display), text_value("ImagePath", service.image, kExpand),
        text_value("ObjectName", "LocalSystem"),    number_value("Start", service.start),
        number_value("Type", service.type),         number_value("ErrorControl", 1)};
    if (*service.dll != '\0') {
        at(root, std::string(R"(ControlSet001\Services\)") + service.name + R"(\Parameters)",
           written)
            .values = {text_value("ServiceDll", service.dll, kExpand)};
    }
}

void add_services(Disk& disk, HiveKey& root) {
    constexpr std::uint32_t kOwn = 0x10;
    constexpr std::uint32_t kShared = 0x20;
    constexpr std::uint32_t kDriver = 1;
    constexpr std::uint32_t kAuto = 2;
    constexpr std::uint32_t kDemand = 3;
    for (const Service& service : {
             Service{"EventLog", "Windows Event Log",
                     R"(%SystemRoot%\System32\svchost.exe -k LocalServiceNetworkRestricted -p)",
                     kShared, kAuto, R"(%SystemRoot%\System32\wevtsvc.dll)"},
             Service{"Dhcp", "DHCP Client",
                     R"(%SystemRoot%\system32\svchost.exe -k LocalServiceNetworkRestricted -p)",
                     kShared, kAuto, R"(%SystemRoot%\system32\dhcpcore.dll)"},
             Service{"LanmanServer", "Server", R"(%SystemRoot%\system32\svchost.exe -k netsvcs -p)",
                     kShared, kAuto, R"(%SystemRoot%\system32\srvsvc.dll)"},
             Service{"W32Time", "Windows Time",
                     R"(%SystemRoot%\system32\svchost.exe -k LocalService)", kShared, kDemand,
                     R"(%systemroot%\system32\w32time.dll)"},
             Service{"Spooler", "Print Spooler", R"(%SystemRoot%\System32\spoolsv.exe)", kOwn,
                     kDemand, ""},
             Service{
                 "MSSQLSERVER", "SQL Server (MSSQLSERVER)",
                 R"("C:\Program Files\Microsoft SQL Server\MSSQL15\MSSQL\Binn\sqlservr.exe" -s)",
                 kOwn, kAuto, ""},
             Service{"AcmeBackup", "Acme Backup Agent",
                     R"("C:\Program Files\Acme Backup\agent.exe" --service)", kOwn, kAuto, ""},
             Service{"disk", "Disk Driver", R"(System32\drivers\disk.sys)", kDriver, 0, ""},
         }) {
        add_service(root, service);
    }
    add_service(root, {"WinUpdateHelper", "Windows Update Helper", kMinerCopy, kOwn, kAuto, ""},
                night(2, 7));
    disk.planted("service.suspicious", "config/SYSTEM", "WinUpdateHelper");
    disk.decoy("config/SYSTEM", "AcmeBackup");
    disk.decoy("config/SYSTEM", "MSSQLSERVER");
}

void add_settings(HiveKey& root) {
    const std::string control = R"(ControlSet001\Control\)";
    at(root, "Select").values = {number_value("Current", 1), number_value("Default", 1)};
    at(root, control + R"(ComputerName\ComputerName)").values = {
        text_value("ComputerName", kComputer)};
    at(root, control + "ProductOptions").values = {text_value("ProductType", "ServerNT")};
    at(root, control + "TimeZoneInformation").values = {
        text_value("TimeZoneKeyName", "China Standard Time"),
        number_value("ActiveTimeBias", 0xffff'fe20)};
    at(root, control + "Lsa").values = {
        multi_text_value("Security Packages", {""}),
        multi_text_value("Authentication Packages", {"msv1_0"}),
        multi_text_value("Notification Packages", {"rassfm", "scecli"}),
        number_value("LmCompatibilityLevel", 3), number_value("NoLMHash", 1)};
    at(root, control + "Session Manager").values = {
        multi_text_value("BootExecute", {"autocheck autochk *"})};
    at(root, control + "Terminal Server").values = {number_value("fDenyTSConnections", 0)};
    at(root, control + R"(Terminal Server\WinStations\RDP-Tcp)").values = {
        number_value("PortNumber", 3389), number_value("UserAuthentication", 1),
        number_value("SecurityLayer", 2)};
    at(root, R"(ControlSet001\Services\Tcpip\Parameters\Interfaces\)"
             R"({5d1b1a0e-0d5f-4a5e-9a53-0a1b2c3d4e5f})")
        .values = {multi_text_value("IPAddress", {"10.20.0.15"}),
                   text_value("NameServer", "10.20.0.2")};
}

void add_firewall(Disk& disk, HiveKey& root) {
    const std::string policy = R"(ControlSet001\Services\SharedAccess\Parameters\FirewallPolicy\)";
    for (const char* profile : {"DomainProfile", "StandardProfile", "PublicProfile"}) {
        at(root, policy + profile).values = {number_value("EnableFirewall", 1),
                                             number_value("DefaultInboundAction", 1)};
    }
    at(root, policy + "FirewallRules", night(2, 10)).values = {
        text_value("{8f2a0a44-1111-4d7e-8b40-0d5c4a2e7001}",
                   R"(v2.29|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=1433|)"
                   R"(RA4=10.20.0.0/255.255.0.0|App=C:\Program Files\Microsoft SQL Server\)"
                   R"(MSSQL15\MSSQL\Binn\sqlservr.exe|Name=SQL Server|)"),
        text_value("{8f2a0a44-2222-4d7e-8b40-0d5c4a2e7002}",
                   std::string("v2.29|Action=Allow|Active=TRUE|Dir=In|Protocol=6|App=") +
                       kMinerCopy + "|Name=Windows Update Helper|")};
    disk.planted("network.firewall.rules", "config/SYSTEM", "Windows Update Helper");
    disk.decoy("config/SYSTEM", "SQL Server");
}

void add_registration(HiveKey& root) {
    at(root, R"(Microsoft\Windows NT\CurrentVersion)").values = {
        text_value("ProductName", "Windows Server 2019 Standard"),
        text_value("EditionID", "ServerStandard"),
        text_value("CurrentBuildNumber", "17763"),
        number_value("CurrentMajorVersionNumber", 10),
        number_value("CurrentMinorVersionNumber", 0),
        number_value("UBR", 5458),
        text_value("SystemRoot", R"(C:\Windows)"),
        text_value("RegisteredOwner", "Acme"),
        number_value("InstallDate", 1'640'000'000)};
    at(root, R"(Microsoft\Windows NT\CurrentVersion\Svchost)").values = {
        multi_text_value("LocalServiceNetworkRestricted", {"EventLog", "Dhcp"}),
        multi_text_value("netsvcs", {"LanmanServer"}),
        multi_text_value("LocalService", {"W32Time"})};
    const std::string profiles = R"(Microsoft\Windows NT\CurrentVersion\ProfileList\)";
    at(root, profiles + kMachineSid + "-500").values = {
        text_value("ProfileImagePath", R"(C:\Users\Administrator)", kExpand)};
    at(root, profiles + kMachineSid + "-1001").values = {
        text_value("ProfileImagePath", R"(C:\Users\erpadmin)", kExpand)};
    struct Package {
        const char* key;
        const char* name;
        const char* version;
        const char* vendor;
    };
    for (const Package& package :
         {Package{"AcmeBackup", "Acme Backup Agent", "5.4.1", "Acme Software"},
          Package{"{5A1F-SQL}", "Microsoft SQL Server 2019", "15.0.4390.2", "Microsoft"}}) {
        at(root, std::string(R"(Microsoft\Windows\CurrentVersion\Uninstall\)") + package.key)
            .values = {text_value("DisplayName", package.name),
                       text_value("DisplayVersion", package.version),
                       text_value("Publisher", package.vendor)};
    }
}

void add_autostarts(Disk& disk, HiveKey& root) {
    at(root, R"(Microsoft\Windows\CurrentVersion\Run)", night(2, 8)).values = {
        text_value("SecurityHealth", R"(%windir%\system32\SecurityHealthSystray.exe)", kExpand),
        text_value("AcmeTray", R"("C:\Program Files\Acme Backup\tray.exe")"),
        text_value("WinUpdate", kMinerCopy)};
    disk.planted("registry.run-keys", "config/SOFTWARE", kMinerCopy);
    disk.decoy("config/SOFTWARE", "AcmeTray");
    disk.decoy("config/SOFTWARE", "SecurityHealth");
    at(root, R"(Microsoft\Windows NT\CurrentVersion\Winlogon)").values = {
        text_value("Shell", "explorer.exe"),
        text_value("Userinit", R"(C:\Windows\system32\userinit.exe,)")};
    at(root, R"(Microsoft\Windows NT\CurrentVersion\Winlogon\SpecialAccounts\UserList)",
       night(2, 2))
        .values = {number_value("admin$", 0)};
    disk.planted("account.hidden-logon-ui", "config/SOFTWARE", "admin$");
    const std::string images =
        R"(Microsoft\Windows NT\CurrentVersion\Image File Execution Options\)";
    at(root, images + "sethc.exe", night(2, 10)).values = {
        text_value("Debugger", R"(C:\Windows\System32\cmd.exe)")};
    at(root, images + "acmetool.exe").values = {
        text_value("Debugger", R"("C:\Windows\System32\vsjitdebugger.exe")")};
    disk.planted("registry.ifeo-debugger", "config/SOFTWARE", "sethc.exe");
    disk.decoy("config/SOFTWARE", "acmetool.exe");
    at(root, R"(Microsoft\Windows Defender\Exclusions\Paths)", night(1, 53)).values = {
        number_value(R"(C:\ProgramData)", 0), number_value(R"(C:\Windows\Temp)", 0),
        number_value(R"(D:\MSSQL\Data)", 0)};
    disk.planted("registry.defender-exclusions", "config/SOFTWARE", R"(C:\Windows\Temp)");
    disk.decoy("config/SOFTWARE", R"(D:\MSSQL\Data)");
    at(root, R"(Microsoft\Windows\CurrentVersion\Policies\System)").values = {
        number_value("EnableLUA", 1), number_value("ConsentPromptBehaviorAdmin", 5)};
}

}  // namespace

void write_system(Disk& disk) {
    HiveKey root{.name = "ROOT"};
    add_settings(root);
    add_services(disk, root);
    add_firewall(disk, root);
    disk.add(std::string(kConfig) + "SYSTEM",
             testing::write_hive(root, {.file_name = "SYSTEM", .written = night(5, 0)}));
}

void write_software(Disk& disk) {
    HiveKey root{.name = "ROOT"};
    add_registration(root);
    add_autostarts(disk, root);
    write_tasks(disk, root);
    disk.add(std::string(kConfig) + "SOFTWARE",
             testing::write_hive(root, {.file_name = "SOFTWARE", .written = night(5, 0)}));
}

}  // namespace xiezhi::demo
