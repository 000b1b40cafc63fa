#include "xiezhi/hunt/search_pattern.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <vector>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/model/ecs/text.h"
#include "xiezhi/rules/network.h"
#include "xiezhi/rules/regex.h"
#include "xiezhi/rules/simplify.h"
#include "xiezhi/schema/host.h"

namespace xiezhi::hunt {
namespace {

using rules::Leaf;
using rules::Node;
using rules::Op;

constexpr std::size_t kPatternMax = 4096;

struct KindName {
    SearchKind kind;
    std::string_view name;
};
constexpr std::array<KindName, 8> kKinds{{{SearchKind::Word, "word"},
                                          {SearchKind::Number, "number"},
                                          {SearchKind::Address, "address"},
                                          {SearchKind::Domain, "domain"},
                                          {SearchKind::Hash, "hash"},
                                          {SearchKind::Guid, "guid"},
                                          {SearchKind::Regex, "regex"},
                                          {SearchKind::All, "all"}}};

bool is_hex(std::string_view text) {
    return !text.empty() &&
           text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

bool is_hash(std::string_view text) {
    return is_hex(text) && (text.size() == 32 || text.size() == 40 || text.size() == 64);
}

bool is_domain(std::string_view text) {
    constexpr std::string_view kLetters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";  // tidy: no text
    const std::size_t last_dot = text.rfind('.');
    if (last_dot == std::string_view::npos || last_dot == 0) return false;
    const std::string_view top = text.substr(last_dot + 1);
    const bool letters = top.find_first_not_of(kLetters) == std::string_view::npos;
    if (top.size() < 2 || (!letters && !top.starts_with("xn--")) ||
        schema::find_file_ending(folded(top)) != nullptr) {
        return false;
    }
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '.' || c == '_';
    };
    return std::ranges::all_of(text, fits) && text.find("..") == std::string_view::npos;
}

Node leaf(Op op, std::string text) {
    Leaf out;
    out.op = op;
    out.text = std::move(text);
    return Node::of(std::move(out));
}

Node regex(const std::string& expression) {
    return leaf(Op::Regex, "(?i)" + expression);
}

std::string quoted(std::string_view text) {
    return re2::RE2::QuoteMeta(re2::StringPiece(text.data(), text.size()));
}

Node word_node(std::string_view pattern) {
    if (pattern.find_first_of("*?") == std::string_view::npos) {
        return leaf(Op::Contains, std::string(pattern));
    }
    Leaf out;
    out.op = Op::Wildcard;
    out.pattern.emplace_back(rules::AnyRun{});
    std::string text;
    const auto end_text = [&] {
        if (!text.empty()) out.pattern.emplace_back(std::exchange(text, {}));
    };
    for (const char c : pattern) {
        if (c != '*' && c != '?') {
            text += c;
            continue;
        }
        end_text();
        if (c == '*') out.pattern.emplace_back(rules::AnyRun{});
        if (c == '?') out.pattern.emplace_back(rules::AnyOne{});
    }
    end_text();
    out.pattern.emplace_back(rules::AnyRun{});
    return Node::of(std::move(out));
}

Node number_node(std::uint64_t value) {
    return regex(fmt::format("(?:^|[^0-9a-z])(?:0*{}|0x0*{:x})(?:$|[^0-9a-z])", value, value));
}

Node domain_node(std::string_view domain) {
    while (domain.ends_with('.')) domain.remove_suffix(1);
    return regex(
        fmt::format("(?:^|[^a-z0-9_-]){}(?:$|[^a-z0-9._-]|\\.(?:$|[^a-z0-9_-]))", quoted(domain)));
}

/// The decimal numbers from `low` to `high` as an alternative.
std::string octet(unsigned low, unsigned high) {
    if (low == 0 && high == 255) return "[0-9]{1,3}";
    std::string out;
    for (unsigned n = low; n <= high; ++n) out += (out.empty() ? "" : "|") + std::to_string(n);
    return low == high ? out : "(?:" + out + ")";
}

/// Texts with an address of the network in it, and not as part of a longer number.
Node v4_node(const rules::Network& network) {
    std::string text;
    for (std::size_t i = 0; i < 4; ++i) {
        const unsigned at = 96 + 8 * static_cast<unsigned>(i);
        const unsigned fixed = std::clamp(network.bits, at, at + 8) - at;
        const unsigned mask = (0xff00U >> fixed) & 0xffU;
        const unsigned low = network.address.at(12 + i) & mask;
        if (i > 0) text += "\\.";
        text += octet(low, low | (~mask & 0xffU));
    }
    Node dotted = regex("(?:^|[^0-9.]|[^0-9]\\.)" + text + "(?:$|[^0-9.]|\\.(?:$|[^0-9]))");
    if (network.bits != 128) return dotted;
    // A SOCKADDR_IN in binary data: family, port, address.
    std::string binary = "^0200[0-9a-f]{4}";
    for (std::size_t i = 12; i < 16; ++i) binary += fmt::format("{:02x}", network.address.at(i));
    std::vector<Node> both;
    both.push_back(std::move(dotted));
    both.push_back(regex(binary + "0{16}$"));
    return Node::any(std::move(both));
}

/// One address in the three spellings that Windows' components use.
Node v6_node(const rules::Network& network, std::string_view pattern) {
    if (network.bits != 128) return leaf(Op::Cidr, std::string(pattern));
    std::string full;
    std::string plain;
    for (std::size_t i = 0; i < 16; i += 2) {
        const unsigned group = network.address.at(i) * 256U + network.address.at(i + 1);
        full += fmt::format("{}{:04x}", i == 0 ? "" : ":", group);
        plain += fmt::format("{}{:x}", i == 0 ? "" : ":", group);
    }
    const std::string given = folded(pattern.substr(0, pattern.find('/')));
    return regex(fmt::format("(?:^|[^0-9a-f:])(?:{}|{}|{})(?:$|[^0-9a-f:])", quoted(given),
                             quoted(plain), quoted(full)));
}

Result<Node> address_node(std::string_view pattern) {
    const auto network = rules::parse_network(pattern);
    if (!network) return Error{Errc::Usage, msg::search_no_address(std::string(pattern)), {}};
    constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    const bool v4 =
        network->bits >= 96 && std::ranges::equal(kMapped, std::span(network->address).first<12>());
    return v4 ? v4_node(*network) : v6_node(*network, pattern);
}

Result<Node> regex_node(std::string_view pattern) {
    if (pattern.size() > 2 && pattern.starts_with('/') && pattern.ends_with('/')) {
        pattern = pattern.substr(1, pattern.size() - 2);
    }
    std::string reason;
    if (!rules::regex_valid("(?i)" + std::string(pattern), reason)) {
        return Error{Errc::Usage, msg::search_bad_regex(std::string(pattern), reason), {}};
    }
    return regex(std::string(pattern));
}

Result<Node> node_of(std::string_view pattern, SearchKind kind) {
    switch (kind) {
        case SearchKind::Word:
            return word_node(pattern);
        case SearchKind::Number: {
            const auto number = ecs::number(pattern);
            if (!number) return Error{Errc::Usage, msg::search_no_number(std::string(pattern)), {}};
            return number_node(*number);
        }
        case SearchKind::Address:
            return address_node(pattern);
        case SearchKind::Domain:
            return domain_node(pattern);
        case SearchKind::Hash:
            return leaf(Op::Contains, std::string(pattern));
        case SearchKind::Guid:
            if (const auto bare = rules::bare_guid(pattern); !bare.empty()) pattern = bare;
            return leaf(Op::Contains, std::string(pattern));
        case SearchKind::Regex:
            return regex_node(pattern);
        case SearchKind::All:
            return Node::constant(true);
    }
    return Node::constant(false);
}

rules::Rule rule_of(Node condition, std::string_view title) {
    rules::Rule rule;
    rule.head.name = "search";
    rule.head.title = std::string(title);
    rule.head.level = rules::Level::Informational;
    rule.head.ruleset = rules::Ruleset::Search;
    rule.source.product = "windows";
    rule.condition = std::move(condition);
    return rule;
}

}  // namespace

std::optional<SearchKind> parse_search_kind(std::string_view name) noexcept {
    const auto* const found = std::ranges::find(kKinds, name, &KindName::name);
    if (found == kKinds.end() || found->kind == SearchKind::All) return std::nullopt;
    return found->kind;
}

std::string_view search_kind_name(SearchKind kind) noexcept {
    return std::ranges::find(kKinds, kind, &KindName::kind)->name;
}

SearchKind search_kind_of(std::string_view pattern) {
    if (pattern == "*") return SearchKind::All;
    if (pattern.size() > 2 && pattern.starts_with('/') && pattern.ends_with('/'))
        return SearchKind::Regex;
    if (!rules::bare_guid(pattern).empty()) return SearchKind::Guid;
    if (is_hash(pattern)) return SearchKind::Hash;
    if (ecs::number(pattern)) return SearchKind::Number;
    if (rules::parse_network(pattern)) return SearchKind::Address;
    return is_domain(pattern) ? SearchKind::Domain : SearchKind::Word;
}

Result<rules::Rule> search_rule(std::string_view pattern, SearchKind kind) {
    if (pattern.empty()) return Error{Errc::Usage, msg::search_empty(), {}};
    if (pattern.size() > kPatternMax) return Error{Errc::Usage, msg::search_long(kPatternMax), {}};
    XZ_TRY(Node condition, node_of(pattern, kind), {});
    return rule_of(std::move(condition), pattern);
}

rules::Rule record_rule(std::uint64_t record_id, std::string_view channel) {
    std::vector<Node> both;
    Leaf id;
    id.field = "EventRecordID";
    id.text = std::to_string(record_id);
    both.push_back(Node::of(std::move(id)));
    if (!channel.empty()) {
        Leaf where;
        where.field = "Channel";
        where.text = std::string(channel);
        both.push_back(Node::of(std::move(where)));
    }
    return rule_of(Node::all(std::move(both)), std::to_string(record_id));
}

}  // namespace xiezhi::hunt
