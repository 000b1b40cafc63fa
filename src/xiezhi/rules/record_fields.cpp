#include "xiezhi/rules/record_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

#include "xiezhi/base/text.h"
#include "xiezhi/rules/derive.h"
#include "xiezhi/schema/ecs_type.h"

namespace xiezhi::rules {
namespace {

constexpr std::string_view kClassicPowerShell = "Windows PowerShell";

void add_all(const FieldTexts& from, bool fold, FieldTexts& out) {
    for (std::size_t i = 0; i < from.count(); ++i) {
        if (fold) {
            append_folded(out.buffer(), from.text(i));
            out.end_value();
        } else {
            out.add(from.text(i));
        }
    }
}

bool is_hash_name(std::string_view name) {
    constexpr std::array<std::string_view, 4> kNames{"md5", "sha1", "sha256", "imphash"};
    return std::ranges::any_of(kNames, [&](auto known) { return schema::same_name(known, name); });
}

void append_value(std::string& out, const Value& value, bool fold) {
    if (fold) {
        append_folded_value(out, value);
    } else {
        append_text(out, value);
    }
}

}  // namespace

bool is_plain(ValueType type) noexcept {
    switch (type) {
        case ValueType::String:
        case ValueType::AnsiString:
        case ValueType::Utf8:
        case ValueType::BinXml:
        case ValueType::EvtXml:
        case ValueType::EvtHandle:
            return false;
        default:
            return true;
    }
}

void append_folded_value(std::string& out, const Value& value) {
    if (value.type == ValueType::String) {
        // A NUL ends the text: cheaper found in the folded bytes than in UTF-16 before.
        const std::size_t begin = out.size();
        append_folded(out, value.bytes);
        const std::size_t end = out.find('\0', begin);
        if (end != std::string::npos) out.resize(end);
        return;
    }
    if (!is_plain(value.type)) {
        append_folded_text(out, value);
        return;
    }
    const std::size_t start = out.size();
    append_text(out, value);
    for (char& c : std::span(out).subspan(start)) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
}

FieldPlan plan_field(const std::string& name, const schema::FieldMap* map) {
    using From = FieldPlan::From;
    if (schema::is_ecs(map)) {
        const bool any = name.empty() || name.find('*') != std::string::npos;
        return {name.empty() ? "*" : name, any ? From::EcsAny : From::Ecs, nullptr};
    }
    if (name.empty()) return {name, From::Any, nullptr};
    if (name == "EventID") return {name, From::EventId, nullptr};
    if (name == "Channel") return {name, From::Channel, nullptr};
    if (name == "Provider_Name") return {name, From::Provider, nullptr};
    if (map == nullptr || schema::is_system_field(name)) return {name, From::Record, nullptr};
    const schema::MappedField* mapped = map->find(name);
    if (mapped == nullptr || mapped->natives.empty()) return {name, From::Record, nullptr};
    return {name, From::Mapped, mapped};
}

RecordFields::RecordFields(const std::vector<FieldPlan>& plans) : plans_(plans) {
    grow();
}

void RecordFields::grow() {
    for (std::size_t i = ecs_fields_.size(); i < plans_.size(); ++i) {
        const bool ecs = plans_[i].from == FieldPlan::From::Ecs;
        ecs_fields_.push_back(ecs ? ecs::Document::resolve(plans_[i].name) : ecs::Field{});
    }
    folded_.resize(plans_.size());
    raw_.resize(plans_.size());
    if (bindings_ != nullptr) bindings_->resize(plans_.size());
}

void RecordFields::begin(const Event& event) {
    event_ = &event;
    document_begun_ = false;
    if (++generation_ == 0) {  // wrapped: what was fetched long ago must not look fresh
        for (Cached& cached : folded_) cached.generation = 0;
        for (Cached& cached : raw_) cached.generation = 0;
        generation_ = 1;
    }
    bind_shape();
}

void RecordFields::bind_shape() {
    const std::uint32_t id = event_->shape().id;
    if (id != 0 && id == shape_id_) return;
    shape_id_ = id;
    if (id == 0) {
        own_bindings_.assign(plans_.size(), Binding{});
        bindings_ = &own_bindings_;
        return;
    }
    if (kept_bindings_.size() >= kShapesMax && !kept_bindings_.contains(id)) kept_bindings_.clear();
    std::vector<Binding>& kept = kept_bindings_[id];
    kept.resize(plans_.size());
    bindings_ = &kept;
}

RecordFields::Binding RecordFields::bind(const FieldPlan& plan) const {
    const Shape& shape = event_->shape();
    Binding out;
    if (plan.from == FieldPlan::From::Mapped) {
        out.how = Binding::How::Natives;
        for (std::size_t i = 0; i < plan.mapped->natives.size() && i < kNativesMax; ++i) {
            out.index.at(i) = shape.find(plan.mapped->natives[i]);
        }
        return out;
    }
    out.how = Binding::How::Field;
    out.index[0] = shape.find(plan.name);
    if (out.index[0] == Shape::kAbsent && plan.name == "ComputerName") {
        out.index[0] = shape.find("Computer");
    }
    if (out.index[0] != Shape::kAbsent) return out;
    if (is_hash_name(plan.name)) {
        out.how = Binding::How::HashPart;
        out.index[0] = shape.find("Hashes");
        if (out.index[0] == Shape::kAbsent) out.index[0] = shape.find("Hash");
    } else if (schema::same_name(event_->head().channel, kClassicPowerShell)) {
        out.how = Binding::How::KeyLine;
        out.index[0] = shape.find("Data");
    }
    if (out.index[0] == Shape::kAbsent) out.how = Binding::How::Absent;
    return out;
}

RecordFields::Binding& RecordFields::binding(std::size_t index) {
    Binding& bound = (*bindings_)[index];
    if (bound.how == Binding::How::Unbound) bound = bind(plans_[index]);
    return bound;
}

void RecordFields::add_values(int field, bool fold, FieldTexts& out) {
    if (field == Shape::kAbsent) return;
    values_.clear();
    event_->values(static_cast<std::size_t>(field), values_);
    for (const Value& value : values_) {
        append_value(out.buffer(), value, fold);
        out.end_value();
    }
}

void RecordFields::add_any(bool fold, Cached& out) {
    out.owners.clear();
    for (std::size_t i = 0; i < event_->shape().fields.size(); ++i) {
        add_values(static_cast<int>(i), fold, out.texts);
        out.owners.resize(out.texts.count(), static_cast<std::uint32_t>(i));
    }
}

/// Fields that are made of others: unfolded, in special_.
void RecordFields::add_special(std::size_t index, const Binding& bound, FieldTexts& out) {
    const FieldPlan& plan = plans_[index];
    if (bound.how == Binding::How::Natives) {
        std::array<const FieldTexts*, kNativesMax> natives{};
        const std::size_t count = std::min(plan.mapped->natives.size(), kNativesMax);
        for (std::size_t i = 0; i < count; ++i) {
            natives_.at(i).clear();
            add_values(bound.index.at(i), false, natives_.at(i));
            natives.at(i) = &natives_.at(i);
        }
        derive(plan.mapped->transform, std::span(natives).first(count), out);
        return;
    }
    natives_[0].clear();
    add_values(bound.index[0], false, natives_[0]);
    for (std::size_t i = 0; i < natives_[0].count(); ++i) {
        if (bound.how == Binding::How::HashPart) {
            add_hash_part(natives_[0].text(i), plan.name, out);
        } else {
            add_key_lines(natives_[0].text(i), plan.name, out);
        }
    }
}

/// Of a native record: derived by its ECS document.
void RecordFields::add_derived(std::size_t index, Cached& out, FieldTexts& texts) {
    if (!document_) document_.emplace();
    if (!std::exchange(document_begun_, true)) document_->begin(*event_);
    const FieldPlan& plan = plans_[index];
    if (plan.from == FieldPlan::From::Ecs) {
        ecs_values_.clear();
        document_->values(ecs_fields_[index], ecs_values_);
        for (const std::string& value : ecs_values_) texts.add(value);
        return;
    }
    ecs_names_.clear();
    document_->fields(ecs_names_);
    for (const std::string& name : ecs_names_) {
        if (!schema::star_match(plan.name, name)) continue;
        ecs_values_.clear();
        document_->values(name, ecs_values_);
        for (const std::string& value : ecs_values_) texts.add(value);
        out.names.resize(texts.count(), name);
    }
}

/// The one place where the values of ECS fields come from; unfolded.
void RecordFields::add_ecs(std::size_t index, Cached& out, FieldTexts& texts) {
    out.names.clear();
    const Shape& shape = event_->shape();
    if (!shape.ecs) return add_derived(index, out, texts);
    const FieldPlan& plan = plans_[index];
    for (std::size_t i = 0; i < shape.fields.size(); ++i) {
        const std::string& name = shape.fields[i].name;
        if (plan.from == FieldPlan::From::Ecs ? name != plan.name
                                              : !schema::star_match(plan.name, name)) {
            continue;
        }
        add_values(static_cast<int>(i), false, texts);
        if (plan.from == FieldPlan::From::EcsAny) out.names.resize(texts.count(), name);
    }
}

void RecordFields::fetch(std::size_t index, bool fold, Cached& out) {
    const EventHead& head = event_->head();
    const auto add_head = [&](std::string_view text) {
        if (text.empty()) return;
        if (fold) {
            append_folded(out.texts.buffer(), text);
            out.texts.end_value();
        } else {
            out.texts.add(text);
        }
    };
    switch (plans_[index].from) {
        case FieldPlan::From::Any:
            return add_any(fold, out);
        case FieldPlan::From::EventId:
            return add_head(fmt::to_string(head.event_id));
        case FieldPlan::From::Channel:
            return add_head(head.channel);
        case FieldPlan::From::Provider:
            return add_head(head.provider);
        case FieldPlan::From::Ecs:
        case FieldPlan::From::EcsAny:
            special_.clear();
            add_ecs(index, out, special_);
            return add_all(special_, fold, out.texts);
        case FieldPlan::From::Record:
        case FieldPlan::From::Mapped:
            break;
    }
    const Binding& bound = binding(index);
    if (bound.how == Binding::How::Absent) return;
    if (bound.how == Binding::How::Field) return add_values(bound.index[0], fold, out.texts);
    special_.clear();
    add_special(index, bound, special_);
    add_all(special_, fold, out.texts);
}

const FieldTexts& RecordFields::folded(std::size_t index) {
    Cached& cached = folded_[index];
    if (cached.generation != generation_) {
        cached.texts.clear();
        cached.generation = generation_;
        fetch(index, true, cached);
    }
    return cached.texts;
}

const FieldTexts& RecordFields::raw(std::size_t index) {
    Cached& cached = raw_[index];
    if (cached.generation != generation_) {
        cached.texts.clear();
        cached.generation = generation_;
        fetch(index, false, cached);
    }
    return cached.texts;
}

std::string_view RecordFields::owner(std::size_t index, std::size_t value) const {
    for (const Cached* cached : {&folded_[index], &raw_[index]}) {
        if (cached->generation != generation_) continue;
        if (value < cached->names.size()) return cached->names[value];
        if (value >= cached->owners.size()) continue;
        return event_->shape().fields[cached->owners[value]].name;
    }
    return plans_[index].name;
}

}  // namespace xiezhi::rules
