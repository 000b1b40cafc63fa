// Libraries that Windows asks at rarely visited places: providers, helpers, extensions.
#include "tools/demo/exhibition/exhibition.h"
#include "tools/demo/exhibition/values.h"

namespace xiezhi::demo {
namespace {

using enum Role;
using enum HiveOf;

// clang-format off
constexpr auto kOfSystem = std::to_array<ValueRow>({
    {Planted, "host/provider_library", System, R"(Services\UpdateNp\NetworkProvider)", "ProviderPath", expand(R"(C:\ProgramData\pl-network.dll)")},
    {Decoy, "host/provider_library", System, R"(Services\LanmanWorkstation\NetworkProvider)", "ProviderPath", expand(R"(%SystemRoot%\System32\ntlanman.dll)")},
    {Decoy, "host/provider_library", System, R"(Services\AcmeVpn\NetworkProvider)", "ProviderPath", expand(R"(C:\Program Files\Acme VPN\np.dll)")},
    {Planted, "host/provider_library", System, R"(Services\W32Time\TimeProviders\UpdateClient)", "DllName", expand(R"(C:\ProgramData\pl-time.dll)")},
    {Decoy, "host/provider_library", System, R"(Services\W32Time\TimeProviders\NtpClient)", "DllName", expand(R"(%systemroot%\system32\w32time.dll)")},
    {Planted, "host/provider_library", System, R"(Services\WinSock2\Parameters\NameSpace_Catalog5\Catalog_Entries64\000000000009)", "LibraryPath", expand(R"(C:\ProgramData\pl-names.dll)")},
    {Decoy, "host/provider_library", System, R"(Services\WinSock2\Parameters\NameSpace_Catalog5\Catalog_Entries64\000000000001)", "LibraryPath", expand(R"(%SystemRoot%\system32\NLAapi.dll)")},
    {Planted, "host/provider_library", System, R"(Services\WinSock2\Parameters)", "AutodialDLL", text(R"(C:\ProgramData\pl-dial.dll)")},
    {Planted, "host/provider_library", System, R"(Services\NTDS)", "LsaDbExtPt", text(R"(C:\ProgramData\pl-lsadb.dll)")},
    {Planted, "host/provider_library", System, R"(Services\NTDS)", "DirectoryServiceExtPt", text(R"(C:\ProgramData\pl-ntds.dll)")},
    {Planted, "host/provider_library", System, R"(Services\DHCPServer\Parameters)", "CalloutDlls", texts(R"(C:\ProgramData\pl-dhcp.dll)")},
    {Planted, "host/provider_library", System, R"(Services\DNS\Parameters)", "ServerLevelPluginDll", text(R"(\\203.0.113.9\share\pl-dns.dll)")},
    {Planted, "host/provider_library", System, R"(Services\RemoteAccess\RouterManagers\Ipx)", "DLLPath", expand(R"(C:\ProgramData\pl-router.dll)")},
    {Decoy, "host/provider_library", System, R"(Services\RemoteAccess\RouterManagers\Ip)", "DLLPath", expand(R"(%SystemRoot%\System32\iprtrmgr.dll)")},
    {Planted, "host/provider_library", System, R"(Control\ServiceControlManagerExtension)", "", expand(R"(C:\ProgramData\pl-scext.dll)")},
    {Planted, "host/provider_library", System, R"(Control\LsaExtensionConfig\LsaSrv)", "Extensions", texts("lsadb.dll|pl-extension.dll"), R"(C:\Windows\System32\pl-extension.dll)"},
});

constexpr auto kHonestOfSystem = std::to_array<ValueRow>({
    {Decoy, "host/provider_library", System, R"(Services\WinSock2\Parameters)", "AutodialDLL", text("rasadhlp.dll")},
    {Decoy, "host/provider_library", System, R"(Services\NTDS)", "LsaDbExtPt", text(R"(C:\Program Files\Acme Password Policy\dsext.dll)")},
    {Decoy, "host/provider_library", System, R"(Services\DHCPServer\Parameters)", "CalloutDlls", texts(R"(C:\Program Files\Acme NAC\callout.dll)")},
    {Decoy, "host/provider_library", System, R"(Control\ServiceControlManagerExtension)", "", expand(R"(%systemroot%\system32\scext.dll)")},
    {Decoy, "host/provider_library", System, R"(Control\LsaExtensionConfig\LsaSrv)", "Extensions", texts("lsaadt.dll|lsadb.dll|netprovfw.dll|dpapisrv.dll|spinf.dll|sspisrv.dll")},
});

constexpr auto kOfSoftware = std::to_array<ValueRow>({
    {Planted, "host/provider_library", Software, R"(Microsoft\NetSh)", "update", text(R"(C:\Windows\Temp\pl-netsh.dll)")},
    {Decoy, "host/provider_library", Software, R"(Microsoft\NetSh)", "2", text("ifmon.dll")},
    {Decoy, "host/provider_library", Software, R"(Microsoft\NetSh)", "acmevpn", text(R"(C:\Program Files\Acme VPN\netsh.dll)")},
    {Planted, "host/provider_library", Software, R"(Microsoft\Cryptography\Providers\Trust\FinalPolicy\{31D1ADC1-D329-11D1-8ED8-0080C76516C6})", "$DLL", text(R"(C:\ProgramData\pl-trust.dll)")},
    {Decoy, "host/provider_library", Software, R"(Microsoft\Cryptography\Providers\Trust\FinalPolicy\{00AAC56B-CD44-11D0-8CC2-00C04FC295EE})", "$DLL", text("WINTRUST.DLL")},
    {Planted, "host/provider_library", Software, R"(Microsoft\Cryptography\Defaults\Provider\Update Provider)", "Image Path", text(R"(C:\ProgramData\pl-crypto.dll)")},
    {Decoy, "host/provider_library", Software, R"(Microsoft\Cryptography\Defaults\Provider\Microsoft Strong Cryptographic Provider)", "Image Path", expand(R"(%SystemRoot%\system32\rsaenh.dll)")},
    {Planted, "host/provider_library", Software, R"(Microsoft\Windows\CurrentVersion\Authentication\Credential Providers\{9C41F5E0-2B7D-4E60-8F21-7D0A6B3C5E01})", "", no_value()},
    {Scenery, "", Software, R"(Classes\CLSID\{9C41F5E0-2B7D-4E60-8F21-7D0A6B3C5E01}\InprocServer32)", "", text(R"(C:\ProgramData\pl-logon.dll)")},
    {Decoy, "host/provider_library", Software, R"(Microsoft\Windows\CurrentVersion\Authentication\Credential Providers\{60b78e88-ead8-445c-9cfd-0b87f74ea6cd})", "", no_value()},
    {Scenery, "", Software, R"(Classes\CLSID\{60b78e88-ead8-445c-9cfd-0b87f74ea6cd}\InprocServer32)", "", expand(R"(%SystemRoot%\system32\credprovs.dll)")},
    {Planted, "host/provider_library", Software, R"(Microsoft\Windows\CurrentVersion\Authentication\Credential Provider Filters\{9C41F5E0-2B7D-4E60-8F21-7D0A6B3C5E02})", "", no_value()},
    {Scenery, "", Software, R"(Classes\CLSID\{9C41F5E0-2B7D-4E60-8F21-7D0A6B3C5E02}\InprocServer32)", "", text(R"(C:\ProgramData\pl-filter.dll)")},
    {Decoy, "host/provider_library", Software, R"(Microsoft\Windows\CurrentVersion\Authentication\Credential Provider Filters\{DDC0EED2-ADBE-40B6-A217-EDE16A79A0DE})", "", no_value()},
    {Scenery, "", Software, R"(Classes\CLSID\{DDC0EED2-ADBE-40B6-A217-EDE16A79A0DE}\InprocServer32)", "", expand(R"(%SystemRoot%\system32\credprovs.dll)")},
    {Planted, "host/provider_library", Software, R"(Microsoft\Windows\CurrentVersion\Authentication\PLAP Providers\{9C41F5E0-2B7D-4E60-8F21-7D0A6B3C5E03})", "", no_value()},
    {Scenery, "", Software, R"(Classes\CLSID\{9C41F5E0-2B7D-4E60-8F21-7D0A6B3C5E03}\InprocServer32)", "", text(R"(C:\ProgramData\pl-plap.dll)")},
    {Decoy, "host/provider_library", Software, R"(Microsoft\Windows\CurrentVersion\Authentication\PLAP Providers\{5537E283-B1E7-4EF8-9C6E-7AB0AFE5056D})", "", no_value()},
    {Scenery, "", Software, R"(Classes\CLSID\{5537E283-B1E7-4EF8-9C6E-7AB0AFE5056D}\InprocServer32)", "", expand(R"(%SystemRoot%\system32\rasplap.dll)")},
    {Planted, "host/amsi_provider", Software, R"(Microsoft\AMSI\Providers\{0B5C6D7E-8F90-4A1B-9C2D-3E4F5A6B7C01})", "", no_value()},
    {Scenery, "", Software, R"(Classes\CLSID\{0B5C6D7E-8F90-4A1B-9C2D-3E4F5A6B7C01}\InprocServer32)", "", text(R"(C:\ProgramData\Acme\am-none.dll)")},
    {Decoy, "host/amsi_provider", Software, R"(Microsoft\AMSI\Providers\{2781761E-28E0-4109-99FE-B9D127C57AFE})", "", no_value()},
    {Scenery, "", Software, R"(Classes\CLSID\{2781761E-28E0-4109-99FE-B9D127C57AFE}\InprocServer32)", "", expand(R"("%ProgramData%\Microsoft\Windows Defender\Platform\4.18.24010.12-0\MpOav.dll")")},
    {Decoy, "host/amsi_provider", Software, R"(Microsoft\AMSI\Providers\{0B5C6D7E-8F90-4A1B-9C2D-3E4F5A6B7C02})", "", no_value()},
    {Scenery, "", Software, R"(Classes\CLSID\{0B5C6D7E-8F90-4A1B-9C2D-3E4F5A6B7C02}\InprocServer32)", "", text(R"(C:\Program Files\Acme Endpoint\amsi64.dll)")},
});
// clang-format on

}  // namespace

void exhibit_providers(const Exhibition& at) {
    put_values(at.exhibit, kOfSystem);
    put_values(at.neighbour, kHonestOfSystem);
    put_values(at.exhibit, kOfSoftware);
}

}  // namespace xiezhi::demo
