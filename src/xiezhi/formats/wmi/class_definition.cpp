#include "xiezhi/formats/wmi/class_definition.h"

#include <algorithm>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/text.h"

namespace xiezhi::wmi {
namespace {

constexpr std::uint32_t kSizeMask = 0x7fffffff;  // the highest bit of a heap's size is a flag
constexpr std::size_t kNameUnitsMax = 512;
constexpr std::size_t kQualifiersMax = 1024;

std::optional<Property> parse_property(const Heap& heap, std::uint32_t name, std::uint32_t offset) {
    Cursor in(heap.bytes());
    in.seek(offset);
    const auto type = type_of(in.read<std::uint32_t>());
    Property property;
    property.index = in.read<std::uint16_t>();
    property.table_offset = in.read<std::uint32_t>();
    property.level = in.read<std::uint32_t>();
    const auto size = in.read<std::uint32_t>();  // of the qualifiers, itself included
    const Bytes list = in.take(size < 4 ? 0 : size - 4);
    if (!in.ok() || !type || property.index >= kPropertiesMax) return std::nullopt;
    auto text = heap.text(name);
    auto qualifiers = parse_qualifiers(list, heap);
    if (!text || !qualifiers) return std::nullopt;
    property.type = *type;
    property.name = std::move(*text);
    property.qualifiers = std::move(*qualifiers);
    return property;
}

/// A size, itself included, and what it spans.
Bytes take_sized(Cursor& in) {
    const auto size = in.read<std::uint32_t>();
    return in.take(size < 4 ? 0 : size - 4);
}

struct Reference {
    std::uint32_t name = 0;
    std::uint32_t offset = 0;
};

std::vector<Reference> read_references(Cursor& in) {
    std::vector<Reference> references;
    const auto count = in.read<std::uint32_t>();
    if (count > kPropertiesMax) in.take(in.remaining() + 1);  // fails the cursor
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
        const auto name = in.read<std::uint32_t>();
        references.push_back({name, in.read<std::uint32_t>()});
    }
    return references;
}

}  // namespace

bool Property::is_key() const noexcept {
    return std::ranges::any_of(qualifiers, [](const Qualifier& q) { return q.name == "key"; });
}

ValueState value_state(Bytes states, std::size_t index) noexcept {
    if (index / 4 >= states.size()) return ValueState::Null;
    const auto bits = std::to_integer<std::uint8_t>(states[index / 4]) >> (2 * (index % 4));
    return ValueState{static_cast<std::uint8_t>(bits & 3)};
}

std::optional<std::vector<Qualifier>> parse_qualifiers(Bytes list, const Heap& heap) {
    std::vector<Qualifier> qualifiers;
    Cursor in(list);
    while (in.remaining() > 0 && qualifiers.size() < kQualifiersMax) {
        const auto name = in.read<std::uint32_t>();
        in.read<std::uint8_t>();  // how it is inherited
        const auto type = type_of(in.read<std::uint32_t>());
        if (!type) return std::nullopt;
        const Bytes stored = in.take(stored_size(*type));
        if (!in.ok()) return std::nullopt;
        auto text = heap.text(name);
        auto value = heap.value(*type, stored);
        if (!text || !value) return std::nullopt;
        qualifiers.push_back({std::move(*text), *type, std::move(*value)});
    }
    return qualifiers;
}

std::optional<ClassDefinition> parse_class(Bytes record) {
    Cursor in(record);
    ClassDefinition definition;
    const auto name_units = in.read<std::uint32_t>();
    if (name_units > kNameUnitsMax) return std::nullopt;
    append_utf8(definition.superclass, in.take(std::size_t{name_units} * 2));
    definition.written = {in.read<std::uint64_t>()};
    in.read<std::uint32_t>();  // size from here to the methods
    in.read<std::uint8_t>();
    const auto name = in.read<std::uint32_t>();
    const auto defaults_size = in.read<std::uint32_t>();
    take_sized(in);  // the superclasses once more
    const Bytes qualifiers = take_sized(in);
    const std::vector<Reference> references = read_references(in);
    const Bytes defaults = in.take(defaults_size);
    const Heap heap(in.take(in.read<std::uint32_t>() & kSizeMask));
    if (!in.ok()) return std::nullopt;
    auto class_name = heap.text(name);
    auto class_qualifiers = parse_qualifiers(qualifiers, heap);
    if (!class_name || !class_qualifiers) return std::nullopt;
    definition.name = std::move(*class_name);
    definition.qualifiers = std::move(*class_qualifiers);
    for (const Reference& reference : references) {
        auto property = parse_property(heap, reference.name, reference.offset);
        if (!property) return std::nullopt;
        definition.properties.push_back(std::move(*property));
    }
    definition.defaults.assign(defaults.begin(), defaults.end());
    definition.heap.assign(heap.bytes().begin(), heap.bytes().end());
    return definition;
}

}  // namespace xiezhi::wmi
