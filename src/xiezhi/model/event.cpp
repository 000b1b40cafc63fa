#include "xiezhi/model/event.h"

#include <algorithm>
#include <utility>

#include "xiezhi/model/keep.h"
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
    KeptEvent kept;
    keep_over(event, kept);
    return kept;
}

void keep_over(const Event& event, KeptEvent& out) {
    const EventHead& head = event.head();
    out.channel = head.channel;
    out.provider = head.provider;
    out.computer = head.computer;
    out.event_id = head.event_id;
    out.record_id = head.record_id;
    out.time = head.time;
    out.level = head.level;
    out.place = event.place();
    out.ecs = event.shape().ecs;
    const std::vector<ShapeField>& fields = event.shape().fields;
    out.fields.resize(fields.size());
    std::size_t count = 0;
    std::vector<Value> values;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        values.clear();
        event.values(i, values);
        if (values.empty()) continue;
        KeptField& field = out.fields[count++];
        field.name = fields[i].name;
        field.origin = fields[i].origin;
        field.values.resize(values.size());
        for (std::size_t k = 0; k < values.size(); ++k) {
            field.values[k].clear();
            append_text(field.values[k], values[k]);
        }
    }
    out.fields.resize(count);
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
