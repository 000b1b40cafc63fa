#include "tests/support/reference_matcher.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <regex>
#include <sstream>

#include "tests/support/reference_leaf.h"
#include "xiezhi/base/text.h"
#include "xiezhi/model/ecs/document.h"
#include "xiezhi/rules/routes.h"
#include "xiezhi/schema/ecs_type.h"

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
        sources_.push_back(routes_of(rule.source));
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
    const auto counts = [&](const std::string& v) {
        return leaf.units_max == 0 || units_of(v) <= leaf.units_max;
    };
    if (leaf.op == Op::Exists) return std::ranges::any_of(values, counts);
    if (leaf.op == Op::Null) {
        return std::ranges::all_of(values, [](const std::string& v) { return v.empty(); });
    }
    return std::ranges::any_of(
        values, [&](const std::string& v) { return counts(v) && value_fits(leaf, v); });
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
            return value == text ||
                   (!schema::is_ecs(route_->map) && without_braces(value) == without_braces(text));
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
        case Op::Phrase:
        case Op::TokenWildcard:
            return words_fit(leaf, raw);
        case Op::CompareText:
            return compare(raw < leaf.text ? -1 : raw > leaf.text ? 1 : 0, leaf.compare, 0);
        case Op::CompareAddress: {
            const auto given_bits = address_bits(raw);
            const auto wanted = address_bits(leaf.text);
            if (!given_bits || !wanted) return false;
            const int order = *given_bits < *wanted ? -1 : *given_bits > *wanted ? 1 : 0;
            return compare(order, leaf.compare, 0);
        }
        case Op::Within: {
            const auto time = parse_iso(raw);
            return time && time->ticks >= leaf.first.ticks && time->ticks <= leaf.last.ticks;
        }
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
    if (schema::is_ecs(route_->map)) return ecs(field);
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

/// Asked anew of a document of its own: that the engine remembers nothing wrong of the record
/// before.
ReferenceMatcher::Texts ReferenceMatcher::derived_ecs(const std::string& field) {
    const KeptEventView view(*event_);
    ecs::Document document;
    document.begin(view);
    Texts names{field};
    if (field.empty() || field.find('*') != std::string::npos) {
        names.clear();
        document.fields(names);
        std::erase_if(names, [&](const std::string& name) {
            return !schema::star_match(field.empty() ? "*" : field, name);
        });
    }
    Texts out;
    for (const std::string& name : names) document.values(name, out);
    return out;
}

ReferenceMatcher::Texts ReferenceMatcher::ecs(const std::string& field) {
    Texts out;
    if (!event_->ecs) return derived_ecs(field);
    if (!field.empty() && field.find('*') == std::string::npos) {
        for (const KeptField& kept : event_->fields) {
            if (kept.name == field) out.insert(out.end(), kept.values.begin(), kept.values.end());
        }
        return out;
    }
    std::string pattern;
    for (const char c : field.empty() ? "*" : field)
        pattern += c == '*' ? "[\\s\\S]*" : std::string("[") + (c == '^' ? "\\" : "") + c + "]";
    const std::regex wanted(pattern);
    for (const KeptField& kept : event_->fields) {
        if (std::regex_match(kept.name, wanted))
            out.insert(out.end(), kept.values.begin(), kept.values.end());
    }
    return out;
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
