#include "xiezhi/formats/wmi/instance.h"

#include <algorithm>

#include "xiezhi/base/ascii.h"
#include "xiezhi/base/cursor.h"

namespace xiezhi::wmi {
namespace {

constexpr std::uint32_t kSizeMask = 0x7fffffff;
constexpr std::uint8_t kHasPropertyQualifiers = 2;

constexpr std::size_t states_size(std::size_t count) noexcept {
    return (2 * count + 7) / 8;
}

Bytes stored_value(Bytes table, const Property& property) {
    Cursor in(table);
    in.seek(property.table_offset);
    return in.take(stored_size(property.type));
}

void skip_sized(Cursor& in) {
    const auto size = in.read<std::uint32_t>();
    in.take(size < 4 ? 0 : size - 4);
}

/// How many properties a class of the chain knows: those of itself and of what stands behind it.
std::size_t known_properties(const ClassLayout& layout, std::size_t place) {
    std::size_t count = 0;
    for (std::size_t i = place; i < layout.chain.size(); ++i) {
        for (const Property& property : layout.chain[i]->properties) {
            count = std::max<std::size_t>(count, std::size_t{property.index} + 1);
        }
    }
    return count;
}

}  // namespace

bool ClassLayout::derives_from(std::string_view class_name) const {
    const std::string wanted = ascii_lower(class_name);
    return std::ranges::any_of(
        chain, [&](const auto& definition) { return ascii_lower(definition->name) == wanted; });
}

std::optional<ClassLayout> layout_of(std::vector<std::shared_ptr<const ClassDefinition>> chain) {
    ClassLayout layout;
    layout.chain = std::move(chain);
    for (auto one = layout.chain.rbegin(); one != layout.chain.rend(); ++one) {
        for (const Property& property : (*one)->properties) {
            if (property.index >= layout.properties.size()) {
                layout.properties.resize(std::size_t{property.index} + 1);
            }
            layout.properties[property.index] = &property;
        }
    }
    for (const Property* property : layout.properties) {
        if (property == nullptr) return std::nullopt;
        layout.table_size += stored_size(property->type);
    }
    for (const Property* property : layout.properties) {
        const std::size_t end = std::size_t{property->table_offset} + stored_size(property->type);
        if (end > layout.table_size) return std::nullopt;
    }
    return layout;
}

std::optional<Value> default_value(const ClassLayout& layout, std::size_t index) {
    for (std::size_t place = 0; place < layout.chain.size(); ++place) {
        const ClassDefinition& definition = *layout.chain[place];
        const std::size_t size = states_size(known_properties(layout, place));
        const Bytes defaults = definition.defaults;
        if (size > defaults.size()) return std::nullopt;
        const ValueState state = value_state(defaults.first(size), index);
        if (state == ValueState::Null) return Value{};
        if (state != ValueState::Own) continue;  // inherited: ask the superclass
        const Property& property = *layout.properties[index];
        return Heap(definition.heap)
            .value(property.type, stored_value(defaults.subspan(size), property));
    }
    return Value{};
}

const PropertyValue* Instance::find(std::string_view name) const {
    const std::string wanted = ascii_lower(name);
    const auto found = std::ranges::find_if(
        properties, [&](const PropertyValue& value) { return ascii_lower(value.name) == wanted; });
    return found == properties.end() ? nullptr : &*found;
}

std::string Instance::text(std::string_view name) const {
    const PropertyValue* found = find(name);
    if (found == nullptr) return {};
    const auto* scalar = std::get_if<Scalar>(&found->value);
    const auto* text = scalar == nullptr ? nullptr : std::get_if<std::string>(scalar);
    return text == nullptr ? std::string() : *text;
}

std::optional<Instance> parse_instance(Bytes record, const ClassLayout& layout, bool xp) {
    Cursor in(record);
    Instance instance;
    in.take(hash_size(xp));
    instance.written = {in.read<std::uint64_t>()};
    instance.class_written = {in.read<std::uint64_t>()};
    in.read<std::uint32_t>();  // size from here on
    in.read<std::uint8_t>();
    const auto name = in.read<std::uint32_t>();
    const std::size_t count = layout.properties.size();
    const Bytes states = in.take(states_size(count));
    const Bytes table = in.take(layout.table_size);
    skip_sized(in);  // the instance's own qualifiers
    if (in.read<std::uint8_t>() == kHasPropertyQualifiers) {
        for (std::size_t i = 0; i < count; ++i) skip_sized(in);
    }
    const auto heap_size = in.read<std::uint32_t>() & kSizeMask;
    if (!in.ok()) return std::nullopt;
    instance.whole = heap_size <= in.remaining();
    const Heap heap(in.take(std::min<std::size_t>(heap_size, in.remaining())));
    instance.class_name = heap.text(name).value_or(layout.chain.front()->name);
    for (std::size_t i = 0; i < count; ++i) {
        const Property& property = *layout.properties[i];
        const ValueState state = value_state(states, i);
        std::optional<Value> value = Value{};
        if (state == ValueState::Own)
            value = heap.value(property.type, stored_value(table, property));
        if (state == ValueState::Inherited) value = default_value(layout, i);
        instance.whole = instance.whole && value.has_value();
        instance.properties.push_back({property.name, property.type, value.value_or(Value{}),
                                       state == ValueState::Inherited});
    }
    return instance;
}

}  // namespace xiezhi::wmi
