#include "xiezhi/model/ecs/native_reader.h"

#include <algorithm>

namespace xiezhi::ecs {
namespace {

constexpr std::string_view kUnnamed = "Data";
constexpr std::string_view kParameter = "param";
constexpr std::string_view kNoGuid = "{00000000-0000-0000-0000-000000000000}";

FieldOrigin origin_of(schema::ecs::NativeOrigin origin) {
    using schema::ecs::NativeOrigin;
    switch (origin) {
        case NativeOrigin::EventData:
            return FieldOrigin::EventData;
        case NativeOrigin::UserData:
            return FieldOrigin::UserData;
        case NativeOrigin::System:
            return FieldOrigin::System;
        case NativeOrigin::Other:
            return FieldOrigin::Other;
    }
    return FieldOrigin::Other;
}

bool is_named(std::string_view native, std::string_view wanted, bool joins_names) {
    if (!joins_names) return native == wanted;
    return std::ranges::equal(native, wanted,
                              [](char a, char b) { return (a == ' ' ? '_' : a) == b; });
}

/// CR LF as LF, and none at the end.
void clean(std::string& text) {
    if (text.find('\r') != std::string::npos) {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
            text[kept++] = text[i];
        }
        text.resize(kept);
    }
    while (text.ends_with('\n')) text.pop_back();
}

}  // namespace

void NativeReader::begin(const Event& event, const schema::ecs::SourceRow& source) {
    event_ = &event;
    source_ = &source;
    slots_ = nullptr;
}

std::vector<NativeReader::Slot>& NativeReader::slots() {
    if (slots_ != nullptr) return *slots_;
    const std::uint32_t id = event_->shape().id;
    const bool is_kept = id != 0 && (by_shape_.size() < kShapesMax || by_shape_.contains(id));
    slots_ = is_kept ? &by_shape_[id] : &own_;
    if (!is_kept) own_.clear();
    slots_->resize(schema::ecs::natives().size());
    return *slots_;
}

void NativeReader::value(std::uint16_t native, Texts& out) {
    Slot& slot = slots()[native];
    if (slot.field == kUnknown) {
        const schema::ecs::Native& wanted = schema::ecs::natives()[native];
        slot = find(origin_of(wanted.origin), wanted.name);
    }
    read(slot, out);
}

void NativeReader::value(schema::ecs::NativeOrigin origin, std::string_view name, Texts& out) {
    read(find(origin_of(origin), name), out);
}

NativeReader::Slot NativeReader::find(FieldOrigin origin, std::string_view name) const {
    const std::vector<ShapeField>& fields = event_->shape().fields;
    const auto found = std::ranges::find_if(fields, [&](const ShapeField& field) {
        return field.origin == origin && is_named(field.name, name, source_->joins_names);
    });
    if (found == fields.end() || (origin == FieldOrigin::EventData && name == kUnnamed)) {
        return find_unnamed(origin, name);
    }
    return {.field = static_cast<std::int32_t>(found - fields.begin()), .ordinal = 0};
}

/// paramN: the N-th of all data, counting those with a name that stand before.
NativeReader::Slot NativeReader::find_unnamed(FieldOrigin origin, std::string_view name) const {
    constexpr Slot kNone{.field = Shape::kAbsent, .ordinal = 0};
    if (origin != FieldOrigin::EventData || !name.starts_with(kParameter)) return kNone;
    const auto wanted = number(name.substr(kParameter.size()));
    std::uint32_t before = 0;
    const std::vector<ShapeField>& fields = event_->shape().fields;
    for (std::size_t i = 0; wanted && i < fields.size(); ++i) {
        if (fields[i].origin != FieldOrigin::EventData) continue;
        if (fields[i].name != kUnnamed) {
            ++before;
        } else if (*wanted > before && *wanted <= 0xffff) {
            return {.field = static_cast<std::int32_t>(i),
                    .ordinal = static_cast<std::uint32_t>(*wanted) - before - 1};
        }
    }
    return kNone;
}

void NativeReader::read(Slot slot, Texts& out) {
    if (slot.field < 0) return;
    values_.clear();
    event_->values(static_cast<std::size_t>(slot.field), values_);
    if (slot.ordinal >= values_.size()) return;
    const Value& value = values_[slot.ordinal];
    if (value.type == ValueType::Null) return;
    std::string& text = out.emplace_back();
    append_text(text, value);
    clean(text);
    const bool is_placeholder = source_->drops_placeholders && (text == "-" || text == kNoGuid);
    if (text.empty() || is_placeholder) out.pop_back();
}

void NativeReader::names(FieldOrigin origin, Texts& out) const {
    const std::vector<ShapeField>& fields = event_->shape().fields;
    std::size_t before = 0;
    std::vector<Value> values;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].origin != origin) continue;
        if (origin != FieldOrigin::EventData || fields[i].name != kUnnamed) {
            out.push_back(fields[i].name);
            if (source_->joins_names) std::ranges::replace(out.back(), ' ', '_');
            ++before;
            continue;
        }
        values.clear();
        event_->values(i, values);
        for (std::size_t n = 1; n <= values.size(); ++n) {
            out.push_back(std::string(kParameter) + std::to_string(before + n));
        }
    }
}

}  // namespace xiezhi::ecs
