#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace xiezhi {

/// Where in the record a field stands.
enum class FieldOrigin : std::uint8_t { System, EventData, UserData, Other };

/// One field that records of a shape have.
/// `name` is the native name that Sigma uses (specs: sigma 4): `Name` of EventData/Data, local name
/// of a UserData leaf, System element name (`EventID`) or Element_Attribute (`Provider_Name`),
/// `Data` for unnamed Data.
struct ShapeField {
    std::string name;
    FieldOrigin origin = FieldOrigin::EventData;
};

/// What is the same for all records of one template pair: the list of fields. Immutable once made,
/// shared between threads, alive until its reader's catalogue dies.
struct Shape {
    /// Not 0: the same id always means the same list of fields in this run, so what is bound to it
    /// may be kept. 0: made for this one record (literal records, JSON), do not keep anything.
    std::uint32_t id = 0;
    std::vector<ShapeField> fields;
    /// The fields have ECS names: a document that was made elsewhere, not a native record.
    bool ecs = false;

    static constexpr int kAbsent = -1;

    /// Index of the field a rule means by `name`: the exact name, else the one that equals it when
    /// blanks are dropped (`ThreatName` = `Threat Name`), else the one that equals it ignoring
    /// ASCII case. A System field is found only under its own name, EventData wins over nothing.
    [[nodiscard]] int find(std::string_view name) const;
};

}  // namespace xiezhi
