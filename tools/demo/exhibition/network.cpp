// The firewall, Remote Desktop, where names and traffic are sent.
#include "tools/demo/exhibition/exhibition.h"
#include "tools/demo/exhibition/values.h"

namespace xiezhi::demo {
namespace {

using enum Role;
using enum HiveOf;

// clang-format off
constexpr auto kExhibit = std::to_array<ValueRow>({
    {Planted, "host/database_exposed", System, R"(Services\SharedAccess\Parameters\FirewallPolicy\FirewallRules)", "{8f2a0a44-0001-4d7e-8b40-0d5c4a2e7001}", text(R"(v2.29|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=3306|App=C:\Program Files\MySQL\bin\mysqld.exe|Name=MySQL|)")},
    {Decoy, "host/database_exposed", System, R"(Services\SharedAccess\Parameters\FirewallPolicy\FirewallRules)", "{8f2a0a44-0002-4d7e-8b40-0d5c4a2e7002}", text(R"(v2.29|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=1433|RA4=10.20.0.0/255.255.0.0|App=C:\Program Files\Microsoft SQL Server\MSSQL15\MSSQL\Binn\sqlservr.exe|Name=SQL Server|)")},
    {Planted, "host/firewall_inbound_rule", System, R"(Services\SharedAccess\Parameters\FirewallPolicy\FirewallRules)", "{8f2a0a44-0003-4d7e-8b40-0d5c4a2e7003}", text(R"(v2.29|Action=Allow|Active=TRUE|Dir=In|Protocol=6|App=C:\Users\Public\fw.exe|Name=Windows Update Helper|)")},
    {Decoy, "host/firewall_inbound_rule", System, R"(Services\SharedAccess\Parameters\FirewallPolicy\FirewallRules)", "{8f2a0a44-0004-4d7e-8b40-0d5c4a2e7004}", text(R"(v2.29|Action=Allow|Active=TRUE|Dir=In|Protocol=6|App=C:\Program Files\Acme Backup\agent.exe|Name=Acme Backup|)")},
    {Planted, "host/firewall_off", System, R"(Services\SharedAccess\Parameters\FirewallPolicy\DomainProfile)", "EnableFirewall", number(0)},
    {Decoy, "host/firewall_log", System, R"(Services\SharedAccess\Parameters\FirewallPolicy\DomainProfile)", "EnableFirewall", number(0)},
    {Scenery, "", System, R"(Services\SharedAccess\Parameters\FirewallPolicy\DomainProfile\Logging)", "LogDroppedPackets", number(1)},
    {Scenery, "", System, R"(Services\SharedAccess\Parameters\FirewallPolicy\DomainProfile\Logging)", "LogSuccessfulConnections", number(1)},
    {Scenery, "", System, R"(Services\SharedAccess\Parameters\FirewallPolicy\DomainProfile\Logging)", "LogFileSize", number(16384)},
    {Planted, "host/firewall_log", System, R"(Services\SharedAccess\Parameters\FirewallPolicy\StandardProfile)", "EnableFirewall", number(1)},
    {Decoy, "host/firewall_off", System, R"(Services\SharedAccess\Parameters\FirewallPolicy\StandardProfile)", "EnableFirewall", number(1)},
    {Planted, "host/firewall_off", System, R"(Services\SharedAccess\Parameters\FirewallPolicy\PublicProfile)", "EnableFirewall", number(1)},
    {Scenery, "", System, R"(Services\SharedAccess\Parameters\FirewallPolicy\PublicProfile)", "DefaultInboundAction", number(0)},
    {Planted, "host/firewall_log", System, R"(Services\SharedAccess\Parameters\FirewallPolicy\PublicProfile\Logging)", "LogFileSize", number(1024), R"(ControlSet001\Services\SharedAccess\Parameters\FirewallPolicy\PublicProfile | EnableFirewall)"},
    {Scenery, "", System, R"(Services\SharedAccess\Parameters\FirewallPolicy\PublicProfile\Logging)", "LogDroppedPackets", number(1)},
    {Scenery, "", System, R"(Services\SharedAccess\Parameters\FirewallPolicy\PublicProfile\Logging)", "LogSuccessfulConnections", number(1)},
    {Scenery, "", System, R"(Control\Terminal Server\WinStations\RDP-Tcp)", "UserAuthentication", number(0)},
    {Scenery, "", System, R"(Control\Terminal Server\WinStations\RDP-Tcp)", "SecurityLayer", number(0)},
    {Planted, "host/dns_server_changed", System, R"(Services\Tcpip\Parameters\Interfaces\{5d1b1a0e-0d5f-4a5e-9a53-0a1b2c3d4e01})", "NameServer", text("203.0.113.53")},
    {Scenery, "", System, R"(Services\Tcpip\Parameters\Interfaces\{5d1b1a0e-0d5f-4a5e-9a53-0a1b2c3d4e01})", "DhcpNameServer", text("10.20.0.2")},
    {Decoy, "host/dns_server_changed", System, R"(Services\Tcpip\Parameters\Interfaces\{5d1b1a0e-0d5f-4a5e-9a53-0a1b2c3d4e02})", "NameServer", text("10.20.0.2,114.114.114.114")},
    {Planted, "host/dns_server_changed", System, R"(Services\Dnscache\Parameters\DnsPolicyConfig\{5d1b1a0e-0d5f-4a5e-9a53-0a1b2c3d4e03})", "GenericDNSServers", text("203.0.113.54")},
    {Decoy, "host/dns_server_changed", System, R"(Services\Dnscache\Parameters\DnsPolicyConfig\{5d1b1a0e-0d5f-4a5e-9a53-0a1b2c3d4e04})", "GenericDNSServers", text("10.20.0.3")},
    {Planted, "host/proxy_changed", Li, R"(Software\Microsoft\Windows\CurrentVersion\Internet Settings)", "ProxyServer", text("127.0.0.1:8899")},
    {Scenery, "", Li, R"(Software\Microsoft\Windows\CurrentVersion\Internet Settings)", "ProxyEnable", number(1)},
    {Decoy, "host/proxy_changed", Wang, R"(Software\Microsoft\Windows\CurrentVersion\Internet Settings)", "ProxyServer", text("10.20.0.8:8080")},
    {Scenery, "", Wang, R"(Software\Microsoft\Windows\CurrentVersion\Internet Settings)", "ProxyEnable", number(1)},
});

/// Remote Desktop behind a firewall that lets one network in; proxies by script.
constexpr auto kNeighbour = std::to_array<ValueRow>({
    {Scenery, "", System, R"(Services\SharedAccess\Parameters\FirewallPolicy\DomainProfile)", "EnableFirewall", number(1)},
    {Scenery, "", System, R"(Services\SharedAccess\Parameters\FirewallPolicy\StandardProfile)", "EnableFirewall", number(1)},
    {Scenery, "", System, R"(Services\SharedAccess\Parameters\FirewallPolicy\PublicProfile)", "EnableFirewall", number(1)},
    {Scenery, "", System, R"(Services\SharedAccess\Parameters\FirewallPolicy\FirewallRules)", "RemoteDesktop-UserMode-In-TCP", text(R"(v2.29|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=3389|RA4=10.20.0.0/255.255.0.0|App=%SystemRoot%\system32\svchost.exe|Svc=termservice|Name=@FirewallAPI.dll,-28775|)")},
    {Scenery, "", System, R"(Control\Terminal Server\WinStations\RDP-Tcp)", "UserAuthentication", number(1)},
    {Scenery, "", System, R"(Control\Terminal Server\WinStations\RDP-Tcp)", "SecurityLayer", number(2)},
    {Planted, "host/proxy_changed", Li, R"(Software\Microsoft\Windows\CurrentVersion\Internet Settings)", "AutoConfigURL", text("http://127.0.0.1:8899/p.pac")},
    {Decoy, "host/proxy_changed", Wang, R"(Software\Microsoft\Windows\CurrentVersion\Internet Settings)", "AutoConfigURL", text("http://proxy.acme.example/acme.pac")},
});
// clang-format on

constexpr const char* kOpenToAll = R"(ControlSet001\Control\Terminal Server | fDenyTSConnections)";

}  // namespace

void exhibit_network(const Exhibition& at) {
    put_values(at.exhibit, kExhibit);
    put_values(at.neighbour, kNeighbour);
    at.exhibit.tell(Planted, "host/rdp_exposed", System, kOpenToAll);  // settings.cpp
    at.neighbour.tell(Decoy, "host/rdp_exposed", System, kOpenToAll);
    const std::string hosts = "Windows/System32/drivers/etc/hosts";
    at.exhibit.file(hosts,
                    "127.0.0.1 localhost\r\n10.20.0.16 erp-db.acme.example\r\n"
                    "0.0.0.0 definitionupdates.microsoft.com\r\n"
                    "203.0.113.10 bank.example\r\n127.0.0.1 host.docker.internal\r\n");
    for (const char* name : {"definitionupdates.microsoft.com", "bank.example"}) {
        at.exhibit.tell(Planted, "host/hosts_redirected", hosts, name);
    }
    for (const char* name : {"erp-db.acme.example", "host.docker.internal"}) {
        at.exhibit.tell(Decoy, "host/hosts_redirected", hosts, name);
    }
}

}  // namespace xiezhi::demo
