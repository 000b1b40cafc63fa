// Services and drivers.
#include <vector>

#include "tools/demo/exhibition/exhibition.h"
#include "tools/demo/exhibition/values.h"

namespace xiezhi::demo {
namespace {

using enum Role;
using testing::HiveKey;

enum : std::uint32_t { kDriver = 1, kOwn = 0x10, kShared = 0x20 };
enum : std::uint32_t { kBoot = 0, kAuto = 2, kDemand = 3 };

struct Service {
    Role role;
    const char* checks;
    const char* name;
    const char* image;
    std::uint32_t type = kOwn;
    std::uint32_t start = kAuto;
    const char* dll = "";
    const char* failure_command = "";
    std::uint32_t users_may = 0;  // access mask of ordinary users; 0: Windows' own rights
    bool hidden = false;          // nobody who is logged on may ask for it
};

constexpr std::uint32_t kMayAsk = 0x8d;
constexpr std::uint32_t kMayAskAndStart = 0x9d;
constexpr std::uint32_t kMayChange = 0x9f;

// clang-format off
constexpr auto kServices = std::to_array<Service>({
    {Planted, "host/driver_suspicious", "UpdateFilter", R"(\??\C:\Windows\Temp\updflt.sys)", kDriver, kDemand},
    {Planted, "host/driver_suspicious", "RTCore64", R"(System32\drivers\RTCore64.sys)", kDriver, kDemand},
    {Decoy, "host/driver_suspicious", "AcmeFilter", R"(System32\drivers\acmeflt.sys)", kDriver, kBoot},
    {Decoy, "host/driver_suspicious", "nvlddmkm", R"(\SystemRoot\System32\DriverStore\FileRepository\nv_dispi.inf_amd64_0a1b2c3d4e5f6071\nvlddmkm.sys)", kDriver, kDemand},
    {Planted, "host/family_service", "xWinWpdSrv", R"(%SystemRoot%\System32\svchost.exe -k netsvcs)", kShared, kAuto, R"(%SystemRoot%\System32\wpdsrv.dll)"},
    {Planted, "host/family_service", "NetworkCache", R"(C:\Windows\NetworkDistribution\svchost.exe)"},
    {Planted, "host/family_service", "WorkerCache", R"(C:\Tools\xmrig.exe --config c.json)"},
    {Decoy, "host/family_service", "WPDBusEnum", R"(%SystemRoot%\system32\svchost.exe -k LocalSystemNetworkRestricted)", kShared, kDemand, R"(%SystemRoot%\system32\wpdbusenum.dll)"},
    {Planted, "host/service_denied", "UpdateCover", R"("C:\Program Files\Acme Cover\cover.exe")", kOwn, kAuto, "", "", kMayAsk, true},
    {Decoy, "host/service_denied", "AcmeShown", R"("C:\Program Files\Acme Shown\shown.exe")", kOwn, kAuto, "", "", kMayAsk},
    {Planted, "host/service_failure_command", "AcmeSync", R"("C:\Program Files\Acme Sync\sync.exe")", kOwn, kAuto, "", R"(cmd.exe /c C:\Windows\Temp\fc.bat)"},
    {Decoy, "host/service_failure_command", "AcmeArchive", R"("C:\Program Files\Acme Archive\archive.exe")", kOwn, kAuto, "", R"("C:\Program Files\Acme Archive\notify.exe" -failed)"},
    {Planted, "host/service_library", "UpdateCache", R"(%SystemRoot%\System32\svchost.exe -k netsvcs)", kShared, kAuto, R"(C:\ProgramData\Cache\sl-cache.dll)"},
    {Decoy, "host/service_library", "W32Time", R"(%SystemRoot%\system32\svchost.exe -k LocalService)", kShared, kDemand, R"(%systemroot%\system32\w32time.dll)"},
    {Decoy, "host/service_library", "AcmeVpnAgent", R"(%SystemRoot%\System32\svchost.exe -k netsvcs)", kShared, kAuto, R"(C:\Program Files\Acme VPN\vpnsvc.dll)"},
    {Planted, "host/service_suspicious", "UpdateHelper", R"(C:\Windows\Temp\ss-helper.exe)"},
    {Planted, "host/service_suspicious", "UpdateShell", R"(%COMSPEC% /c start /b C:\Tools\ss-shell.bat)"},
    {Planted, "host/service_suspicious", "UpdateHost", R"(C:\Tools\svchosts.exe)"},
    {Planted, "host/service_suspicious", "UpdateMask", R"(C:\Windows\lsass.exe)"},
    {Planted, "host/service_suspicious", "UpdateMiner", R"(C:\Tools\ss-worker.exe -o pool.example:3333 --donate-level 1)"},
    {Planted, "host/service_suspicious", "ShopData", R"(C:\ProgramData\Shop\ss-agent.exe)"},
    {Decoy, "host/service_suspicious", "AcmeBackup", R"("C:\Program Files\Acme Backup\agent.exe" --service)"},
    {Decoy, "host/service_suspicious", "EventLog", R"(%SystemRoot%\System32\svchost.exe -k LocalServiceNetworkRestricted -p)", kShared, kAuto, R"(%SystemRoot%\System32\wevtsvc.dll)"},
    {Decoy, "host/service_suspicious", "WinDefend", R"("C:\ProgramData\Microsoft\Windows Defender\Platform\4.18.24010.12-0\MsMpEng.exe")"},
    {Planted, "host/service_unneeded", "RemoteRegistry", R"(%SystemRoot%\system32\svchost.exe -k localService)", kShared, kAuto, R"(%SystemRoot%\system32\regsvc.dll)"},
    {Planted, "host/service_unneeded", "SNMP", R"(%SystemRoot%\System32\snmp.exe)"},
    {Planted, "host/service_unneeded", "mrxsmb10", R"(system32\DRIVERS\mrxsmb10.sys)", kDriver, kAuto},
    {Decoy, "host/service_unneeded", "SSDPSRV", R"(%SystemRoot%\system32\svchost.exe -k LocalServiceAndNoImpersonation)", kShared, kDemand, R"(%SystemRoot%\System32\ssdpsrv.dll)"},
    {Planted, "host/service_unquoted", "ShopAgent", R"(C:\Shop Tools\agent svc\agent.exe -service)"},
    {Decoy, "host/service_unquoted", "ShopPrinter", R"("C:\Shop Tools\print svc\printer.exe" -service)"},
    {Decoy, "host/service_unquoted", "AcmeLicence", R"(C:\Program Files\Acme Licence\licence.exe -service)"},
    {Planted, "host/service_weak_rights", "AcmeOpen", R"("C:\Program Files\Acme Open\open.exe")", kOwn, kAuto, "", "", kMayChange},
    {Decoy, "host/service_weak_rights", "AcmeClosed", R"("C:\Program Files\Acme Closed\closed.exe")", kOwn, kAuto, "", "", kMayAskAndStart},
});

/// On a server only the spooler that starts by itself would be told of.
constexpr auto kOfServer = std::to_array<Service>({
    {Decoy, "host/service_unneeded", "Spooler", R"(%SystemRoot%\System32\spoolsv.exe)", kOwn, kDemand},
    {Decoy, "host/service_unneeded", "RemoteRegistry", R"(%SystemRoot%\system32\svchost.exe -k localService)", kShared, kAuto, R"(%SystemRoot%\system32\regsvc.dll)"},
});

constexpr auto kGroups = std::to_array<ValueRow>({
    {Scenery, "", HiveOf::Software, R"(Microsoft\Windows NT\CurrentVersion\Svchost)", "netsvcs", texts("xWinWpdSrv|AcmeVpnAgent")},
    {Scenery, "", HiveOf::Software, R"(Microsoft\Windows NT\CurrentVersion\Svchost)", "LocalService", texts("W32Time|RemoteRegistry")},
    {Scenery, "", HiveOf::Software, R"(Microsoft\Windows NT\CurrentVersion\Svchost)", "LocalServiceNetworkRestricted", texts("EventLog")},
});
// clang-format on

std::string rights(std::uint32_t of_users) {
    constexpr std::uint32_t kEverything = 0xf01ff;
    return testing::security_descriptor({{testing::sid_bytes(5, {32, 544}), kEverything},
                                         {testing::sid_bytes(5, {18}), kEverything},
                                         {testing::sid_bytes(5, {11}), of_users}});
}

/// The same with an entry in front that denies the interactive users to see it.
std::string rights_that_hide(std::uint32_t of_users) {
    constexpr std::uint32_t kQueryStatus = 4;
    constexpr std::size_t kListAt = 16;  // in the descriptor's head: where the list stands
    constexpr std::size_t kListHead = 8;
    constexpr char kDenied = 1;
    std::string bytes = testing::security_descriptor({{testing::sid_bytes(5, {4}), kQueryStatus},
                                                      {testing::sid_bytes(5, {18}), 0xf01ff},
                                                      {testing::sid_bytes(5, {11}), of_users}});
    bytes.at(static_cast<unsigned char>(bytes.at(kListAt)) + kListHead) = kDenied;
    return bytes;
}

void put_service(Stand& stand, const Service& service) {
    constexpr std::uint32_t kExpand = 2;
    const std::string path = std::string("Services\\") + service.name;
    HiveKey& key = stand.key(HiveOf::System, path, service.role);
    key.values.push_back(testing::text_value("ImagePath", service.image, kExpand));
    key.values.push_back(testing::text_value("ObjectName", "LocalSystem"));
    key.values.push_back(testing::number_value("Type", service.type));
    key.values.push_back(testing::number_value("Start", service.start));
    key.values.push_back(testing::number_value("ErrorControl", 1));
    if (*service.failure_command != '\0') {
        key.values.push_back(testing::text_value("FailureCommand", service.failure_command));
    }
    if (*service.dll != '\0') {
        stand.key(HiveOf::System, path + "\\Parameters", service.role)
            .values.push_back(testing::text_value("ServiceDll", service.dll, kExpand));
    }
    if (service.users_may != 0) {
        stand.key(HiveOf::System, path + "\\Security", service.role)
            .values.push_back(testing::binary_value(
                "Security",
                service.hidden ? rights_that_hide(service.users_may) : rights(service.users_may)));
    }
    stand.tell(service.role, service.checks, HiveOf::System,
               Stand::place(HiveOf::System, path) + " | ImagePath");
}

}  // namespace

void exhibit_services(const Exhibition& at) {
    put_values(at.exhibit, kGroups);
    for (const Service& service : kServices) put_service(at.exhibit, service);
    for (const Service& service : kOfServer) put_service(at.neighbour, service);
}

}  // namespace xiezhi::demo
