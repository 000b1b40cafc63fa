#include "xiezhi/model/ecs/network.h"

#include <algorithm>

#include "xiezhi/base/ascii.h"
#include "xiezhi/schema/ecs.h"

namespace xiezhi::ecs {
namespace {

constexpr std::string_view kMapped = "::ffff:";
constexpr std::string_view kType = "type:";

bool is_ipv4(std::string_view text) {
    int groups = 0;
    while (!text.empty()) {
        const bool is_last = text.find('.') == std::string_view::npos;
        const std::string_view group = take_until(text, '.');
        if (group.empty() || group.size() > 3) return false;
        if (group.find_first_not_of("0123456789") != std::string_view::npos) return false;
        if (number(group).value_or(256) > 255) return false;
        ++groups;
        if (!is_last && text.empty()) return false;  // ends in a dot
    }
    return groups == 4;
}

bool is_ipv6(std::string_view text) {
    text = text.substr(0, text.find('%'));  // a zone stands behind it
    const std::size_t colons = static_cast<std::size_t>(std::ranges::count(text, ':'));
    if (colons < 2 || colons > 8 || text.size() > 45) return false;
    const std::size_t tail = text.rfind(':') + 1;
    if (text.substr(tail).find('.') != std::string_view::npos) {
        if (!is_ipv4(text.substr(tail))) return false;
        text = text.substr(0, tail);
    }
    if (text.find_first_not_of("0123456789abcdefABCDEF:") != std::string_view::npos) return false;
    return text.find("::") != std::string_view::npos || colons == 7;
}

std::string_view without_mapping(std::string_view text) {
    if (text.size() <= kMapped.size()) return text;
    if (ascii_lower(text.substr(0, kMapped.size())) != kMapped) return text;
    const std::string_view inner = text.substr(kMapped.size());
    return is_ipv4(inner) ? inner : text;
}

bool is_address(std::string_view text) {
    return is_ipv4(text) || is_ipv6(text);
}

/// One answer: "type:  5 name" says its type, an address its own.
void answer(std::string_view text, std::string_view part, Texts& out) {
    std::string_view type;
    if (text.starts_with(kType)) {
        text = trimmed(text.substr(kType.size()));
        type = take_until(text, ' ');
        text = trimmed(text);
    }
    const std::string_view data = without_mapping(text);
    if (part == "data") {
        out.emplace_back(data);
    } else if (part == "address") {
        if (is_address(data)) out.emplace_back(data);
    } else if (part == "host") {
        if (!is_address(data)) out.emplace_back(data);
    } else if (!type.empty()) {
        const std::string_view known = schema::ecs::table("dns_type").text_of(type);
        out.emplace_back(known.empty() ? type : known);
    } else if (is_address(data)) {
        out.emplace_back(is_ipv4(data) ? "A" : "AAAA");
    }
}

}  // namespace

void address(std::string_view text, Texts& out) {
    text = trimmed(text);
    if (text == "LOCAL") text = "127.0.0.1";
    text = without_mapping(text);
    if (is_address(text)) out.emplace_back(text);
}

void domain(std::string_view name, std::string_view part, Texts& out) {
    while (name.ends_with('.')) name.remove_suffix(1);
    const std::size_t last = name.rfind('.');
    if (last == std::string_view::npos || last == 0 || is_address(name)) return;
    std::size_t suffix = last + 1;                             // where the public suffix begins
    const std::size_t second = name.rfind('.', last - 1) + 1;  // npos + 1 is 0
    const std::string two = ascii_lower(name.substr(second));
    if (!schema::ecs::table("public_suffix").text_of(two).empty()) suffix = second;
    if (part == "top_level_domain") {
        out.emplace_back(name.substr(suffix));
        return;
    }
    if (suffix < 2) return;
    const std::size_t before = name.rfind('.', suffix - 2);
    const std::size_t registered = before == std::string_view::npos ? 0 : before + 1;
    if (part == "registered_domain") {
        out.emplace_back(name.substr(registered));
    } else if (registered > 1) {
        out.emplace_back(name.substr(0, registered - 1));
    }
}

void answers(std::string_view text, std::string_view part, Texts& out) {
    while (!text.empty()) {
        const std::string_view one = trimmed(take_until(text, ';'));
        if (!one.empty() && one != "-") answer(one, part, out);
    }
}

}  // namespace xiezhi::ecs
