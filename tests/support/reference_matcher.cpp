#include "tests/support/reference_matcher.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <ctime>
#include <optional>
#include <regex>
#include <sstream>

#include "xiezhi/base/text.h"

namespace xiezhi::testing {
namespace {

using namespace rules;
using schema::Transform;

std::string lower(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    return text;
}

std::u32string code_points(const std::string& text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) out += next_code_point(text, at);
    return out;
}

/// One character of a pattern: a run of anything, or a test of one character.
struct Atom {
    bool run = false;
    bool any = false;
    std::u32string choices;
};

/// Classic table: does the rest of the pattern fit the rest of the value?
bool pattern_fits(const Pattern& pattern, const std::string& value, bool fold_case) {
    std::vector<Atom> atoms;
    for (const PatternPart& part : pattern) {
        if (const auto* text = std::get_if<std::string>(&part)) {
            for (const char32_t c : code_points(*text)) atoms.push_back({false, false, {c}});
        } else if (const auto* choices = std::get_if<AnyOf>(&part)) {
            atoms.push_back({false, false, choices->choices});
        } else {
            const bool run = std::holds_alternative<AnyRun>(part);
            atoms.push_back({run, !run, {}});
        }
    }
    const std::u32string text = code_points(value);
    const auto same = [&](char32_t a, char32_t b) {
        return fold_case ? fold(a) == fold(b) : a == b;
    };
    std::vector<char> fits(text.size() + 1, 0);
    fits[text.size()] = 1;
    for (auto atom = atoms.rbegin(); atom != atoms.rend(); ++atom) {
        std::vector<char> next(text.size() + 1, 0);
        for (std::size_t at = text.size() + 1; at-- > 0;) {
            if (atom->run) {
                next[at] = fits[at] != 0 || (at < text.size() && next[at + 1] != 0);
            } else if (at < text.size()) {
                const bool one = atom->any || std::ranges::any_of(atom->choices, [&](char32_t c) {
                                     return same(c, text[at]);
                                 });
                next[at] = one && fits[at + 1] != 0;
            }
        }
        fits = std::move(next);
    }
    return fits[0] != 0;
}

/// An address as 128 characters '0' and '1'; v4 in its mapped form.
std::optional<std::string> address_bits(const std::string& text) {
    static const std::regex kV4(R"((\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3}))");
    const auto bits = [](unsigned value, int count) {
        std::string out;
        for (int i = count - 1; i >= 0; --i) out += (value >> i & 1U) != 0 ? '1' : '0';
        return out;
    };
    std::smatch match;
    if (std::regex_match(text, match, kV4)) {
        std::string out = std::string(80, '0') + std::string(16, '1');
        for (std::size_t i = 1; i <= 4; ++i) {
            if (std::stoul(match[i]) > 255) return std::nullopt;
            out += bits(static_cast<unsigned>(std::stoul(match[i])), 8);
        }
        return out;
    }
    std::string rest = text.substr(0, text.find('%'));
    const std::size_t last = rest.rfind(':');
    if (last == std::string::npos) return std::nullopt;
    const std::string tail = rest.substr(last + 1);
    if (tail.find('.') != std::string::npos) {  // a v4 tail: write it as two groups
        const auto v4 = address_bits(tail);
        if (!v4 || tail.find(':') != std::string::npos) return std::nullopt;
        const auto group = [&](std::size_t at) {
            return std::stoul(v4->substr(at, 16), nullptr, 2);
        };
        rest = fmt::format("{}{:x}:{:x}", rest.substr(0, last + 1), group(96), group(112));
    }
    static const std::regex kGroups("([0-9a-fA-F]{1,4})(:[0-9a-fA-F]{1,4})*");
    const std::size_t gap = rest.find("::");
    const std::string head = rest.substr(0, gap);
    const std::string back = gap == std::string::npos ? "" : rest.substr(gap + 2);
    const auto expand = [&](const std::string& groups) -> std::optional<std::string> {
        if (groups.empty()) return "";
        if (!std::regex_match(groups, kGroups)) return std::nullopt;
        std::string out;
        std::istringstream in(groups);
        for (std::string group; std::getline(in, group, ':');) {
            out += bits(static_cast<unsigned>(std::stoul(group, nullptr, 16)), 16);
        }
        return out;
    };
    const auto front_bits = expand(head);
    const auto back_bits = expand(back);
    if (!front_bits || !back_bits) return std::nullopt;
    const std::size_t size = front_bits->size() + back_bits->size();
    if (gap == std::string::npos ? size != 128 : size > 112) return std::nullopt;
    return *front_bits + std::string(128 - size, '0') + *back_bits;
}

bool in_network(const std::string& network, const std::string& address) {
    const std::size_t slash = network.find('/');
    const std::string base = network.substr(0, slash);
    const auto wanted = address_bits(base);
    const auto given = address_bits(address);
    if (!wanted || !given) return false;
    std::size_t bits = 128;
    if (slash != std::string::npos) {
        bits =
            std::stoul(network.substr(slash + 1)) + (base.find(':') == std::string::npos ? 96 : 0);
    }
    return wanted->substr(0, bits) == given->substr(0, bits);
}

std::optional<double> number_of(const std::string& folded_text) {
    static const std::regex kHex("0x[0-9a-f]{1,16}");
    static const std::regex kDecimal(R"(-?(\d+\.?\d*|\.\d+))");
    if (std::regex_match(folded_text, kHex)) {
        return static_cast<double>(std::stoull(folded_text.substr(2), nullptr, 16));
    }
    if (!std::regex_match(folded_text, kDecimal)) return std::nullopt;
    return std::stod(folded_text);
}

bool compare(double a, CompareOp op, double b) {
    switch (op) {
        case CompareOp::Eq:
            return a >= b && a <= b;
        case CompareOp::Ne:
            return a < b || a > b;
        case CompareOp::Lt:
            return a < b;
        case CompareOp::Le:
            return a <= b;
        case CompareOp::Gt:
            return a > b;
        case CompareOp::Ge:
            return a >= b;
    }
    return false;
}

std::optional<int> part_of_time(const std::string& text, TimeUnit unit) {
    const auto time = parse_iso(text);
    if (!time) return std::nullopt;
    std::string iso;
    append_iso(iso, *time, 0);
    const auto piece = [&](std::size_t at, std::size_t size) {
        return std::stoi(iso.substr(at, size));
    };
    switch (unit) {
        case TimeUnit::Year:
            return piece(0, 4);
        case TimeUnit::Month:
            return piece(5, 2);
        case TimeUnit::Day:
            return piece(8, 2);
        case TimeUnit::Hour:
            return piece(11, 2);
        case TimeUnit::Minute:
            return piece(14, 2);
        case TimeUnit::Week:
            break;
    }
    std::tm day{};
    day.tm_year = piece(0, 4) - 1900;
    day.tm_mon = piece(5, 2) - 1;
    day.tm_mday = piece(8, 2);
    day.tm_hour = 12;
    std::mktime(&day);  // fills weekday and day of the year
    // ISO 8601: a week belongs to the year of its Thursday. Windows' strftime knows no %V.
    day.tm_mday += 4 - (day.tm_wday == 0 ? 7 : day.tm_wday);
    std::mktime(&day);
    return day.tm_yday / 7 + 1;
}

std::string without_braces(const std::string& text) {
    static const std::regex kGuid(
        "\\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\\}?",
        std::regex::icase);
    std::smatch match;
    if (!std::regex_match(text, match, kGuid) || (text.front() == '{') != (text.back() == '}'))
        return text;
    return match[1];
}

std::string first(const std::vector<std::string>& texts) {
    return texts.empty() ? "" : texts.front();
}

bool given(const std::string& text) {
    return !text.empty() && text != "-";
}

}  // namespace

