// What starts before anybody logs on: the session manager's lists, packages of LSA, print spooler,
// Remote Desktop.
#include "tools/demo/exhibition/exhibition.h"
#include "tools/demo/exhibition/values.h"

namespace xiezhi::demo {
namespace {

using enum Role;
using enum HiveOf;

// clang-format off
constexpr auto kBoot = std::to_array<ValueRow>({
    {Planted, "host/boot_program", System, R"(Control\Session Manager)", "BootExecute", texts("autocheck autochk *|bx-native")},
    {Planted, "host/boot_program", System, R"(Control\Session Manager)", "SetupExecute", texts("bx-setup")},
    {Planted, "host/boot_program", System, R"(Control\Session Manager)", "Execute", texts("bx-execute")},
    {Planted, "host/boot_program", System, R"(Control\Session Manager)", "S0InitialCommand", texts(R"(C:\Windows\System32\bx-initial.exe)")},
    {Planted, "host/boot_program", System, R"(Control\Session Manager)", "BootShell", expand(R"(%SystemRoot%\system32\bx-shell.exe)")},
    {Planted, "host/boot_program", System, R"(Control\SafeBoot)", "AlternateShell", text(R"(C:\Windows\Temp\bx-safe.exe)")},
    {Planted, "host/boot_program", System, R"(Control\BootVerificationProgram)", "ImagePath", expand(R"(C:\ProgramData\bx-verify.exe)")},
    {Planted, "host/boot_program", System, R"(Control\Session Manager\SubSystems)", "Windows", expand(R"(%SystemRoot%\system32\bx-csrss.exe ObjectDirectory=\Windows SharedSection=1024,20480,768)")},
});

constexpr auto kHonestBoot = std::to_array<ValueRow>({
    {Decoy, "host/boot_program", System, R"(Control\Session Manager)", "BootExecute", texts("autocheck autochk /q /v *")},
    {Decoy, "host/boot_program", System, R"(Control\Session Manager)", "BootShell", expand(R"(%SystemRoot%\system32\bootim.exe)")},
    {Decoy, "host/boot_program", System, R"(Control\SafeBoot)", "AlternateShell", text("cmd.exe")},
    {Decoy, "host/boot_program", System, R"(Control\Session Manager\SubSystems)", "Windows", expand(R"(%SystemRoot%\system32\csrss.exe ObjectDirectory=\Windows SharedSection=1024,20480,768 Windows=On SubSystemType=Windows ServerDll=basesrv,1 ServerDll=winsrv:UserServerDllInitialization,3 ServerDll=sxssrv,4 ProfileControl=Off MaxRequestThreads=16)")},
});

/// Several packages stand in one value: the marks are the files that they lead to.
constexpr auto kLsa = std::to_array<ValueRow>({
    {Planted, "host/lsa_package", System, R"(Control\Lsa)", "Authentication Packages", texts("msv1_0|lp-auth"), R"(C:\Windows\System32\lp-auth.dll)"},
    {Planted, "host/lsa_package", System, R"(Control\Lsa)", "Security Packages", texts("kerberos|wdigest|lp-ssp"), R"(C:\Windows\System32\lp-ssp.dll)"},
    {Planted, "host/lsa_package", System, R"(Control\Lsa\OSConfig)", "Security Packages", texts("kerberos|lp-osconfig"), R"(C:\Windows\System32\lp-osconfig.dll)"},
    {Planted, "host/lsa_package", System, R"(Control\Lsa)", "Notification Packages", texts("scecli|lp-filter"), R"(C:\Windows\System32\lp-filter.dll)"},
    {Planted, "host/lsa_package", System, R"(Control\SecurityProviders)", "SecurityProviders", text("credssp.dll, lp-provider.dll"), R"(C:\Windows\System32\lp-provider.dll)"},
});

constexpr auto kHonestLsa = std::to_array<ValueRow>({
    {Decoy, "host/lsa_package", System, R"(Control\Lsa)", "Authentication Packages", texts("msv1_0|SshdPinAuthLsa")},
    {Decoy, "host/lsa_package", System, R"(Control\Lsa)", "Security Packages", texts(R"(kerberos|msv1_0|schannel|wdigest|tspkg|pku2u)")},
    {Decoy, "host/lsa_package", System, R"(Control\Lsa\OSConfig)", "Security Packages", texts(R"(kerberos|msv1_0|schannel|wdigest|tspkg|pku2u|cloudap)")},
    {Decoy, "host/lsa_package", System, R"(Control\Lsa)", "Notification Packages", texts("rassfm|scecli")},
    {Decoy, "host/lsa_package", System, R"(Control\SecurityProviders)", "SecurityProviders", text("credssp.dll")},
});

constexpr auto kSpooler = std::to_array<ValueRow>({
    {Planted, "host/print_monitor", System, R"(Control\Print\Monitors\Update Port)", "Driver", text("wupmon.dll")},
    {Decoy, "host/print_monitor", System, R"(Control\Print\Monitors\Standard TCP/IP Port)", "Driver", text("tcpmon.dll")},
    {Decoy, "host/print_monitor", System, R"(Control\Print\Monitors\HP Discovery Port Monitor)", "Driver", text("hpinkstsC911LM.dll")},
    {Planted, "host/print_monitor", System, R"(Control\Print\Providers\Update Provider)", "Name", text(R"(C:\ProgramData\pm-provider.dll)")},
    {Decoy, "host/print_monitor", System, R"(Control\Print\Providers\LanMan Print Services)", "Name", text("win32spl.dll")},
    {Planted, "host/print_monitor", System, R"(Control\Print\Environments\Windows x64\Print Processors\update)", "Driver", text("wupproc.dll")},
    {Decoy, "host/print_monitor", System, R"(Control\Print\Environments\Windows x64\Print Processors\winprint)", "Driver", text("winprint.dll")},
    {Decoy, "host/print_monitor", System, R"(Control\Print\Environments\Windows x64\Print Processors\tpwinprn)", "Driver", text("TPWinPrn.dll")},
    {Decoy, "host/print_monitor", System, R"(Control\Print\Environments\Windows x64\Print Processors\hpcpp155)", "Driver", text("hpcpp155.dll")},
});

constexpr auto kRemoteDesktop = std::to_array<ValueRow>({
    {Planted, "host/logon_script", System, R"(Control\Terminal Server\Wds\rdpwd)", "StartupPrograms", text(R"(rdpclip,C:\ProgramData\ls-rdp.exe)")},
    {Planted, "host/logon_script", System, R"(Control\Terminal Server\WinStations\RDP-Tcp)", "InitialProgram", text(R"(C:\ProgramData\ls-initial.exe)")},
});
constexpr auto kHonestRemoteDesktop = std::to_array<ValueRow>({
    {Decoy, "host/logon_script", System, R"(Control\Terminal Server\Wds\rdpwd)", "StartupPrograms", text("rdpclip")},
});
// clang-format on

}  // namespace

void exhibit_system_autostarts(const Exhibition& at) {
    put_values(at.exhibit, kBoot);
    put_values(at.neighbour, kHonestBoot);
    put_values(at.exhibit, kLsa);
    put_values(at.neighbour, kHonestLsa);
    put_values(at.exhibit, kSpooler);
    put_values(at.exhibit, kRemoteDesktop);
    put_values(at.neighbour, kHonestRemoteDesktop);
}

}  // namespace xiezhi::demo
