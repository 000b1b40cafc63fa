#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "xiezhi/base/time.h"
#include "xiezhi/formats/wmi/value.h"

namespace xiezhi::wmi {

inline constexpr std::size_t kPropertiesMax = 4096;

struct Qualifier {
    std::string name;
    TypeOf type;
    Value value;
};

/// As the class declares it: inherited ones stand with the class that has them first, and again
/// where a subclass says more about them.
struct Property {
    std::string name;
    TypeOf type;
    std::uint16_t index = 0;         // among all properties, the inherited ones too
    std::uint32_t table_offset = 0;  // of the value in an instance's table
    std::uint32_t level = 0;         // how deep in the inheritance it was declared
    std::vector<Qualifier> qualifiers;

    [[nodiscard]] bool is_key() const noexcept;
};

/// Null, or the default of the class: two bits for each property, four properties in a byte.
enum class ValueState : std::uint8_t { Own, Null, Inherited, NullInherited };

struct ClassDefinition {
    std::string name;
    std::string superclass;  // empty: none
    FileTime written;
    std::uint64_t offset = 0;  // of its record in OBJECTS.DATA
    std::vector<Qualifier> qualifiers;
    std::vector<Property> properties;  // by name, as stored
    std::vector<std::byte> defaults;   // states of all properties, then their table
    std::vector<std::byte> heap;       // that the table points into
};

/// [MS-WMIO] 2.2.15 ClassPart, behind the record's own head. Nothing: it is damaged.
[[nodiscard]] std::optional<ClassDefinition> parse_class(Bytes record);

/// State of the property `index` in a table of states.
[[nodiscard]] ValueState value_state(Bytes states, std::size_t index) noexcept;

/// A list of qualifiers, without the size in front; nothing when it is damaged.
[[nodiscard]] std::optional<std::vector<Qualifier>> parse_qualifiers(Bytes list, const Heap& heap);

}  // namespace xiezhi::wmi
