#include "xiezhi/hunt/ioc/indicator.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "xiezhi/base/text.h"
#include "xiezhi/hunt/ioc/text.h"
#include "xiezhi/rules/network.h"
#include "xiezhi/schema/host.h"

namespace xiezhi::hunt::ioc {
namespace {

constexpr std::size_t kTextMax = 4096;

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

/// Undoes what lists do so that nobody clicks.
void refang(std::string& text) {
    if (text.find_first_of("[({xX") == std::string::npos) return;
    constexpr auto kDefanged =
        std::to_array<std::pair<std::string_view, std::string_view>>({{"[.]", "."},
                                                                      {"(.)", "."},
                                                                      {"{.}", "."},
                                                                      {"[dot]", "."},
                                                                      {"(dot)", "."},
                                                                      {"[:]", ":"},
                                                                      {"[://]", "://"},
                                                                      {"[/]", "/"}});
    for (const auto& [from, to] : kDefanged) replace_all(text, from, to);
    if (text.starts_with("hxxp")) text.replace(0, 4, "http");
}

bool is_hash(std::string_view text) {
    constexpr auto kSizes = std::to_array<std::size_t>({32, 40, 64, 128});
    return std::ranges::count(kSizes, text.size()) > 0 && is_hex(text);
}

/// Empty files have the same hash everywhere.
bool is_hash_of_nothing(std::string_view text) {
    constexpr auto kEmpty = std::to_array<std::string_view>(
        {"d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
         "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"});
    return std::ranges::count(kEmpty, text) > 0 ||
           text.find_first_not_of('0') == std::string_view::npos;
}

bool is_domain(std::string_view text) {
    constexpr std::size_t kDomainMax = 253;
    const std::size_t dot = text.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || text.size() > kDomainMax) return false;
    const std::string_view top = text.substr(dot + 1);
    const bool letters = std::ranges::all_of(top, [](char c) { return c >= 'a' && c <= 'z'; });
    if (top.size() < 2 || (!letters && !top.starts_with("xn--"))) return false;
    if (schema::find_file_ending(top) != nullptr) return false;
    const bool fits = std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
               c == '_' || static_cast<unsigned char>(c) >= 0x80;
    });
    return fits && text.find("..") == std::string_view::npos;
}

bool is_file_name(std::string_view text) {
    constexpr std::size_t kNameMax = 255;
    if (text.size() > kNameMax || text.find_first_of("\\/:*?\"<>|") != std::string_view::npos) {
        return false;
    }
    const std::size_t dot = text.rfind('.');
    if (dot == std::string_view::npos || dot == 0) return false;
    const std::string_view ending = text.substr(dot + 1);
    return ending == "com" || schema::find_file_ending(ending) != nullptr;
}

/// Loopback, private, link-local, multicast, unspecified (RFC 6890): on every network.
bool is_everywhere(const rules::Network& network) {
    static const std::vector<rules::Network> kNets = [] {
        std::vector<rules::Network> nets;
        for (const std::string_view text :
             {"0.0.0.0/8", "10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
              "192.168.0.0/16", "224.0.0.0/3", "::/127", "fc00::/7", "fe80::/10", "ff00::/8"}) {
            if (const auto net = rules::parse_network(text)) nets.push_back(*net);
        }
        return nets;
    }();
    constexpr unsigned kV4Bits = 96;
    constexpr unsigned kSmallest = 8;  // a larger network is no indicator
    const bool v4 = network.address[10] == 0xff && network.address[11] == 0xff;
    if (network.bits < (v4 ? kV4Bits + kSmallest : 16U)) return true;
    return std::ranges::any_of(
        kNets, [&](const rules::Network& net) { return net.contains(network.address); });
}

Classified usable(Kind kind, std::string key) {
    return {.indicator = Indicator{kind, std::move(key)}};
}
Classified too_general() {
    return {.indicator = std::nullopt, .reason = Unusable::TooGeneral};
}

