// Settings of the registry that open a door, take a tool away or silence a log.
#include "tools/demo/exhibition/exhibition.h"
#include "tools/demo/exhibition/values.h"

namespace xiezhi::demo {
namespace {

using enum Role;
using enum HiveOf;

// clang-format off
constexpr auto kPlanted = std::to_array<ValueRow>({
    {Planted, "host/lsa_weakened", System, R"(Control\SecurityProviders\WDigest)", "UseLogonCredential", number(1)},
    {Planted, "host/lsa_weakened", System, R"(Control\Lsa)", "DisableRestrictedAdmin", number(0)},
    {Planted, "host/lsa_weakened", System, R"(Control\Lsa)", "LmCompatibilityLevel", number(1)},
    {Planted, "host/lsa_weakened", System, R"(Control\Lsa)", "NoLMHash", number(0)},
    {Planted, "host/uac_weakened", Software, R"(Microsoft\Windows\CurrentVersion\Policies\System)", "EnableLUA", number(0)},
    {Planted, "host/uac_weakened", Software, R"(Microsoft\Windows\CurrentVersion\Policies\System)", "ConsentPromptBehaviorAdmin", number(0)},
    {Planted, "host/rdp_settings", System, R"(Control\Terminal Server)", "fDenyTSConnections", number(0)},
    {Planted, "host/rdp_settings rdp_settings_changed", Software, R"(Policies\Microsoft\Windows NT\Terminal Services)", "Shadow", number(2)},
    {Planted, "rdp_settings_changed", System, R"(Services\TermService\Parameters)", "ServiceDll", expand(R"(C:\Program Files\RDP Wrapper\rdpwrap.dll)")},
    {Planted, "host/port_proxy", System, R"(Services\PortProxy\v4tov4\tcp)", "0.0.0.0/8443", text("10.20.0.16/3389")},
    {Decoy, "host/port_proxy", System, R"(Services\Tcpip\Parameters)", "IPEnableRouter", number(1)},
    {Planted, "host/defender_switched_off", Software, R"(Policies\Microsoft\Windows Defender)", "DisableAntiSpyware", number(1)},
    {Planted, "host/defender_switched_off", Software, R"(Policies\Microsoft\Windows Defender\Real-Time Protection)", "DisableRealtimeMonitoring", number(1)},
    {Decoy, "host/defender_switched_off", Software, R"(Policies\Microsoft\Windows Defender\Real-Time Protection)", "DisableIOAVProtection", number(0)},
    {Planted, "host/outlook_rules", Li, R"(Software\Microsoft\Office\16.0\Outlook\Security)", "EnableUnsafeClientMailRules", number(1)},
    {Decoy, "host/outlook_rules", Wang, R"(Software\Microsoft\Office\16.0\Outlook\Security)", "EnableUnsafeClientMailRules", number(0)},
    {Planted, "task_manager_disabled", Li, R"(Software\Microsoft\Windows\CurrentVersion\Policies\System)", "DisableTaskMgr", number(1)},
    {Decoy, "task_manager_disabled", Wang, R"(Software\Microsoft\Windows\CurrentVersion\Policies\System)", "DisableTaskMgr", number(0)},
    {Planted, "admin_tools_disabled", Li, R"(Software\Microsoft\Windows\CurrentVersion\Policies\System)", "DisableRegistryTools", number(1)},
    {Decoy, "admin_tools_disabled", Wang, R"(Software\Microsoft\Windows\CurrentVersion\Policies\System)", "DisableRegistryTools", number(0)},
    {Planted, "admin_tools_disabled", Software, R"(Microsoft\Windows\CurrentVersion\Policies\Explorer)", "NoRun", number(1)},
    {Decoy, "admin_tools_disabled", Software, R"(Microsoft\Windows\CurrentVersion\Policies\Explorer)", "NoDriveTypeAutoRun", number(255)},
    {Planted, "show_hidden_tampered", Software, R"(Microsoft\Windows\CurrentVersion\Explorer\Advanced\Folder\Hidden\SHOWALL)", "CheckedValue", number(0)},
    {Planted, "powershell_logging_policy_off", Software, R"(Policies\Microsoft\Windows\PowerShell\ScriptBlockLogging)", "EnableScriptBlockLogging", number(0)},
    {Decoy, "powershell_logging_policy_off", Software, R"(Policies\Microsoft\Windows\PowerShell\ModuleLogging)", "EnableModuleLogging", number(1)},
    {Planted, "account_hidden_from_logon", Software, R"(Microsoft\Windows NT\CurrentVersion\Winlogon\SpecialAccounts\UserList)", "support$", number(0)},
    {Decoy, "account_hidden_from_logon", Software, R"(Microsoft\Windows NT\CurrentVersion\Winlogon\SpecialAccounts\UserList)", "li", number(1)},
    {Planted, "host/account_autologon", Software, R"(Microsoft\Windows NT\CurrentVersion\Winlogon)", "AutoAdminLogon", text("1")},
    {Scenery, "", Software, R"(Microsoft\Windows NT\CurrentVersion\Winlogon)", "DefaultUserName", text("li")},
    {Scenery, "", Software, R"(Microsoft\Windows NT\CurrentVersion\Winlogon)", "DefaultPassword", text("Spring-2026!")},
});

constexpr auto kHonest = std::to_array<ValueRow>({
    {Decoy, "host/lsa_weakened", System, R"(Control\SecurityProviders\WDigest)", "UseLogonCredential", number(0)},
    {Decoy, "host/lsa_weakened", System, R"(Control\Lsa)", "DisableRestrictedAdmin", number(1)},
    {Decoy, "host/lsa_weakened", System, R"(Control\Lsa)", "LmCompatibilityLevel", number(5)},
    {Decoy, "host/lsa_weakened", System, R"(Control\Lsa)", "NoLMHash", number(1)},
    {Decoy, "host/uac_weakened", Software, R"(Microsoft\Windows\CurrentVersion\Policies\System)", "EnableLUA", number(1)},
    {Decoy, "host/uac_weakened", Software, R"(Microsoft\Windows\CurrentVersion\Policies\System)", "ConsentPromptBehaviorAdmin", number(5)},
    {Decoy, "host/rdp_settings", System, R"(Control\Terminal Server)", "fDenyTSConnections", number(0)},
    {Decoy, "host/rdp_settings rdp_settings_changed", Software, R"(Policies\Microsoft\Windows NT\Terminal Services)", "Shadow", number(1)},
    {Decoy, "rdp_settings_changed", System, R"(Services\TermService\Parameters)", "ServiceDll", expand(R"(%SystemRoot%\System32\termsrv.dll)")},
    {Decoy, "show_hidden_tampered", Software, R"(Microsoft\Windows\CurrentVersion\Explorer\Advanced\Folder\Hidden\SHOWALL)", "CheckedValue", number(1)},
    {Decoy, "host/account_autologon", Software, R"(Microsoft\Windows NT\CurrentVersion\Winlogon)", "AutoAdminLogon", text("1")},
    {Scenery, "", Software, R"(Microsoft\Windows NT\CurrentVersion\Winlogon)", "DefaultUserName", text("kiosk")},
});
// clang-format on

}  // namespace

void exhibit_settings(const Exhibition& at) {
    put_values(at.exhibit, kPlanted);
    put_values(at.neighbour, kHonest);
}

}  // namespace xiezhi::demo
