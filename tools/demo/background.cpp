#include "tools/demo/host.h"

namespace xiezhi::demo {
namespace {

constexpr std::uint32_t kDays = 7;
constexpr std::uint32_t kSaturday = 5;
constexpr const char* kErp = R"(C:\Program Files\HengyuanERP\erpsvc.exe)";
constexpr const char* kSystem32 = R"(C:\Windows\System32\)";

/// Colleagues whose PCs use the server's shares and the ERP system.
const std::vector<Account>& colleagues() {
    static const std::vector<Account> made_once = [] {
        std::vector<Account> made;
        std::uint64_t rid = 1004;
        for (const char* name :
             {"chen.lei", "li.na", "wang.fang", "liu.yang", "zhao.min", "sun.qi"}) {
            made.push_back({name, kComputer, std::string(kMachineSid) + "-" + std::to_string(rid),
                            0x400000 + rid * 977});
            ++rid;
        }
        return made;
    }();
    return made_once;
}

bool is_working_hour(std::uint32_t day, std::uint32_t hour) {
    return day < kSaturday && hour >= 9 && hour < 18;
}

void colleague_comes(Host& host, FileTime time, std::uint64_t visit) {
    Account account = host.random().pick(colleagues());
    account.logon_id += visit * 0x1b3;
    const std::string number = account.sid.substr(account.sid.size() - 1);
    const Source pc{"192.168.10.10" + number, "PC-" + account.name.substr(0, 4),
                    50000 + host.random().below(9000)};
    if (host.random().below(25) == 0) host.logon_failed(time, account.name, pc, true);
    host.logon({time.ticks + 40'000'000}, account, 3, pc);
    host.logoff({time.ticks + 600'000'000ULL * (1 + host.random().below(20))}, account, 3);
}

void service_work(Host& host, FileTime time) {
    struct Work {
        const char* image;
        const char* arguments;
    };
    static const std::vector<Work> works = {
        {"svchost.exe", " -k netsvcs -p -s Appinfo"},
        {"svchost.exe", " -k wsappx -p"},
        {"taskhostw.exe", " Regular"},
        {"dllhost.exe", " /Processid:{ab8902b4-09ca-4bb6-b78d-a8f59079a8d5}"},
        {"wbem\\WmiPrvSE.exe", " -secured -Embedding"},
        {"backgroundTaskHost.exe",
         " -ServerName:CortanaUI.AppXa50dqqa5gqv4a428c9y1jjw7m3btvepj.mca"},
    };
    const Work& work = host.random().pick(works);
    const std::string image = std::string(kSystem32) + work.image;
    const Process parent =
        std::string_view(work.image) == "taskhostw.exe" ? Host::task_host() : Host::services();
    host.logon(time, Host::system(), 5, {"-", "-", 0});
    host.start({time.ticks + 3'000'000}, Host::system(), image, image + work.arguments, parent);
}

void erp_work(Host& host, FileTime time) {
    const Process erp{2216, guid_of("erp"), kErp, std::string("\"") + kErp + "\" --service",
                      Host::system()};
    host.name_asked(time, erp, "db01.hengyuan.example", "192.168.10.30");
    host.connected({time.ticks + 200'000}, erp, "192.168.10.30", 1433);
    if (host.random().below(4) == 0) {
        host.file_written({time.ticks + 5'000'000}, erp,
                          R"(C:\ProgramData\HengyuanERP\cache\)" +
                              std::to_string(host.random().below(90000)) + ".dat");
    }
}

std::vector<std::string> backup_script() {
    return {
        "# 恒远 ERP 每日备份\r\nparam([string]$Target = 'D:\\Backup')\r\n"
        "$stamp = Get-Date -Format yyyyMMdd\r\n"
        "Import-Module SqlServer\r\n"
        "Backup-SqlDatabase -ServerInstance db01 -Database ErpMain "
        "-BackupFile \"$Target\\ErpMain-$stamp.bak\"\r\n",
        "wevtutil epl Security \"D:\\LogBackup\\Security-$stamp.evtx\"\r\n"
        "Get-ChildItem $Target -Filter *.bak | Where-Object { $_.LastWriteTime -lt "
        "(Get-Date).AddDays(-14) } | Remove-Item\r\n"};
}

void nightly_backup(Host& host, std::uint32_t day) {
    const std::string image = R"(C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe)";
    const FileTime begin = Host::local(day, 4, 30);
    host.task(begin, 200, R"(\Hengyuan\NightlyBackup)", image);
    const Process shell = host.start(
        {begin.ticks + 5'000'000}, Host::system(), image,
        R"(powershell.exe -NoProfile -ExecutionPolicy RemoteSigned -File D:\Scripts\Backup-Erp.ps1)",
        Host::task_host());
    host.powershell_started({begin.ticks + 9'000'000}, shell);
    host.script({begin.ticks + 14'000'000}, shell, backup_script(), R"(D:\Scripts\Backup-Erp.ps1)",
                false);
    host.start({begin.ticks + 900'000'000}, Host::system(), std::string(kSystem32) + "wevtutil.exe",
               R"("C:\Windows\system32\wevtutil.exe" epl Security D:\LogBackup\Security-2026031)" +
                   std::to_string(day) + ".evtx",
               shell);
    host.start({begin.ticks + 920'000'000}, Host::system(), std::string(kSystem32) + "vssadmin.exe",
               R"("C:\Windows\system32\vssadmin.exe" list shadows)", shell);
    host.task(Host::local(day, 4, 37), 201, R"(\Hengyuan\NightlyBackup)", image);
}

void defender_day(Host& host, std::uint32_t day) {
    host.defender(Host::local(day, 6, 12), 2000,
                  {{"Current Signature Version", "1.407.6" + std::to_string(day) + ".0"},
                   {"Previous Signature Version", "1.407.5" + std::to_string(day) + ".0"},
                   {"Update Source", "%%859"}});
    host.defender(Host::local(day, 12, 30), 1000,
                  {{"Scan ID", guid_of("scan" + std::to_string(day))}, {"Scan Type", "%%802"}});
    host.defender(Host::local(day, 12, 48), 1001,
                  {{"Scan ID", guid_of("scan" + std::to_string(day))}, {"Scan Type", "%%802"}});
    host.defender(Host::local(day, 6, 13), 5007,
                  {{"Old Value", R"(HKLM\SOFTWARE\Microsoft\Windows Defender\Signature Updates\)"
                                 R"(LastFallbackTime = 0x0)"},
                   {"New Value", R"(HKLM\SOFTWARE\Microsoft\Windows Defender\Signature Updates\)"
                                 R"(LastFallbackTime = 0x1)"}});
}

/// What an administrator does in the day looks in part like what an intruder does at night.
void administrators_day(Host& host) {
    const Source desk{"192.168.10.5", "PC-ADMIN", 51522};
    const Account& admin = Host::administrator();
    host.logon(Host::local(1, 10, 20), admin, 10, desk);
    const std::string cmd = std::string(kSystem32) + "cmd.exe";
    const Process shell = host.start(Host::local(1, 10, 22), admin, cmd,
                                     R"("C:\Windows\system32\cmd.exe")", Host::explorer());
    host.start(Host::local(1, 10, 23), admin, std::string(kSystem32) + "whoami.exe", "whoami",
               shell);
    host.start(Host::local(1, 10, 31), admin, std::string(kSystem32) + "certutil.exe",
               R"(certutil -hashfile D:\Install\erp-2026.3.exe SHA256)", shell);
    const Process setup = host.start(Host::local(1, 10, 40), admin, R"(D:\Install\erp-2026.3.exe)",
                                     R"("D:\Install\erp-2026.3.exe" /quiet)", shell);
    host.service_installed(Host::local(1, 10, 41), "HengyuanErpUpdate",
                           R"("C:\Program Files\HengyuanERP\updater.exe" --service)");
    host.registry_set(Host::local(1, 10, 41, 9), setup,
                      R"(HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Run\HengyuanErpTray)",
                      R"("C:\Program Files\HengyuanERP\tray.exe" -hidden)");
    host.task(Host::local(1, 10, 42), 106, R"(\Hengyuan\UpdateCheck)",
              std::string(kComputer) + R"(\administrator)");
    host.logoff(Host::local(1, 11, 5), admin, 10);
    const Account fresh{"zhang.wei", kComputer, std::string(kMachineSid) + "-1010", 0};
    host.account_created(Host::local(2, 15, 10), admin, fresh);
    host.group_joined(Host::local(2, 15, 10, 4), admin, fresh, "Users", "S-1-5-32-545");
}

}  // namespace

void tell_ordinary_days(Host& host) {
    static const std::vector<std::string> services = {
        "Windows Update", "Software Protection", "Windows Modules Installer",
        "Background Intelligent Transfer Service", "WMI Performance Adapter"};
    std::uint64_t visit = 0;
    for (std::uint32_t day = 0; day < kDays; ++day) {
        for (std::uint32_t hour = 0; hour < 24; ++hour) {
            const bool working = is_working_hour(day, hour);
            const auto some_time = [&] {
                // One after the other: the order of arguments is the compiler's own.
                const std::uint32_t minute = host.random().below(60);
                return Host::local(day, hour, minute, host.random().below(60));
            };
            for (int i = 0; i < (working ? 14 : 1); ++i)
                colleague_comes(host, some_time(), ++visit);
            for (int i = 0; i < (working ? 5 : 3); ++i) service_work(host, some_time());
            for (int i = 0; i < (working ? 10 : 3); ++i) erp_work(host, some_time());
            const std::string& service = host.random().pick(services);
            const std::string state = host.random().below(2) == 0 ? "running" : "stopped";
            host.service_state(some_time(), service, state);
        }
        nightly_backup(host, day);
        defender_day(host, day);
    }
    administrators_day(host);
}

}  // namespace xiezhi::demo