Classified address(const std::string& text) {
    auto network = rules::parse_network(text);
    if (!network && std::ranges::count(text, ':') == 1) {  // v4 with a port
        network = rules::parse_network(text.substr(0, text.find(':')));
    }
    if (!network) return {};
    if (is_everywhere(*network)) return too_general();
    constexpr unsigned kWhole = 128;
    if (network->bits != kWhole) return usable(Kind::Network, text);
    std::string key;
    for (const std::uint8_t byte : network->address) key += static_cast<char>(byte);
    return usable(Kind::Address, std::move(key));
}

Classified file_name(std::string text) {
    if (text.empty() || text.find_first_of("\\/*?") != std::string::npos) return {};
    if (schema::find_windows_program(text) != nullptr) return too_general();
    return usable(Kind::FileName, std::move(text));
}

/// Behind the last part that stands for any text: `%temp%\x\a.exe` -> `x\a.exe`.
std::string tail_of(const std::string& path) {
    const std::size_t last = path.find_last_of("%*?");
    if (last == std::string::npos) return path;
    const std::size_t slash = path.find('\\', last);
    return slash == std::string::npos ? std::string{} : path.substr(slash + 1);
}

Classified file_path(std::string text) {
    std::ranges::replace(text, '/', '\\');
    while (text.ends_with('\\')) text.pop_back();
    constexpr auto kFolders = std::to_array<std::pair<std::string_view, std::string_view>>(
        {{"%systemroot%", "c:\\windows"},
         {"%windir%", "c:\\windows"},
         {"%systemdrive%", "c:"},
         {"%programdata%", "c:\\programdata"},
         {"%allusersprofile%", "c:\\programdata"},
         {"%programfiles%", "c:\\program files"},
         {"%public%", "c:\\users\\public"}});
    for (const auto& [name, folder] : kFolders) {
        if (text.starts_with(name)) text.replace(0, name.size(), folder);
    }
    if (text.find('\\') == std::string::npos) return file_name(std::move(text));
    const bool full = text.size() > 3 && text[1] == ':' && text[2] == '\\';
    if (full && text.find_first_of("%*?") == std::string::npos) {
        const std::string_view name = std::string_view(text).substr(text.rfind('\\') + 1);
        const schema::WindowsProgram* const program = schema::find_windows_program(name);
        const std::string_view folder =
            schema::without_drive(std::string_view(text).substr(0, text.rfind('\\')));
        const bool own =
            program != nullptr && std::ranges::any_of(program->folders, [&](std::string_view each) {
                return schema::path_match(each, folder);
            });
        return own ? too_general() : usable(Kind::FilePath, std::move(text));
    }
    std::string tail = tail_of(text);
    while (tail.starts_with('\\')) tail.erase(0, 1);
    if (tail.find('\\') == std::string::npos) return file_name(std::move(tail));
    return usable(Kind::PathTail, std::move(tail));
}

Classified registry(const std::string& text) {
    std::string key = registry_key(text);
    if (key.find_first_of("*?") != std::string::npos) return {};
    const auto parts = std::ranges::count(key, '\\');
    if (key.empty()) return {};
    const bool watched = std::ranges::any_of(schema::autostarts(), [&](const auto& row) {
        const std::string own = folded(row.key);
        return key == own || key.ends_with("\\" + own);
    });
    if (parts < 2 || watched) return too_general();  // a key that every host has
    return usable(Kind::Registry, std::move(key));
}

Classified url(std::string_view text) {
    const std::size_t scheme = text.find("://");
    std::string key(url_key(scheme == std::string_view::npos ? text : text.substr(scheme + 3)));
    if (key.find('.') == std::string::npos && key.find(':') == std::string::npos) return {};
    if (key.find('/') != std::string::npos) return usable(Kind::Url, std::move(key));
    const std::string host = key.substr(0, key.rfind(':'));  // a URL of a host alone: that host
    Classified whole = address(host);
    return whole.indicator || whole.reason == Unusable::TooGeneral
               ? whole
               : classify_as(Kind::Domain, host);
}

Classified domain(std::string text) {
    while (text.ends_with('.')) text.pop_back();
    if (text.starts_with("*.")) text.erase(0, 2);
    return is_domain(text) ? usable(Kind::Domain, std::move(text)) : Classified{};
}