ReferenceMatcher::ReferenceMatcher(const std::vector<Rule>& rules) : rules_(rules) {
    for (const Rule& rule : rules) {
        sources_.push_back(schema::find_log_source(rule.source.category, rule.source.product,
                                                   rule.source.service));
    }
}

std::vector<Hit> ReferenceMatcher::match(const KeptEvent& event) {
    std::vector<Hit> hits;
    for (std::uint32_t i = 0; i < rules_.size(); ++i) {
        for (const schema::Route& route : sources_[i].routes) {  // native ones first
            if (!route.enabled || !schema::serves_channel(route, event.channel) ||
                !schema::serves_event_id(route, event.event_id)) {
                continue;
            }
            if (!holds(rules_[i], route, event)) continue;
            hits.push_back({i, route.derived});
            break;
        }
    }
    return hits;
}

bool ReferenceMatcher::holds(const Rule& rule, const schema::Route& route, const KeptEvent& event) {
    route_ = &route;
    category_ = rule.source.category;
    event_ = &event;
    if (!route.gate_field.empty()) {
        const Texts texts = native(std::string(route.gate_field));
        const bool open = std::ranges::any_of(texts, [&](const std::string& text) {
            return std::ranges::any_of(route.gate_values,
                                       [&](auto v) { return folded(v) == folded(text); });
        });
        if (!open) return false;
    }
    return node_holds(rule.condition);
}

bool ReferenceMatcher::node_holds(const Node& node) {
    const auto child_holds = [&](const Node& child) { return node_holds(child); };
    switch (node.kind) {
        case Node::Kind::True:
            return true;
        case Node::Kind::False:
            return false;
        case Node::Kind::Leaf:
            return leaf_holds(node.leaf);
        case Node::Kind::Not:
            return !node_holds(node.children.front());
        case Node::Kind::And:
            return std::ranges::all_of(node.children, child_holds);
        case Node::Kind::Or:
            return std::ranges::any_of(node.children, child_holds);
    }
    return false;
}

