#include "xiezhi/model/event.h"

#include <algorithm>
#include <utility>

#include "xiezhi/schema/logsource.h"

namespace xiezhi {
namespace {

bool equal_without_blanks(std::string_view name, std::string_view wanted) {
    std::size_t at = 0;
    for (const char c : name) {
        if (c == ' ') continue;
        if (at >= wanted.size() || wanted[at] != c) return false;
        ++at;
    }
    return at == wanted.size();
}

template <class Same>
int find_if(const std::vector<ShapeField>& fields, const Same& same) {
    const auto found = std::ranges::find_if(fields, [&](const auto& f) { return same(f.name); });
    return found == fields.end() ? Shape::kAbsent : static_cast<int>(found - fields.begin());
}

}  // namespace

int Shape::find(std::string_view name) const {
    int index = find_if(fields, [&](std::string_view f) { return f == name; });
    if (index == kAbsent) {
        index = find_if(fields, [&](std::string_view f) { return equal_without_blanks(f, name); });
    }
    if (index == kAbsent) {
        index = find_if(fields, [&](std::string_view f) { return schema::same_name(f, name); });
    }
    return index;
}

void Event::all_values(std::vector<Value>& out) const {
    for (std::size_t i = 0; i < shape().fields.size(); ++i) values(i, out);
}

std::string_view KeptEvent::field(std::string_view name) const {
    const auto found = std::ranges::find(fields, name, &KeptField::name);
    return found == fields.end() || found->values.empty() ? std::string_view{}
                                                          : found->values.front();
}

KeptEvent keep(const Event& event) {
    const EventHead& head = event.head();
    KeptEvent kept{.channel = std::string(head.channel),
                   .provider = std::string(head.provider),
                   .computer = std::string(head.computer),
                   .event_id = head.event_id,
                   .record_id = head.record_id,
                   .time = head.time,
                   .level = head.level,
                   .place = event.place(),
                   .fields = {},
                   .ecs = event.shape().ecs};
    std::vector<Value> values;
    kept.fields.reserve(event.shape().fields.size());
    for (std::size_t i = 0; i < event.shape().fields.size(); ++i) {
        values.clear();
        event.values(i, values);
        if (values.empty()) continue;
        const ShapeField& field = event.shape().fields[i];
        KeptField& out = kept.fields.emplace_back(KeptField{field.name, field.origin, {}});
        out.values.reserve(values.size());
        for (const Value& value : values) append_text(out.values.emplace_back(), value);
    }
    return kept;
}

KeptEventView::KeptEventView(const KeptEvent& event) : event_(event) {
    head_ = {.channel = event.channel,
             .provider = event.provider,
             .computer = event.computer,
             .event_id = event.event_id,
             .record_id = event.record_id,
             .time = event.time,
             .level = event.level};
    place_ = event.place;
    for (const KeptField& field : event.fields) {
        own_shape_.fields.push_back(ShapeField{field.name, field.origin});
    }
    own_shape_.ecs = event.ecs;
    shape_ = &own_shape_;
}

void KeptEventView::values(std::size_t index, std::vector<Value>& out) const {
    for (const std::string& text : event_.fields.at(index).values) {
        out.push_back(Value{text.empty() ? ValueType::Null : ValueType::Utf8, as_bytes(text)});
    }
}

}  // namespace xiezhi
