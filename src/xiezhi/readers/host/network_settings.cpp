#include <algorithm>
#include <charconv>
#include <memory>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/text.h"
#include "xiezhi/readers/host/registry.h"
#include "xiezhi/readers/host/subjects.h"

// Where traffic is sent and who is let in: proxies, name servers, Remote Desktop.
namespace xiezhi::readers {
namespace {

constexpr std::string_view kInternet =
    R"(Software\Microsoft\Windows\CurrentVersion\Internet Settings)";
constexpr std::uint32_t kProxyOn = 2;
constexpr std::uint32_t kScriptOn = 4;

/// WinHttpSettings and DefaultConnectionSettings: version, counter, flags, then texts with their
/// sizes: servers, what goes without, address of the script.
struct Connection {
    std::uint32_t flags = 0;
    std::string servers;
    std::string bypass;
    std::string script;
};
std::optional<Connection> parse_connection(Bytes bytes) {
    Cursor in(bytes);
    in.take(8);
    Connection connection;
    connection.flags = in.read<std::uint32_t>();
    const auto text = [&] { return std::string(as_text(in.take(in.read<std::uint32_t>()))); };
    connection.servers = text();
    if (!in.ok()) return std::nullopt;
    connection.bypass = text();  // WinHTTP ends here or behind it
    connection.script = text();
    return connection;
}

bool is_number(std::string_view text) {
    return !text.empty() && text.size() <= 5 &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_address(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos &&
           std::ranges::count(text, '.') == 3;
}

/// `http=10.1.2.3:8080;https=proxy:8080` or `proxy:8080`.
void set_servers(State& state, std::string_view servers) {
    while (!servers.empty()) {
        const std::size_t end = std::min(servers.find_first_of("; "), servers.size());
        std::string_view one = servers.substr(0, end);
        servers.remove_prefix(std::min(end + 1, servers.size()));
        if (one.empty()) continue;
        state.add(StateField::ProxyServer, std::string(one));
        one.remove_prefix(std::min(one.find('=') + 1, one.size()));
        if (const std::size_t scheme = one.find("://"); scheme != std::string_view::npos) {
            one.remove_prefix(scheme + 3);
        }
        const std::size_t colon = one.rfind(':');
        const std::string_view name = one.substr(0, colon);
        if (name == "localhost") state.add(StateField::ProxyAddress, "127.0.0.1");
        if (is_address(name)) state.add(StateField::ProxyAddress, std::string(name));
        if (colon == std::string_view::npos || !is_number(one.substr(colon + 1))) continue;
        state.add(StateField::ProxyPort, std::string(one.substr(colon + 1)));
    }
}

/// A script's address that names a host by number counts as an address too.
void set_script(State& state, const std::string& url) {
    if (url.empty()) return;
    state.set(StateField::ProxyScriptUrl, url);
    const std::size_t scheme = url.find("://");
    if (scheme == std::string::npos) return;
    std::string_view host = std::string_view(url).substr(scheme + 3);
    host = host.substr(0, host.find_first_of(":/"));
    if (host == "localhost") state.add(StateField::ProxyAddress, "127.0.0.1");
    if (is_address(host)) state.add(StateField::ProxyAddress, std::string(host));
}

std::uint64_t read_user_proxy(HostContext& host, const OpenHive& user) {
    const std::string path(kInternet);
    const auto key = user.hive.find(path);
    if (!key) return 0;
    std::string servers = key->text("ProxyServer").value_or("");
    std::string script = key->text("AutoConfigURL").value_or("");
    bool on = key->number("ProxyEnable").value_or(0) != 0;
    if (const auto connections = key->subkey("Connections")) {
        const auto value = connections->value("DefaultConnectionSettings");
        std::vector<std::byte> room;
        const auto stored =
            value ? parse_connection(value->data(room).bytes) : std::optional<Connection>();
        if (stored && servers.empty()) servers = stored->servers;
        if (stored && script.empty() && (stored->flags & kScriptOn) != 0) script = stored->script;
        if (stored) on = on || (stored->flags & kProxyOn) != 0;
    }
    if (servers.empty() && script.empty()) return 0;
    State state(Dataset::Proxy);
    state.set(StateField::ProxyKind, "wininet");
    state.set_truth(StateField::ProxyEnabled, on || !script.empty());
    if (on) set_servers(state, servers);
    if (!on) state.set(StateField::ProxyServer, servers);
    set_script(state, script);
    state.set(StateField::ProxyBypass, key->text("ProxyOverride").value_or(""));
    state.set(StateField::UserName, user.user);
    state.set(StateField::UserId, user.sid);
    const auto value = key->value(servers.empty() ? "AutoConfigURL" : "ProxyServer");
    place(state, user, *key, path, value ? &*value : nullptr);
    host.states(std::move(state));
    return 1;
}

std::uint64_t read_machine_proxy(HostContext& host, const OpenHive& software) {
    const std::string path = R"(Microsoft\Windows\CurrentVersion\Internet Settings\Connections)";
    const auto key = software.hive.find(path);
    const auto value = key ? key->value("WinHttpSettings") : std::nullopt;
    if (!value) return 0;
    std::vector<std::byte> room;
    const auto stored = parse_connection(value->data(room).bytes);
    if (!stored || (stored->servers.empty() && stored->script.empty())) return 0;
    State state(Dataset::Proxy);
    state.set(StateField::ProxyKind, "winhttp");
    state.set_truth(StateField::ProxyEnabled, (stored->flags & (kProxyOn | kScriptOn)) != 0);
    set_servers(state, stored->servers);
    state.set(StateField::ProxyBypass, stored->bypass);
    place(state, software, *key, path, &*value);
    host.states(std::move(state));
    return 1;
}

std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words(1);
    for (const char c : text) {
        if (c == ' ' || c == ',' || c == ';') {
            if (!words.back().empty()) words.emplace_back();
        } else {
            words.back() += c;
        }
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

class NameServers {
public:
    NameServers(HostContext& host, const OpenHive& system) : host_(host), system_(system) {}

    std::uint64_t read() {
        const std::string services = host_.registry->control_set() + "\\Services\\";
        each_key(system_.hive, services + R"(Tcpip\Parameters\Interfaces\*)",
                 [&](const regf::Key& key, const std::string& path) { adapter(key, path); });
        const auto policies = [&](const OpenHive& hive, const std::string& pattern) {
            each_key(hive.hive, pattern, [&](const regf::Key& key, const std::string& path) {
                policy(hive, key, path);
            });
        };
        policies(system_, services + R"(Dnscache\Parameters\DnsPolicyConfig\*)");
        if (const OpenHive* const software = host_.registry->first(HiveKind::Software)) {
            policies(*software, R"(Policies\Microsoft\Windows NT\DNSClient\DnsPolicyConfig\*)");
        }
        return count_;
    }

private:
    void adapter(const regf::Key& key, const std::string& path) {
        const std::vector<std::string> fixed = words_of(key.text("NameServer").value_or(""));
        const std::vector<std::string> given = words_of(key.text("DhcpNameServer").value_or(""));
        for (const std::string& server : fixed) {
            State state = of("static", server, key.name().text());
            if (!given.empty()) {
                state.set_truth(StateField::DnsDiffers, std::ranges::count(given, server) == 0);
            }
            tell(std::move(state), system_, key, path, "NameServer");
        }
        for (const std::string& server : given) {
            tell(of("dhcp", server, key.name().text()), system_, key, path, "DhcpNameServer");
        }
    }

    void policy(const OpenHive& hive, const regf::Key& key, const std::string& path) {
        std::string names;
        if (const auto value = key.value("Name")) {
            for (const std::string& name : value->multi_text()) {
                names += (names.empty() ? "" : " ") + name;
            }
        }
        for (const std::string& server : words_of(key.text("GenericDNSServers").value_or(""))) {
            tell(of("policy", server, names), hive, key, path, "GenericDNSServers");
        }
    }

    static State of(const char* source, const std::string& server, const std::string& where) {
        State state(Dataset::DnsServer);
        state.set(StateField::DnsServer, server);
        state.set(StateField::DnsSource, source);
        state.set(StateField::DnsInterface, where);
        return state;
    }

    void tell(State&& state, const OpenHive& hive, const regf::Key& key, const std::string& path,
              const char* name) {
        const auto value = key.value(name);
        place(state, hive, key, path, value ? &*value : nullptr);
        host_.states(std::move(state));
        ++count_;
    }

    HostContext& host_;
    const OpenHive& system_;
    std::uint64_t count_ = 0;
};

std::vector<std::string_view> parts_of(std::string_view rule) {
    std::vector<std::string_view> parts;
    while (!rule.empty()) {
        const std::size_t end = std::min(rule.find('|'), rule.size());
        parts.push_back(rule.substr(0, end));
        rule.remove_prefix(std::min(end + 1, rule.size()));
    }
    return parts;
}

/// How far the firewall lets strangers reach the port. Rules stand as `v2.31|Action=Allow|…`.
const char* firewall_for(const Registry& registry, const std::string& port) {
    const std::string base = R"(Services\SharedAccess\Parameters\FirewallPolicy\)";
    for (const char* profile : {"StandardProfile", "PublicProfile", "DomainProfile"}) {
        const auto key = registry.control(base + profile);
        if (key && key->number("EnableFirewall") == std::uint64_t{0}) return "off";
    }
    const auto rules = registry.control(base + "FirewallRules");
    if (!rules) return "";
    const char* reach = "closed";
    for (const regf::KeyValue& value : rules->values()) {
        const std::string text = folded(value.text());
        const std::vector<std::string_view> parts = parts_of(text);
        const auto has = [&](std::string_view part) { return std::ranges::count(parts, part) > 0; };
        if (!has("action=allow") || !has("active=true") || !has("dir=in")) continue;
        if (!has("lport=" + port) || has("protocol=17")) continue;
        const bool limited = std::ranges::any_of(
            parts, [](std::string_view part) { return part.starts_with("ra4="); });
        if (!limited) return "any";
        reach = "limited";
    }
    return reach;
}

/// Policies win over the settings of the listener.
std::uint64_t read_remote_desktop(HostContext& host, const OpenHive& system) {
    const Registry& registry = *host.registry;
    const std::string base = R"(Control\Terminal Server)";
    const auto key = registry.control(base);
    const auto denied = key ? key->value("fDenyTSConnections") : std::nullopt;
    if (!denied) return 0;
    const auto listener = registry.control(base + R"(\WinStations\RDP-Tcp)");
    const auto policy = registry.software(R"(Policies\Microsoft\Windows NT\Terminal Services)");
    const auto setting = [&](const char* name) {
        auto number = policy ? policy->number(name) : std::nullopt;
        if (!number && listener) number = listener->number(name);
        return number;
    };
    auto deny = policy ? policy->number("fDenyTSConnections") : std::nullopt;
    if (!deny) deny = denied->number();
    State state(Dataset::RemoteDesktop);
    state.set_truth(StateField::RdpEnabled, deny == std::uint64_t{0});
    const std::uint64_t port = setting("PortNumber").value_or(3389);
    state.set_number(StateField::RdpPort, port);
    if (const auto nla = setting("UserAuthentication")) {
        state.set_truth(StateField::RdpNetworkLevelAuthentication, *nla != 0);
    }
    if (const auto layer = setting("SecurityLayer")) {
        state.set_number(StateField::RdpSecurityLayer, *layer);
    }
    state.set(StateField::RdpFirewall, firewall_for(registry, std::to_string(port)));
    place(state, system, *key, registry.control_set() + '\\' + base, &*denied);
    host.states(std::move(state));
    return 1;
}

}  // namespace

void read_network_settings(HostContext& host) {
    const Registry& registry = *host.registry;
    const OpenHive* const system = registry.first(HiveKind::System);
    const OpenHive* const software = registry.first(HiveKind::Software);
    std::uint64_t proxies = software == nullptr ? 0 : read_machine_proxy(host, *software);
    const std::vector<const OpenHive*> users = registry.all(HiveKind::User);
    for (const OpenHive* const user : users) proxies += read_user_proxy(host, *user);
    observe_hive(host, Dataset::Proxy, users.empty() ? software : users.front(),
                 "NTUSER.DAT, SOFTWARE", proxies);
    observe_hive(host, Dataset::DnsServer, system, "SYSTEM",
                 system == nullptr ? 0 : NameServers(host, *system).read());
    observe_hive(host, Dataset::RemoteDesktop, system, "SYSTEM",
                 system == nullptr ? 0 : read_remote_desktop(host, *system));
}

}  // namespace xiezhi::readers
