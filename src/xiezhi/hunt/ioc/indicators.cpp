#include "xiezhi/hunt/ioc/indicators.h"

#include <algorithm>
#include <limits>

#include "xiezhi/base/hash.h"
#include "xiezhi/hunt/ioc/text.h"
#include "xiezhi/rules/network.h"

namespace xiezhi::hunt::ioc {
namespace {

constexpr std::size_t kTableMin = 1024;
constexpr std::string_view kQuotes = "\"'`";
constexpr std::string_view kApart = " \t\r\n\"'`,;|<>(){}[]=&*\x01";

std::uint64_t hash_of(Kind kind, std::string_view key) {
    return hash64(key, static_cast<std::uint64_t>(kind));
}

/// The first `bits` of an address, and how many they are.
std::string network_key(const rules::Address& address, unsigned bits) {
    std::string key;
    for (unsigned at = 0; at < address.size(); ++at) {
        const unsigned kept = std::clamp(bits, at * 8, at * 8 + 8) - at * 8;
        key += static_cast<char>(address.at(at) & (0xff00U >> kept));
    }
    return key + static_cast<char>(bits);
}

/// Calls `use` for every run without characters of `apart`.
template <class Use>
void each_part(std::string_view text, std::string_view apart, Use use) {
    while (!text.empty()) {
        const std::size_t end = text.find_first_of(apart);
        if (end != 0) use(text.substr(0, end));
        if (end == std::string_view::npos) return;
        text.remove_prefix(end + 1);
    }
}

}  // namespace

bool Indicators::add(std::uint32_t list, const Indicator& indicator, std::string_view about) {
    if (indicator.kind != Kind::Network) return add_key(list, indicator.kind, indicator.key, about);
    const auto network = rules::parse_network(indicator.key);
    if (!network) return true;
    if (std::ranges::count(network_bits_, network->bits) == 0) {
        network_bits_.push_back(network->bits);
    }
    return add_key(list, Kind::Network, network_key(network->address, network->bits), about);
}

bool Indicators::add_key(std::uint32_t list, Kind kind, std::string_view key,
                         std::string_view about) {
    if (key.empty() || key.size() > std::numeric_limits<std::uint16_t>::max()) return true;
    if (list > std::numeric_limits<std::uint8_t>::max()) return false;
    if (texts_.size() + key.size() > kBytesMax) return false;
    if (entries_.size() * 2 >= table_.size()) grow();
    const std::size_t mask = table_.size() - 1;
    for (std::size_t at = hash_of(kind, key) & mask; table_[at] != 0; at = (at + 1) & mask) {
        const Entry& entry = entries_[table_[at] - 1];
        if (entry.kind == kind && entry.list == list && key_of(entry) == key) return true;
    }
    entries_.push_back({static_cast<std::uint32_t>(texts_.size()), about_index(about),
                        static_cast<std::uint16_t>(key.size()), static_cast<std::uint8_t>(list),
                        kind});
    texts_ += key;
    ++counts_.at(static_cast<std::size_t>(kind));
    put(static_cast<std::uint32_t>(entries_.size() - 1));
    return true;
}

void Indicators::grow() {
    table_.assign(std::max(kTableMin, table_.size() * 2), 0);
    for (std::uint32_t i = 0; i < entries_.size(); ++i) put(i);
}

void Indicators::put(std::uint32_t index) {
    const std::size_t mask = table_.size() - 1;
    std::size_t at = hash_of(entries_[index].kind, key_of(entries_[index])) & mask;
    while (table_[at] != 0) at = (at + 1) & mask;
    table_[at] = index + 1;
}

std::string_view Indicators::key_of(const Entry& entry) const {
    return std::string_view(texts_).substr(entry.at, entry.size);
}

std::uint32_t Indicators::about_index(std::string_view about) {
    // Lists say the same of neighbours: of many, the last few are worth a look.
    constexpr std::size_t kLook = 16;
    const std::size_t first = abouts_.size() - std::min(abouts_.size(), kLook);
    for (std::size_t i = abouts_.size(); i > first; --i) {
        if (abouts_[i - 1] == about) return static_cast<std::uint32_t>(i - 1);
    }
    abouts_.emplace_back(about);
    return static_cast<std::uint32_t>(abouts_.size() - 1);
}

void Indicators::look_up(Kind kind, std::string_view key, std::string_view shown,
                         std::vector<Met>& out) const {
    if (table_.empty() || key.empty()) return;
    const std::size_t mask = table_.size() - 1;
    for (std::size_t at = hash_of(kind, key) & mask; table_[at] != 0; at = (at + 1) & mask) {
        const Entry& entry = entries_[table_[at] - 1];
        if (entry.kind != kind || key_of(entry) != key) continue;
        const bool known = std::ranges::any_of(out, [&](const Met& met) {
            return met.list == entry.list && met.kind == kind && met.text == shown;
        });
        if (!known) out.push_back({entry.list, kind, shown, abouts_[entry.about]});
    }
}

void Indicators::find(std::string_view text, std::vector<Met>& out) const {
    if (has(Kind::Registry)) look_up_registry(text, out);
    if (has(Kind::Url) && text.find("://") != std::string_view::npos) look_up_urls(text, out);
    const bool names = has(Kind::FileName) || has(Kind::FilePath) || has(Kind::PathTail);
    if (names) {
        look_up_path(text, out);
        if (text.find_first_of(kQuotes) != std::string_view::npos) {
            each_part(text, kQuotes, [&](std::string_view part) { look_up_path(part, out); });
        }
    }
    each_part(text, kApart, [&](std::string_view token) {
        if (names && token.size() != text.size()) look_up_path(token, out);
        look_up_token(token, out);
    });
}

void Indicators::look_up_token(std::string_view token, std::vector<Met>& out) const {
    constexpr std::size_t kShortest = 4;
    constexpr std::size_t kLongestHash = 128;
    // What stands between slashes, backslashes and at signs: hosts of URLs, of shares, of mail.
    each_part(token, "/\\@", [&](std::string_view part) {
        while (part.ends_with('.') || part.ends_with(':')) part.remove_suffix(1);
        if (part.size() < kShortest) return;
        const bool dotted = part.find('.') != std::string_view::npos;
        const bool coloned = part.find(':') != std::string_view::npos;
        if (dotted || coloned) look_up_address(part, out);
        if (dotted && has(Kind::Domain)) look_up_domain(part.substr(0, part.find(':')), out);
        if (has(Kind::Hash) && part.size() <= kLongestHash && is_hex(part)) {
            look_up(Kind::Hash, part, part, out);
        }
    });
}

void Indicators::look_up_address(std::string_view token, std::vector<Met>& out) const {
    if (!has(Kind::Address) && network_bits_.empty()) return;
    constexpr std::size_t kLongest = 64;
    const bool hexadecimal = std::ranges::all_of(token, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '.' || c == ':' || c == '%';
    });
    if (token.size() > kLongest || !hexadecimal) return;
    auto address = rules::parse_address(token);
    if (!address && std::ranges::count(token, ':') == 1) {  // with a port
        token = token.substr(0, token.find(':'));
        address = rules::parse_address(token);
    }
    if (!address) return;
    std::string key;
    for (const std::uint8_t byte : *address) key += static_cast<char>(byte);
    look_up(Kind::Address, key, token, out);
    for (const unsigned bits : network_bits_) {
        look_up(Kind::Network, network_key(*address, bits), token, out);
    }
}

