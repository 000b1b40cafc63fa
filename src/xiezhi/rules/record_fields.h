#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "xiezhi/model/ecs/document.h"
#include "xiezhi/model/event.h"
#include "xiezhi/rules/field_texts.h"
#include "xiezhi/schema/logsource.h"

namespace xiezhi::rules {

/// A field that rules ask for, and where its values come from.
struct FieldPlan {
    enum class From : std::uint8_t {
        Record,   // the record's field of that name
        Any,      // every value of the record (keywords)
        EventId,  // these three from the event's head
        Channel,
        Provider,
        Mapped,  // made of native fields
        Ecs,     // the field of that name of the record's ECS document
        EcsAny,  // all of its fields that fit the name, in which `*` stands for any run
    };
    std::string name;
    From from = From::Record;
    const schema::MappedField* mapped = nullptr;

    bool operator==(const FieldPlan&) const = default;
};

/// How a rule's field is had from a record of a source with `map` (null: by its own name).
[[nodiscard]] FieldPlan plan_field(const std::string& name, const schema::FieldMap* map);

/// The values of the planned fields of one record after the other. Each is fetched when first asked
/// for and kept until the next record; names are bound to a shape's fields once per shape.
class RecordFields {
public:
    explicit RecordFields(const std::vector<FieldPlan>& plans);  // `plans` must outlive it

    /// Plans have come; texts given out are not valid any more.
    void grow();

    /// A new record; it must live until the next one is begun.
    void begin(const Event& event);

    /// Texts of field `index`, case-folded or as they stand in the record. Valid until begin().
    [[nodiscard]] const FieldTexts& folded(std::size_t index);
    [[nodiscard]] const FieldTexts& raw(std::size_t index);

    /// Calls visit(folded text) for every value of the record that wanted(value) is true of. Kept
    /// nowhere: for the keyword gate.
    template <class Wanted, class Visit>
    void any_text(const Wanted& wanted, const Visit& visit);

    /// The name of the record's field that value `value` of an Any field came from.
    [[nodiscard]] std::string_view owner(std::size_t index, std::size_t value) const;

private:
    static constexpr std::size_t kNativesMax = 4;
    static constexpr std::size_t kShapesMax = 256;  // bindings kept

    struct Binding {
        enum class How : std::uint8_t { Unbound, Absent, Field, HashPart, KeyLine, Natives };
        How how = How::Unbound;
        std::array<int, kNativesMax> index{};
    };
    struct Cached {
        FieldTexts texts;
        std::uint32_t generation = 0;
        std::vector<std::uint32_t> owners;  // Any: index of the shape's field for each value
        std::vector<std::string> names;     // EcsAny: the field of each value
    };

    void bind_shape();
    Binding& binding(std::size_t index);
    [[nodiscard]] Binding bind(const FieldPlan& plan) const;
    void fetch(std::size_t index, bool fold, Cached& out);
    void add_values(int field, bool fold, FieldTexts& out);
    void add_any(bool fold, Cached& out);
    void add_ecs(std::size_t index, Cached& out, FieldTexts& texts);
    void add_derived(std::size_t index, Cached& out, FieldTexts& texts);
    void add_special(std::size_t index, const Binding& bound, FieldTexts& out);

    const std::vector<FieldPlan>& plans_;
    const Event* event_ = nullptr;
    std::uint32_t generation_ = 0;
    std::uint32_t shape_id_ = 0;
    std::vector<Binding>* bindings_ = nullptr;
    std::vector<Binding> own_bindings_;  // of a shape that is not kept
    std::unordered_map<std::uint32_t, std::vector<Binding>> kept_bindings_;
    std::vector<Cached> folded_;
    std::vector<Cached> raw_;
    std::vector<Value> values_;
    std::array<FieldTexts, kNativesMax> natives_;
    FieldTexts special_;
    std::string text_;
    std::optional<ecs::Document> document_;  // when a field of it is first asked for
    bool document_begun_ = false;            // for the record at hand
    std::vector<ecs::Field> ecs_fields_;     // per plan
    std::vector<std::string> ecs_names_;
    std::vector<std::string> ecs_values_;
};

/// What numbers, times, GUIDs, SIDs and truth values are written with once case-folded.
inline constexpr std::string_view kPlainAlphabet =
    "0123456789abcdefx{}-+:.tz stru lnifs";  // tidy: no text

/// True when a value of this type is written with kPlainAlphabet alone.
[[nodiscard]] bool is_plain(ValueType type) noexcept;

/// append_folded_text without a detour for types that are written in ASCII.
void append_folded_value(std::string& out, const Value& value);

template <class Wanted, class Visit>
void RecordFields::any_text(const Wanted& wanted, const Visit& visit) {
    values_.clear();
    event_->all_values(values_);
    for (const Value& value : values_) {
        if (!wanted(value)) continue;
        text_.clear();
        append_folded_value(text_, value);
        visit(std::string_view(text_));
    }
}

}  // namespace xiezhi::rules
