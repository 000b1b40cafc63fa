// What starts at logon by the machine's hive: Run keys, Winlogon, Active Setup, scripts, hooks.
#include "tools/demo/exhibition/exhibition.h"
#include "tools/demo/exhibition/values.h"

namespace xiezhi::demo {
namespace {

using enum Role;
using enum HiveOf;

// clang-format off
constexpr auto kRunKeys = std::to_array<ValueRow>({
    {Planted, "host/run_key_program run_key", Software, R"(Microsoft\Windows\CurrentVersion\Run)", "WinUpdate", text(R"(C:\Windows\Temp\rk-run.exe)")},
    {Decoy, "host/run_key_program run_key", Software, R"(Microsoft\Windows\CurrentVersion\Run)", "SecurityHealth", expand(R"(%windir%\system32\SecurityHealthSystray.exe)")},
    {Decoy, "host/run_key_program run_key", Software, R"(Microsoft\Windows\CurrentVersion\Run)", "AcmeTray", text(R"("C:\Program Files\Acme Backup\tray.exe" -hidden)")},
    {Planted, "host/run_key_program", Software, R"(Wow6432Node\Microsoft\Windows\CurrentVersion\Run)", "Helper32", text(R"(C:\PerfLogs\rk-wow.exe)")},
    {Decoy, "host/run_key_program", Software, R"(Wow6432Node\Microsoft\Windows\CurrentVersion\Run)", "AcmeReader", text(R"("C:\Program Files (x86)\Acme Reader\start.exe")")},
    {Planted, "host/run_key_program", Software, R"(Microsoft\Windows\CurrentVersion\RunServices)", "Agent", text(R"(C:\Users\Public\rk-services.exe)")},
    {Planted, "host/run_key_program", Software, R"(Microsoft\Windows\CurrentVersion\RunServicesOnce)", "Agent", text(R"(C:\Users\Public\rk-once.exe)")},
    {Planted, "host/run_key_program", Software, R"(Microsoft\Windows NT\CurrentVersion\Terminal Server\Install\Software\Microsoft\Windows\CurrentVersion\Run)", "Session", text(R"(wscript.exe C:\Users\Public\rk-terminal.vbs)")},
    {Decoy, "host/run_key_program", Software, R"(Microsoft\Windows NT\CurrentVersion\Terminal Server\Install\Software\Microsoft\Windows\CurrentVersion\Run)", "AcmeSession", text(R"("C:\Program Files\Acme Office\session.exe")")},
    {Planted, "host/run_key_program", Software, R"(Microsoft\Windows NT\CurrentVersion\Windows)", "Load", text(R"(C:\Tools\svchosts.exe)")},
    {Planted, "host/run_key_program", Software, R"(Microsoft\Windows\CurrentVersion\Run)", "Host", text(R"(C:\Tools\svchost.exe)")},
    {Planted, "host/run_key_program", Software, R"(Microsoft\Windows\CurrentVersion\Run)", "Library", text(R"(rundll32.exe C:\Tools\rk-data.dat,Start)")},
    {Planted, "host/run_key_program", Software, R"(Microsoft\Windows\CurrentVersion\Run)", "Invoice", text(R"(C:\Tools\rk-invoice.pdf.exe)")},
    {Planted, "run_key", Software, R"(Microsoft\Windows\CurrentVersion\Run)", "Cache", text(R"(C:\ProgramData\Microsoft\Cache\rk-cache.exe)")},
    {Decoy, "host/run_key_program run_key", Software, R"(Microsoft\Windows\CurrentVersion\Run)", "AcmePanel", text(R"(rundll32.exe "C:\Program Files\Acme Panel\panel.dll",Start)")},
    {Planted, "host/runonce_program", Software, R"(Microsoft\Windows\CurrentVersion\RunOnce)", "Host", text(R"(C:\Tools\svchosts.exe)")},
    {Planted, "host/runonce_program", Software, R"(Microsoft\Windows\CurrentVersion\RunOnce)", "Library", text(R"(rundll32.exe C:\Tools\ro-data.dat,Start)")},
    {Planted, "host/runonce_program run_key", Software, R"(Microsoft\Windows\CurrentVersion\RunOnce)", "Clean", text(R"(powershell.exe -w hidden -file C:\Users\Public\ro.ps1)")},
    {Decoy, "host/runonce_program run_key", Software, R"(Microsoft\Windows\CurrentVersion\RunOnce)", "{5d57524f-af24-49a7-b90b-92138880481e}", text(R"("C:\ProgramData\Package Cache\{5d57524f-af24-49a7-b90b-92138880481e}\VC_redist.x64.exe" /burn.runonce)")},
    {Planted, "host/runonce_program", Software, R"(Microsoft\Windows\CurrentVersion\RunOnceEx\0001)", "1", text(R"(C:\Windows\Temp\ro-ex.exe)")},
    {Planted, "host/runonce_program", Software, R"(Microsoft\Windows\CurrentVersion\RunOnceEx\0001\Depend)", "1", text(R"(C:\Windows\Temp\ro-depend.dll)")},
    {Decoy, "host/runonce_program", Software, R"(Microsoft\Windows\CurrentVersion\RunOnceEx\0002)", "1", text(R"(C:\Windows\System32\iernonce.dll)")},
    {Planted, "host/runonce_program run_key", Software, R"(Microsoft\Windows\CurrentVersion\Policies\Explorer\Run)", "1", text(R"(C:\Windows\Temp\ro-policy.exe)")},
    {Decoy, "host/runonce_program run_key", Software, R"(Microsoft\Windows\CurrentVersion\Policies\Explorer\Run)", "2", text(R"("C:\Program Files\Acme Office\policy.exe")")},
    {Planted, "host/runonce_program", Software, R"(Microsoft\Windows NT\CurrentVersion\Terminal Server\Install\Software\Microsoft\Windows\CurrentVersion\RunOnce)", "1", text(R"(mshta.exe C:\Users\Public\ro.hta)")},
    {Planted, "host/active_setup_program", Software, R"(Microsoft\Active Setup\Installed Components\{7A1C2E10-93B5-4D7E-8C11-5E0F6A2B9D01})", "StubPath", text(R"(C:\Users\Public\as-stub.exe /i)")},
    {Decoy, "host/active_setup_program", Software, R"(Microsoft\Active Setup\Installed Components\{7A1C2E10-93B5-4D7E-8C11-5E0F6A2B9D02})", "StubPath", text(R"("C:\Program Files\Acme Office\setup.exe" --configure-user)")},
    {Decoy, "host/active_setup_program", Software, R"(Microsoft\Active Setup\Installed Components\{2C7339CF-2B09-4501-B3F3-F3508C9228ED})", "StubPath", text(R"(%SystemRoot%\system32\regsvr32.exe /s /n /i:/UserInstall %SystemRoot%\system32\themeui.dll)")},
});

constexpr auto kWinlogon = std::to_array<ValueRow>({
    {Planted, "host/winlogon_program winlogon_changed", Software, R"(Microsoft\Windows NT\CurrentVersion\Winlogon)", "Shell", text(R"(explorer.exe, C:\Windows\Temp\wl-shell.exe)")},
    {Planted, "host/winlogon_program winlogon_changed", Software, R"(Microsoft\Windows NT\CurrentVersion\Winlogon)", "Userinit", text(R"(C:\Windows\system32\userinit.exe,C:\Windows\Temp\wl-init.exe,)")},
    {Planted, "host/winlogon_program winlogon_changed", Software, R"(Microsoft\Windows NT\CurrentVersion\Winlogon)", "Taskman", text(R"(C:\Windows\Temp\wl-taskman.exe)")},
    {Planted, "host/winlogon_program", Software, R"(Microsoft\Windows NT\CurrentVersion\Winlogon)", "System", text(R"(C:\Windows\Temp\wl-system.exe)")},
    {Planted, "host/winlogon_program winlogon_changed", Software, R"(Microsoft\Windows NT\CurrentVersion\Winlogon)", "AppSetup", text(R"(C:\Windows\Temp\wl-setup.cmd)")},
    {Planted, "host/winlogon_program winlogon_changed", Software, R"(Microsoft\Windows NT\CurrentVersion\Winlogon)", "mpnotify", text(R"(C:\Windows\Temp\wl-notify.exe)")},
    {Planted, "host/winlogon_program", Software, R"(Microsoft\Windows NT\CurrentVersion\Winlogon)", "SaveDumpStart", text(R"(C:\Windows\Temp\wl-dump.exe)")},
    {Planted, "host/winlogon_program", Software, R"(Microsoft\Windows NT\CurrentVersion\Winlogon)", "GinaDLL", text(R"(C:\Windows\Temp\wl-gina.dll)")},
    {Planted, "host/winlogon_program", Software, R"(Microsoft\Windows NT\CurrentVersion\Winlogon)", "UIHost", text(R"(C:\Windows\Temp\wl-host.exe)")},
    {Planted, "host/winlogon_program winlogon_changed", Software, R"(Microsoft\Windows NT\CurrentVersion\Winlogon)", "VmApplet", text(R"(C:\Windows\Temp\wl-applet.exe)")},
    {Planted, "host/winlogon_program", Software, R"(Microsoft\Windows NT\CurrentVersion\Winlogon\Notify\session)", "DLLName", text(R"(C:\Windows\Temp\wl-session.dll)")},
    {Decoy, "host/winlogon_program", Software, R"(Microsoft\Windows NT\CurrentVersion\Winlogon\Notify\crypt32chain)", "DLLName", expand("crypt32.dll")},
    {Planted, "host/winlogon_program", Software, R"(Microsoft\Windows\CurrentVersion\Policies\System)", "Shell", text(R"(C:\Windows\Temp\wl-policy.exe)")},
    {Planted, "host/winlogon_program winlogon_changed", Li, R"(Software\Microsoft\Windows NT\CurrentVersion\Winlogon)", "Shell", text(R"(C:\Users\li\AppData\Roaming\wl-user.exe)")},
    {Decoy, "host/winlogon_program winlogon_changed", Wang, R"(Software\Microsoft\Windows NT\CurrentVersion\Winlogon)", "Shell", text("explorer.exe")},
});

/// As a terminal server has it.
constexpr auto kHonestWinlogon = std::to_array<ValueRow>({
    {Decoy, "host/winlogon_program winlogon_changed", Software, R"(Microsoft\Windows NT\CurrentVersion\Winlogon)", "Shell", text("explorer.exe")},
    {Decoy, "host/winlogon_program winlogon_changed", Software, R"(Microsoft\Windows NT\CurrentVersion\Winlogon)", "Userinit", text(R"(C:\Windows\system32\userinit.exe,)")},
    {Decoy, "host/winlogon_program winlogon_changed", Software, R"(Microsoft\Windows NT\CurrentVersion\Winlogon)", "AppSetup", text("UsrLogon.Cmd")},
    {Decoy, "host/winlogon_program", Software, R"(Microsoft\Windows NT\CurrentVersion\Winlogon)", "UIHost", text("logonui.exe")},
    {Decoy, "host/winlogon_program winlogon_changed", Software, R"(Microsoft\Windows NT\CurrentVersion\Winlogon)", "VmApplet", text("SystemPropertiesPerformance.exe /pagefile")},
    {Decoy, "host/winlogon_program", Software, R"(Microsoft\Windows\CurrentVersion\Policies\System)", "Shell", text("explorer.exe")},
    {Decoy, "host/logon_script", Software, R"(Microsoft\Windows NT\CurrentVersion\AeDebug)", "Debugger", text(R"("C:\Windows\system32\vsjitdebugger.exe" -p %ld -e %ld)")},
    {Decoy, "host/logon_script", Software, R"(Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders)", "Common Startup", expand(R"(%ProgramData%\Microsoft\Windows\Start Menu\Programs\Startup)")},
});

constexpr auto kHooks = std::to_array<ValueRow>({
    {Planted, "host/logon_script", Software, R"(Microsoft\Command Processor)", "AutoRun", text(R"(C:\Users\Public\ls-autorun.bat)")},
    {Planted, "host/logon_script", Software, R"(Microsoft\Windows\CurrentVersion\Group Policy\Scripts\Startup\0\0)", "Script", text(R"(C:\ProgramData\ls-policy.ps1)")},
    {Planted, "host/logon_script", Software, R"(Policies\Microsoft\Windows\System\Scripts\Startup\0\0)", "Script", text(R"(C:\ProgramData\ls-startup.bat)")},
    {Planted, "host/logon_script", Software, R"(Microsoft\Windows\Windows Error Reporting\RuntimeExceptionHelperModules)", R"(C:\ProgramData\ls-crash.dll)", number(0)},
    {Decoy, "host/logon_script", Software, R"(Microsoft\Windows\Windows Error Reporting\RuntimeExceptionHelperModules)", R"(C:\Windows\Microsoft.NET\Framework64\v4.0.30319\mscordacwks.dll)", number(0)},
    {Planted, "host/logon_script", Software, R"(Microsoft\HtmlHelp Author)", "location", text(R"(C:\ProgramData\ls-author.dll)")},
    {Planted, "host/logon_script", Software, R"(Microsoft\Office test\Special\Perf)", "", text(R"(C:\ProgramData\ls-office.dll)")},
    {Planted, "host/logon_script", Software, R"(Microsoft\Windows NT\CurrentVersion\AeDebug)", "Debugger", text(R"(C:\ProgramData\ls-debug.exe -p %ld)")},
    {Planted, "host/logon_script", Software, R"(Microsoft\Windows NT\CurrentVersion\AeDebugProtected)", "ProtectedDebugger", text(R"(C:\ProgramData\ls-protected.exe)")},
    {Planted, "host/logon_script", Software, R"(Microsoft\Windows\Windows Error Reporting\Hangs)", "Debugger", text(R"(C:\ProgramData\ls-hang.exe)")},
    {Planted, "host/logon_script", Software, R"(Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders)", "Common Startup", text(R"(C:\ProgramData\ls-startup)")},
});
// clang-format on

}  // namespace

void exhibit_logon_autostarts(const Exhibition& at) {
    put_values(at.exhibit, kRunKeys);
    put_values(at.exhibit, kWinlogon);
    put_values(at.exhibit, kHooks);
    put_values(at.neighbour, kHonestWinlogon);

    const std::string folder = "Windows/System32/GroupPolicy/Machine/Scripts/scripts.ini";
    at.exhibit.file(folder,
                    "[Startup]\r\n0CmdLine=C:\\Users\\Public\\ls-machine.bat\r\n0Parameters=\r\n");
    at.exhibit.tell(Planted, "host/logon_script", folder, "ls-machine.bat");
    const std::string startup =
        "ProgramData/Microsoft/Windows/Start Menu/Programs/Startup/sf-update.bat";
    at.exhibit.file(startup, "@start /min C:\\Users\\Public\\sf.exe\r\n");
    at.exhibit.tell(Planted, "host/startup_folder_file", startup, "sf-update.bat");
    // Beside it a shortcut, as programs leave them there: links.cpp.
    at.exhibit.tell(Decoy, "host/startup_folder_file",
                    "ProgramData/Microsoft/Windows/Start Menu/Programs/Startup/Acme Sync.lnk",
                    "Acme Sync.lnk");
}

}  // namespace xiezhi::demo