/// The name and all that it is below.
void Indicators::look_up_domain(std::string_view token, std::vector<Met>& out) const {
    while (token.find('.') != std::string_view::npos) {
        look_up(Kind::Domain, token, token, out);
        token.remove_prefix(token.find('.') + 1);
    }
}

/// The whole, its ends and its last part.
void Indicators::look_up_path(std::string_view path, std::vector<Met>& out) const {
    constexpr std::size_t kLongest = 1024;
    const std::size_t first = path.find_first_not_of(' ');
    if (first == std::string_view::npos) return;
    path = path.substr(first, path.find_last_not_of(' ') - first + 1);
    if (path.size() > kLongest) return;
    std::string slashed;
    if (path.find('/') != std::string_view::npos) {
        slashed = path;
        std::ranges::replace(slashed, '/', '\\');
    }
    const std::string_view plain = slashed.empty() ? path : std::string_view(slashed);
    const auto shown = [&](std::size_t from) { return path.substr(from); };
    if (has(Kind::FilePath)) look_up(Kind::FilePath, plain, path, out);
    std::size_t from = 0;
    for (std::size_t slash = plain.find('\\'); slash != std::string_view::npos;
         slash = plain.find('\\', from)) {
        if (has(Kind::PathTail) && from > 0) {
            look_up(Kind::PathTail, plain.substr(from), shown(from), out);
        }
        from = slash + 1;
    }
    look_up(Kind::FileName, plain.substr(from), shown(from), out);
}

/// The text as a value, its key, and the text as a key.
void Indicators::look_up_registry(std::string_view text, std::vector<Met>& out) const {
    constexpr std::size_t kLongest = 1024;
    if (text.size() > kLongest || text.find('\\') == std::string_view::npos) return;
    const std::string key = registry_key(text);
    if (key.empty()) return;
    look_up(Kind::Registry, key, text, out);
    const std::size_t slash = key.rfind('\\');
    if (slash != std::string::npos) look_up(Kind::Registry, key.substr(0, slash), text, out);
}

void Indicators::look_up_urls(std::string_view text, std::vector<Met>& out) const {
    constexpr std::string_view kEnds = " \t\r\n\"'`<>|";
    for (std::size_t at = text.find("://"); at != std::string_view::npos;
         at = text.find("://", at + 1)) {
        std::string_view url = text.substr(at + 3);
        url = url.substr(0, url.find_first_of(kEnds));
        while (!url.empty() &&
               std::string_view(").,;").find(url.back()) != std::string_view::npos) {
            url.remove_suffix(1);
        }
        const std::string_view whole = url_key(url);
        look_up(Kind::Url, whole, whole, out);
        const std::string_view bare = url_key(whole.substr(0, whole.find('?')));
        if (bare.size() != whole.size()) look_up(Kind::Url, bare, bare, out);
    }
}

}  // namespace xiezhi::hunt::ioc
