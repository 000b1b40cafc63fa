#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "xiezhi/formats/wmi/class_definition.h"

namespace xiezhi::wmi {

/// A class with all that it inherits: how its instances are laid out.
struct ClassLayout {
    std::vector<std::shared_ptr<const ClassDefinition>> chain;  // the class itself first
    std::vector<const Property*> properties;                    // by index; all are there
    std::size_t table_size = 0;

    [[nodiscard]] bool derives_from(std::string_view class_name) const;
};

/// Nothing: properties are missing or do not fit in their table.
[[nodiscard]] std::optional<ClassLayout> layout_of(
    std::vector<std::shared_ptr<const ClassDefinition>> chain);

struct PropertyValue {
    std::string name;
    TypeOf type;
    Value value;
    bool is_default = false;  // the instance has none of its own, this is the class's
};

struct Instance {
    std::string class_name;
    FileTime written;
    FileTime class_written;                 // of the definition that was current then
    std::vector<PropertyValue> properties;  // in the class's order; null ones too
    bool whole = true;                      // false: a value could not be read and is null here

    [[nodiscard]] const PropertyValue* find(std::string_view name) const;  // letter case aside
    [[nodiscard]] std::string text(std::string_view name) const;           // empty when none
};

/// The size of what an instance's record begins with: its class's hash as UTF-16 digits.
[[nodiscard]] constexpr std::size_t hash_size(bool xp) noexcept {
    return xp ? 64 : 128;
}

/// An instance's record. Nothing: its head does not fit the layout.
[[nodiscard]] std::optional<Instance> parse_instance(Bytes record, const ClassLayout& layout,
                                                     bool xp);

/// What a class's property is when an instance says nothing: from the nearest class that has one.
[[nodiscard]] std::optional<Value> default_value(const ClassLayout& layout, std::size_t index);

}  // namespace xiezhi::wmi