bool ReferenceMatcher::leaf_holds(const Leaf& leaf) {
    if (schema::absent_by_source(*route_, category_, leaf.field)) return false;
    const Texts values = values_of(leaf.field);
    if (leaf.op == Op::Exists) return !values.empty();
    if (leaf.op == Op::Null) {
        return std::ranges::all_of(values, [](const std::string& v) { return v.empty(); });
    }
    return std::ranges::any_of(values, [&](const std::string& v) { return value_fits(leaf, v); });
}

const std::string& ReferenceMatcher::folded_once(const std::string& text) {
    if (folded_.size() > 100'000) folded_.clear();
    const auto [at, is_new] = folded_.try_emplace(text);
    if (is_new) at->second = folded(text);
    return at->second;
}

bool ReferenceMatcher::text_fits(const Leaf& leaf, const std::string& raw) {
    const std::string& value = leaf.cased ? raw : folded_once(raw);
    std::string text = leaf.cased ? leaf.text : folded_once(leaf.text);
    const auto* mapped = route_->map != nullptr ? route_->map->find(leaf.field) : nullptr;
    const bool whole_path = leaf.op == Op::Equals || leaf.op == Op::StartsWith;
    if (whole_path && mapped != nullptr && mapped->transform == Transform::DevicePath &&
        text.size() > 2 && lower(text)[0] >= 'a' && lower(text)[0] <= 'z' &&
        text.substr(1, 2) == ":\\") {
        text[0] = leaf.cased ? 'C' : 'c';
    }
    switch (leaf.op) {
        case Op::Equals:
            return value == text || without_braces(value) == without_braces(text);
        case Op::Contains:
            return value.find(text) != std::string::npos;
        case Op::StartsWith:
            return value.substr(0, text.size()) == text;
        case Op::EndsWith:
            return value.size() >= text.size() && value.substr(value.size() - text.size()) == text;
        default:
            return false;
    }
}

bool ReferenceMatcher::value_fits(const Leaf& leaf, const std::string& raw) {
    switch (leaf.op) {
        case Op::Wildcard:
            return pattern_fits(leaf.pattern, raw, !leaf.cased);
        case Op::Regex:
            return re2::RE2::PartialMatch(raw, leaf.text);
        case Op::Cidr:
            return in_network(leaf.text, raw);
        case Op::Compare: {
            const auto number = number_of(folded_once(raw));
            return number && compare(*number, leaf.compare, leaf.number);
        }
        case Op::TimePart: {
            const auto part = part_of_time(raw, leaf.unit);
            return part && compare(*part, leaf.compare, leaf.number);
        }
        case Op::SameAs: {
            const Texts others = values_of(leaf.text);
            return std::ranges::any_of(others, [&](const std::string& other) {
                Leaf plain = leaf;
                plain.op = leaf.relation;
                plain.text = leaf.cased ? other : folded(other);
                plain.field.clear();
                const std::string value = leaf.cased ? raw : folded(raw);
                if (leaf.relation == Op::Equals) return value == plain.text;
                return text_fits(plain, raw);
            });
        }
        default:
            return text_fits(leaf, raw);
    }
}

ReferenceMatcher::Texts ReferenceMatcher::values_of(const std::string& field) {
    if (field.empty()) {
        Texts all;
        for (const KeptField& kept : event_->fields) {
            all.insert(all.end(), kept.values.begin(), kept.values.end());
        }
        return all;
    }
    const auto head = [](const std::string& text) { return text.empty() ? Texts{} : Texts{text}; };
    if (field == "EventID") return head(std::to_string(event_->event_id));
    if (field == "Channel") return head(event_->channel);
    if (field == "Provider_Name") return head(event_->provider);
    if (route_->map != nullptr && !schema::is_system_field(field)) {
        const auto* mapped = route_->map->find(field);
        if (mapped != nullptr && !mapped->natives.empty()) return derived(*mapped);
    }
    return native(field);
}

ReferenceMatcher::Texts ReferenceMatcher::native(const std::string& field) {
    const auto blankless = [](std::string text) {
        std::erase(text, ' ');
        return text;
    };
    for (const KeptField& kept : event_->fields) {
        if (kept.name == field) return kept.values;
    }
    for (const KeptField& kept : event_->fields) {
        if (blankless(kept.name) == field) return kept.values;
    }
    for (const KeptField& kept : event_->fields) {
        if (lower(kept.name) == lower(field)) return kept.values;
    }
    Texts out;
    const std::string name = lower(field);
    if (field == "ComputerName") return native("Computer");
    if (name == "md5" || name == "sha1" || name == "sha256" || name == "imphash") {
        for (const std::string& text :
             native("Hashes").empty() ? native("Hash") : native("Hashes")) {
            std::istringstream in(text);
            for (std::string part; std::getline(in, part, ',');) {
                if (lower(part).starts_with(name + "="))
                    out.push_back(part.substr(name.size() + 1));
            }
        }
    } else if (lower(event_->channel) == "windows powershell" && name != "data") {
        for (std::string text : native("Data")) {
            std::ranges::replace(text, '\r', '\n');
            std::istringstream in(text);
            for (std::string line; std::getline(in, line);) {
                line.erase(0, line.find_first_not_of(" \t"));
                if (lower(line).starts_with(name + "="))
                    out.push_back(line.substr(name.size() + 1));
            }
        }
    }
    return out;
}

ReferenceMatcher::Texts ReferenceMatcher::derived(const schema::MappedField& mapped) {
    std::vector<Texts> natives;
    for (const std::string_view name : mapped.natives) natives.push_back(native(std::string(name)));
    natives.resize(4);
    const std::string value = first(natives[0]);
    const bool present = !natives[0].empty();
    const bool inbound = value == "%%14592";
    const auto one = [](const std::string& text) { return text.empty() ? Texts{} : Texts{text}; };
    switch (mapped.transform) {
        case Transform::Native:
            return natives[0];
        case Transform::Decimal: {
            static const std::regex kHex("0[xX][0-9a-fA-F]{1,16}");
            if (present && std::regex_match(value, kHex)) {
                return {std::to_string(std::stoull(value, nullptr, 16))};
            }
            return present ? Texts{value} : Texts{};
        }
        case Transform::Account: {
            const bool target = given(first(natives[3]));
            const std::string domain = first(natives[target ? 2 : 0]);
            const std::string name = first(natives[target ? 3 : 1]);
            if (domain.empty() && name.empty()) return {};
            return {given(domain) ? domain + "\\" + name : name};
        }
        case Transform::AccountLogon:
            return natives[given(first(natives[2])) ? 1 : 0];
        case Transform::Integrity: {
            static const std::map<std::string, std::string> kWords{
                {"S-1-16-0", "Untrusted"}, {"S-1-16-4096", "Low"},
                {"S-1-16-8192", "Medium"}, {"S-1-16-8448", "Medium Plus"},
                {"S-1-16-12288", "High"},  {"S-1-16-16384", "System"}};
            if (!present) return {};
            const auto word = kWords.find(value);
            return word == kWords.end() ? Texts{value} : Texts{word->second, value};
        }
        case Transform::RegistryPath: {
            static const std::regex kMachine(R"(^\\registry\\machine)", std::regex::icase);
            static const std::regex kUser(R"(^\\registry\\user)", std::regex::icase);
            const std::string key =
                std::regex_replace(std::regex_replace(value, kMachine, "HKLM"), kUser, "HKU");
            return one(given(first(natives[1])) ? key + "\\" + first(natives[1]) : key);
        }
        case Transform::RegistryDetails: {
            static const std::regex kNumber("(0[xX][0-9a-fA-F]{1,16}|[0-9]{1,19})");
            const std::string type = first(natives[1]);
            if (type == "%%1875") return {"Binary Data"};
            if (std::regex_match(value, kNumber)) {
                const bool hex = lower(value).starts_with("0x");
                const std::uint64_t number = std::stoull(value, nullptr, hex ? 16 : 10);
                if (type == "%%1876") return {fmt::format("DWORD (0x{:08x})", number)};
                if (type == "%%1883") {
                    return {fmt::format("QWORD (0x{:08x}-0x{:08x})", number >> 32U,
                                        number & 0xffffffffU)};
                }
            }
            return present ? Texts{value} : Texts{};
        }
        case Transform::RegistryChange:
            if (value == "%%1906") return {"DeleteValue"};
            return value == "%%1904" || value == "%%1905" ? Texts{"SetValue"} : Texts{};
        case Transform::DevicePath: {
            static const std::regex kDevice(R"(^\\device\\harddiskvolume[^\\]*\\)",
                                            std::regex::icase);
            return one(std::regex_replace(value, kDevice, "C:\\"));
        }
        case Transform::Outbound:
            return present ? Texts{inbound ? "false" : "true"} : Texts{};
        case Transform::Protocol:
            return present ? Texts{value == "6" ? "tcp" : value == "17" ? "udp" : value} : Texts{};
        case Transform::Initiator:
            return one(first(natives[inbound ? 2 : 1]));
        case Transform::Responder:
            return one(first(natives[inbound ? 1 : 2]));
    }
    return {};
}

}  // namespace xiezhi::testing
