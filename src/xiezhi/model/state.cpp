#include "xiezhi/model/state.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace xiezhi {
namespace {

/// Shapes of documents have ids that no log's catalogue reaches.
constexpr std::uint32_t kShapeIds = 0x8000'0000;

constexpr std::string_view kProvider = "xiezhi";

std::vector<Shape> make_shapes() {
    std::vector<Shape> shapes;
    for (const schema::DatasetRow& row : schema::datasets()) {
        Shape& shape = shapes.emplace_back();
        shape.id = kShapeIds + static_cast<std::uint32_t>(shapes.size());
        for (const std::uint16_t field : std::span(row.fields, row.count)) {
            shape.fields.push_back(
                {.name = std::string(schema::name_of(static_cast<StateField>(field)))});
        }
    }
    return shapes;
}

const Shape& shape_of(Dataset dataset) {
    static const std::vector<Shape> kShapes = make_shapes();
    return kShapes[static_cast<std::size_t>(dataset)];
}

std::string iso(FileTime moment) {
    std::string text;
    append_iso(text, moment, 7);
    return text;
}

}  // namespace

const State::Field* State::find(StateField field) const noexcept {
    const auto found = std::ranges::find(fields_, field, &Field::id);
    return found == fields_.end() ? nullptr : &*found;
}

std::vector<std::string>& State::values_of(StateField field) {
    const auto found = std::ranges::find(fields_, field, &Field::id);
    if (found != fields_.end()) return found->values;
    return fields_.emplace_back(Field{field, {}}).values;
}

void State::set(StateField field, std::string text) {
    if (text.empty()) {
        std::erase_if(fields_, [&](const Field& one) { return one.id == field; });
        return;
    }
    std::vector<std::string>& values = values_of(field);
    values.clear();
    values.push_back(std::move(text));
}

void State::add(StateField field, std::string text) {
    if (!text.empty()) values_of(field).push_back(std::move(text));
}

void State::set_number(StateField field, std::uint64_t number) {
    set(field, std::to_string(number));
}

void State::set_truth(StateField field, bool truth) {
    set(field, truth ? "true" : "false");
}

void State::set_time(StateField field, FileTime moment) {
    set(field, moment.ticks == 0 ? std::string() : iso(moment));
}

void State::add_time(StateField field, FileTime moment) {
    if (moment.ticks != 0) add(field, iso(moment));
}

std::string_view State::text(StateField field) const noexcept {
    const Field* const found = find(field);
    return found == nullptr ? std::string_view{} : std::string_view(found->values.front());
}

const std::vector<std::string>& State::values(StateField field) const noexcept {
    static const std::vector<std::string> kNone;
    const Field* const found = find(field);
    return found == nullptr ? kNone : found->values;
}

StateEvent::StateEvent(const State& state) : state_(state) {
    head_.channel = schema::row_of(state.dataset()).channel;
    head_.provider = kProvider;
    head_.computer = state.text(StateField::HostName);
    head_.time = state.time;
    shape_ = &shape_of(state.dataset());
}

void StateEvent::values(std::size_t index, std::vector<Value>& out) const {
    const schema::DatasetRow& row = schema::row_of(state_.dataset());
    if (index >= row.count) return;
    const auto field = static_cast<StateField>(std::span(row.fields, row.count)[index]);
    for (const std::string& text : state_.values(field)) {
        out.push_back(Value{ValueType::Utf8, as_bytes(text)});
    }
}

KeptEvent keep(const State& state) {
    KeptEvent kept{.channel = std::string(schema::row_of(state.dataset()).channel),
                   .provider = std::string(kProvider),
                   .computer = std::string(state.text(StateField::HostName)),
                   .time = state.time,
                   .place = {},
                   .fields = {}};
    for (const State::Field& field : state.fields()) {
        kept.fields.push_back(
            {std::string(schema::name_of(field.id)), FieldOrigin::EventData, field.values});
    }
    if (state.meaning != TimeMeaning::None) {
        kept.fields.push_back({std::string(schema::name_of(StateField::TimeMeaning)),
                               FieldOrigin::EventData,
                               {time_meaning_name(state.meaning)}});
    }
    return kept;
}

}  // namespace xiezhi