std::string prepared(std::string_view text) {
    std::string out = folded(trimmed(text));
    while (out.size() > 1 && out.front() == '"' && out.back() == '"') {
        out = out.substr(1, out.size() - 2);
    }
    refang(out);
    return out;
}

}  // namespace

std::string_view kind_name(Kind kind) noexcept {
    constexpr std::array<std::string_view, kKinds> kNames{"address",   "network",   "domain",
                                                          "url",       "hash",      "file_name",
                                                          "file_path", "path_tail", "registry"};
    return kNames.at(static_cast<std::size_t>(kind));
}

Classified classify(std::string_view text) {
    if (text.size() > kTextMax) return {};
    std::string look = prepared(text);
    if (look.size() < 3) return {};
    if (look.find("://") != std::string::npos) return url(look);
    if (is_hash(look)) return classify_as(Kind::Hash, look);
    if (Classified known = address(look); known.indicator || known.reason == Unusable::TooGeneral) {
        return known;
    }
    if (!registry_key(look).empty()) return registry(look);
    const bool path = look.find('\\') != std::string::npos || look.starts_with('%') ||
                      (look.size() > 3 && look[1] == ':' && look[2] == '/');
    if (path) return file_path(std::move(look));
    if (look.find('/') != std::string::npos) {
        return is_domain(look.substr(0, look.find('/'))) ? url(look) : Classified{};
    }
    if (Classified name = domain(look); name.indicator) return name;
    return is_file_name(look) ? file_name(std::move(look)) : Classified{};
}

Classified classify_as(Kind kind, std::string_view text) {
    if (text.size() > kTextMax) return {};
    std::string look = prepared(text);
    if (look.empty()) return {};
    switch (kind) {
        case Kind::Address:
        case Kind::Network:
            return address(look);
        case Kind::Domain:
            return domain(std::move(look));
        case Kind::Url:
            return url(look);
        case Kind::Hash:
            if (!is_hash(look)) return {};
            return is_hash_of_nothing(look) ? too_general() : usable(Kind::Hash, std::move(look));
        case Kind::FileName:
            return file_name(std::move(look));
        case Kind::FilePath:
        case Kind::PathTail:
            return file_path(std::move(look));
        case Kind::Registry:
            return registry(look);
    }
    return {};
}

std::string_view url_key(std::string_view url) noexcept {
    url = url.substr(0, url.find('#'));
    while (url.ends_with('/')) url.remove_suffix(1);
    return url;
}

std::string registry_key(std::string_view path) {
    std::string key = folded(path);
    if (key.starts_with("computer\\")) key.erase(0, 9);
    if (key.starts_with('\\')) key.erase(0, 1);
    // A root, and whether the next part is a SID.
    constexpr auto kRoots =
        std::to_array<std::pair<std::string_view, bool>>({{"hkey_local_machine\\", false},
                                                          {"hkey_current_user\\", false},
                                                          {"hkey_users\\", true},
                                                          {"hkey_classes_root\\", false},
                                                          {"hklm\\", false},
                                                          {"hkcu\\", false},
                                                          {"hkcr\\", false},
                                                          {"hku\\", true},
                                                          {"registry\\machine\\", false},
                                                          {"registry\\user\\", true}});
    const auto* const root =
        std::ranges::find_if(kRoots, [&](const auto& each) { return key.starts_with(each.first); });
    if (root == kRoots.end()) return {};
    key.erase(0, root->first.size());
    if (root->second) key.erase(0, std::min(key.find('\\'), key.size() - 1) + 1);
    while (key.ends_with('\\')) key.pop_back();
    constexpr std::string_view kSet = "system\\controlset";
    constexpr std::size_t kDigits = 3;
    if (key.starts_with(kSet) && key.size() > kSet.size() + kDigits) {
        key.replace(7, kSet.size() - 7 + kDigits, "currentcontrolset");
    }
    return key;
}

}  // namespace xiezhi::hunt::ioc
