#include "xiezhi/formats/evtx/facts.h"

#include <charconv>

#include "xiezhi/formats/evtx/compile.h"

namespace xiezhi::evtx {
namespace {

std::size_t behind(std::span<const Node> nodes, std::size_t i) {
    if (nodes[i].kind == NodeKind::Open) return nodes[i].end + 1;
    return nodes[i].kind == NodeKind::Attribute ? nodes[i].end : i + 1;
}

/// The value that is one substitution or one text, directly between two nodes.
FactMap::Source source_in(std::span<const Node> nodes, std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; i = behind(nodes, i)) {
        if (nodes[i].kind == NodeKind::Slot) return {nodes[i].index, {}};
        if (nodes[i].kind == NodeKind::Text) return {-1, nodes[i].text};
    }
    return {};
}

FactMap::Source attribute(std::span<const Node> nodes, std::size_t element, std::string_view name) {
    for (std::size_t i = element + 1; nodes[i].kind == NodeKind::Attribute; i = nodes[i].end) {
        if (nodes[i].name == name) return source_in(nodes, i + 1, nodes[i].end);
    }
    return {};
}

FactMap::Source content(std::span<const Node> nodes, std::size_t element) {
    std::size_t first = element + 1;
    while (nodes[first].kind == NodeKind::Attribute) first = nodes[first].end;
    return source_in(nodes, first, nodes[element].end);
}

void map_system(std::span<const Node> nodes, std::size_t system, FactMap& map) {
    const auto set = [&](Fact fact, const FactMap::Source& source) {
        map.sources[static_cast<std::size_t>(fact)] = source;
    };
    for (std::size_t i = system + 1; i < nodes[system].end; i = behind(nodes, i)) {
        if (nodes[i].kind != NodeKind::Open) continue;
        const std::string_view name = nodes[i].name;
        if (name == "Provider") set(Fact::Provider, attribute(nodes, i, "Name"));
        if (name == "EventID") set(Fact::EventId, content(nodes, i));
        if (name == "Level") set(Fact::Level, content(nodes, i));
        if (name == "TimeCreated") set(Fact::Time, attribute(nodes, i, "SystemTime"));
        if (name == "EventRecordID") set(Fact::RecordId, content(nodes, i));
        if (name == "Channel") set(Fact::Channel, content(nodes, i));
        if (name == "Computer") set(Fact::Computer, content(nodes, i));
    }
}

}  // namespace

FactMap map_facts(std::span<const Node> nodes) {
    FactMap map;
    std::size_t event = 0;
    while (event < nodes.size() && nodes[event].kind != NodeKind::Open) ++event;
    if (event == nodes.size()) return map;
    std::size_t rest = event + 1;
    for (std::size_t i = event + 1; i < nodes[event].end; i = behind(nodes, i)) {
        if (nodes[i].kind == NodeKind::Open && nodes[i].name == "System") {
            map_system(nodes, i, map);
            rest = nodes[i].end + 1;
        }
    }
    compile_json(nodes, rest, nodes[event].end, map.rest);
    return map;
}

const FactMap& FactMaps::of(const Document& document) {
    const Template* outer = document.parts().front().compiled;
    if (outer->id() == 0) {
        scratch_ = map_facts(outer->nodes());
        return scratch_;
    }
    Entry& entry = entries_[outer->id() % entries_.size()];
    if (entry.key != outer) entry = {outer, map_facts(outer->nodes())};
    return entry.map;
}

Value fact_value(const Document& document, const FactMap& map, Fact fact) {
    const FactMap::Source& source = map[fact];
    if (source.slot < 0) {
        return source.literal.empty() ? Value{} : Value{ValueType::String, source.literal};
    }
    const std::span<const Slot> slots = document.slots(document.parts().front());
    const auto index = static_cast<std::size_t>(source.slot);
    return index < slots.size() ? document.value(slots[index]) : Value{};
}

std::uint64_t number_of(const Value& value) {
    const Integer number = as_integer(value);
    if (number.valid) return number.negative ? 0 : number.magnitude;
    if (value.type == ValueType::Null) return 0;
    std::string text;
    append_text(text, value);
    const bool hex = text.starts_with("0x");
    const std::string_view digits = std::string_view(text).substr(hex ? 2 : 0);
    std::uint64_t result = 0;
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), result, hex ? 16 : 10);
    return error == std::errc{} && end == digits.end() ? result : 0;
}

FileTime time_of(const Value& value) {
    if (value.type == ValueType::FileTime && value.bytes.size() == 8) {
        return FileTime{load_le<std::uint64_t>(value.bytes, 0)};
    }
    if (value.type == ValueType::Null) return {};
    std::string text;
    append_text(text, value);
    return parse_iso(text).value_or(FileTime{});
}

}  // namespace xiezhi::evtx
