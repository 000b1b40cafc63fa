// One program started in place of, or inside of, another: image options, AppInit, shims, file
// types.
#include "tools/demo/exhibition/exhibition.h"
#include "tools/demo/exhibition/values.h"

namespace xiezhi::demo {
namespace {

using enum Role;
using enum HiveOf;

// clang-format off
constexpr auto kImages = std::to_array<ValueRow>({
    {Planted, "accessibility_backdoor ifeo_debugger", Software, R"(Microsoft\Windows NT\CurrentVersion\Image File Execution Options\sethc.exe)", "Debugger", text(R"(C:\Windows\System32\cmd.exe)")},
    {Decoy, "accessibility_backdoor ifeo_debugger", Software, R"(Microsoft\Windows NT\CurrentVersion\Image File Execution Options\utilman.exe)", "Debugger", text("")},
    {Planted, "ifeo_debugger", Software, R"(Microsoft\Windows NT\CurrentVersion\Image File Execution Options\taskmgr.exe)", "Debugger", text(R"(C:\Windows\Temp\if-taskmgr.exe)")},
    {Decoy, "ifeo_debugger", Software, R"(Microsoft\Windows NT\CurrentVersion\Image File Execution Options\acmetool.exe)", "Debugger", text(R"("C:\Windows\System32\vsjitdebugger.exe")")},
    {Planted, "ifeo_debugger", Software, R"(Microsoft\Windows NT\CurrentVersion\Image File Execution Options\lsass.exe)", "VerifierDlls", text("if-verify.dll")},
    {Decoy, "ifeo_debugger", Software, R"(Microsoft\Windows NT\CurrentVersion\Image File Execution Options\acmesvc.exe)", "VerifierDlls", text("vrfcore.dll vfbasics.dll")},
    {Planted, "ifeo_debugger", Software, R"(Microsoft\Windows NT\CurrentVersion\SilentProcessExit\notepad.exe)", "MonitorProcess", text(R"(C:\Windows\Temp\if-exit.exe)")},
    {Planted, "host/silent_exit_armed", Software, R"(Microsoft\Windows NT\CurrentVersion\SilentProcessExit\notepad.exe)", "ReportingMode", number(1)},
    {Decoy, "host/silent_exit_armed", Software, R"(Microsoft\Windows NT\CurrentVersion\SilentProcessExit\acmesvc.exe)", "ReportingMode", number(2)},
    {Planted, "host/silent_exit_armed", Software, R"(Microsoft\Windows NT\CurrentVersion\Image File Execution Options\notepad.exe)", "GlobalFlag", number(0x200)},
    {Decoy, "host/silent_exit_armed", Software, R"(Microsoft\Windows NT\CurrentVersion\Image File Execution Options\acmesvc.exe)", "GlobalFlag", number(0x02000000)},
});

/// Process Explorer in place of the task manager.
constexpr auto kHonestImages = std::to_array<ValueRow>({
    {Decoy, "ifeo_debugger", Software, R"(Microsoft\Windows NT\CurrentVersion\Image File Execution Options\taskmgr.exe)", "Debugger", text(R"("C:\Tools\Sysinternals\PROCEXP64.EXE")")},
});

constexpr auto kLibraries = std::to_array<ValueRow>({
    {Planted, "host/appinit_switched_on", Software, R"(Microsoft\Windows NT\CurrentVersion\Windows)", "LoadAppInit_DLLs", number(1)},
    {Decoy, "host/appinit_switched_on", Software, R"(Wow6432Node\Microsoft\Windows NT\CurrentVersion\Windows)", "LoadAppInit_DLLs", number(0)},
    {Planted, "dll_into_every_process", Software, R"(Microsoft\Windows NT\CurrentVersion\Windows)", "AppInit_DLLs", text(R"(C:\ProgramData\ai-init.dll)")},
    {Decoy, "dll_into_every_process", Software, R"(Wow6432Node\Microsoft\Windows NT\CurrentVersion\Windows)", "AppInit_DLLs", text(R"(C:\Windows\System32\nvinitx.dll)")},
    {Planted, "dll_into_every_process", System, R"(Control\Session Manager\AppCertDlls)", "AppSecDll", expand(R"(C:\ProgramData\ai-cert.dll)")},
    {Planted, "host/shim_database", Software, R"(Microsoft\Windows NT\CurrentVersion\AppCompatFlags\InstalledSDB\{d8ff6d16-6a3a-468a-8b44-01714ddc49e1})", "DatabasePath", text(R"(C:\Windows\AppPatch\CustomSDB\{d8ff6d16-6a3a-468a-8b44-01714ddc49e1}.sdb)")},
    {Decoy, "host/shim_database host/shim_database_hideout", Software, R"(Microsoft\Windows NT\CurrentVersion\AppCompatFlags\InstalledSDB\{d8ff6d16-6a3a-468a-8b44-01714ddc49e2})", "DatabasePath", text(R"(C:\Windows\AppPatch\CustomSDB\{d8ff6d16-6a3a-468a-8b44-01714ddc49e2}.sdb)")},
    {Planted, "host/shim_database_hideout", Software, R"(Microsoft\Windows NT\CurrentVersion\AppCompatFlags\InstalledSDB\{d8ff6d16-6a3a-468a-8b44-01714ddc49e3})", "DatabasePath", text(R"(C:\Users\Public\sh.sdb)")},
    {Planted, "file_association_hijacked", Software, R"(Classes\exefile\shell\open\command)", "", text(R"(C:\Windows\Temp\fa-open.exe "%1" %*)")},
    {Decoy, "file_association_hijacked", Software, R"(Classes\batfile\shell\open\command)", "", text(R"("%1" %*)")},
});
// clang-format on

}  // namespace

void exhibit_hijacks(const Exhibition& at) {
    put_values(at.exhibit, kImages);
    put_values(at.neighbour, kHonestImages);
    put_values(at.exhibit, kLibraries);
}

}  // namespace xiezhi::demo
