#pragma once

#include <unordered_map>

#include "xiezhi/model/ecs/text.h"
#include "xiezhi/model/event.h"
#include "xiezhi/schema/ecs.h"

namespace xiezhi::ecs {

/// Native values of one record after another as the shippers send them: the first value of a name,
/// line feeds alone and none at the end, nothing that is empty, nor what the source takes for a
/// placeholder. Unnamed data are param1 ….
class NativeReader {
public:
    void begin(const Event& event, const schema::ecs::SourceRow& source);

    /// Appends the value of a native of the tables; at most one.
    void value(std::uint16_t native, Texts& out);

    /// … of any name.
    void value(schema::ecs::NativeOrigin origin, std::string_view name, Texts& out);

    /// Names of all fields of EventData or UserData, in the record's order.
    void names(FieldOrigin origin, Texts& out) const;

private:
    /// Where a name stands: a field of the shape and which of its values.
    struct Slot {
        std::int32_t field = kUnknown;
        std::uint32_t ordinal = 0;
    };
    static constexpr std::int32_t kUnknown = -2;
    static constexpr std::size_t kShapesMax = 4096;

    [[nodiscard]] Slot find(FieldOrigin origin, std::string_view name) const;
    [[nodiscard]] Slot find_unnamed(FieldOrigin origin, std::string_view name) const;
    [[nodiscard]] std::vector<Slot>& slots();
    void read(Slot slot, Texts& out);

    const Event* event_ = nullptr;
    const schema::ecs::SourceRow* source_ = nullptr;
    std::unordered_map<std::uint32_t, std::vector<Slot>> by_shape_;
    std::vector<Slot> own_;  // of a record whose shape is its own
    std::vector<Slot>* slots_ = nullptr;
    std::vector<Value> values_;
};

}  // namespace xiezhi::ecs
