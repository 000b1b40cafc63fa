#include "xiezhi/readers/evtx_event.h"

#include "xiezhi/base/hash.h"
#include "xiezhi/formats/evtx/values.h"

namespace xiezhi::readers {
namespace {

RecordState state_of(evtx::Origin origin) {
    switch (origin) {
        case evtx::Origin::Live:
            return RecordState::Live;
        case evtx::Origin::SizeCopyDiffers:
            return RecordState::Damaged;
        case evtx::Origin::Slack:
        case evtx::Origin::NoChunk:
            return RecordState::Slack;
    }
    return RecordState::Live;
}

}  // namespace

std::string_view TextCache::operator()(const Value& value) {
    if (value.bytes.empty()) return {};
    Entry& entry = entries_[hash64(value.bytes) % entries_.size()];
    if (entry.type != value.type || entry.raw != as_text(value.bytes)) {
        entry.type = value.type;
        entry.raw = as_text(value.bytes);
        entry.text.clear();
        append_text(entry.text, value);
    }
    return entry.text;
}

void EvtxEvent::set(const evtx::Record& record, std::uint64_t chunk_offset,
                    const Binding& binding) {
    using evtx::Fact;
    const evtx::FactMap& map = maps_.of(document_);
    const auto fact = [&](Fact which) { return evtx::fact_value(document_, map, which); };
    head_.channel = channels_(fact(Fact::Channel));
    head_.provider = providers_(fact(Fact::Provider));
    head_.computer = computers_(fact(Fact::Computer));
    head_.event_id = static_cast<std::uint32_t>(evtx::number_of(fact(Fact::EventId)));
    head_.level = static_cast<std::uint8_t>(evtx::number_of(fact(Fact::Level)));
    const Value id = fact(Fact::RecordId);
    head_.record_id = id.type == ValueType::Null ? record.id : evtx::number_of(id);
    head_.time = evtx::time_of(fact(Fact::Time));
    if (head_.time.ticks == 0) head_.time = record.written;
    place_ = {.chunk_offset = chunk_offset,
              .offset = chunk_offset + record.position,
              .state = state_of(record.origin)};
    binding_ = &binding;
    shape_ = &binding.shape;
    if (!scratch_.empty()) scratch_.clear();
}

void EvtxEvent::values(std::size_t index, std::vector<Value>& out) const {
    for (const FieldSource& source : binding_->sources[index]) source_values(source, out);
}

void EvtxEvent::all_values(std::vector<Value>& out) const {
    for (const auto& sources : binding_->sources) {
        for (const FieldSource& source : sources) source_values(source, out);
    }
}

bool EvtxEvent::record_strings(std::vector<Bytes>& out) const {
    if (binding_->joins) return false;
    for (const evtx::Part& part : document_.parts()) {
        for (const evtx::Slot& slot : document_.slots(part)) {
            switch (evtx::item_type(slot.type)) {
                case ValueType::String:
                    out.push_back(document_.value(slot).bytes);
                    break;
                case ValueType::BinXml:
                    if (slot.part == evtx::Slot::kNoPart) return false;
                    break;  // its part has slots of its own
                case ValueType::AnsiString:
                case ValueType::Utf8:
                case ValueType::EvtXml:
                case ValueType::EvtHandle:
                    return false;
                default:
                    break;
            }
        }
    }
    return true;
}

std::span<const Bytes> EvtxEvent::fixed_strings() const {
    return binding_->fixed_texts;
}

void EvtxEvent::source_values(const FieldSource& source, std::vector<Value>& out) const {
    switch (source.kind) {
        case FieldSource::Kind::Slot:
            slot_values(source, out);
            break;
        case FieldSource::Kind::Text: {
            const Bytes text = document_.parts()[source.part].compiled->nodes()[source.index].text;
            out.push_back({text.empty() ? ValueType::Null : ValueType::String, text});
            break;
        }
        case FieldSource::Kind::Joined:
            joined_values(source, out);
            break;
        case FieldSource::Kind::Empty:
            out.push_back({});
            break;
    }
}

void EvtxEvent::slot_values(const FieldSource& source, std::vector<Value>& out) const {
    const std::span<const evtx::Slot> slots = document_.slots(document_.parts()[source.part]);
    if (source.index >= slots.size()) return;
    const evtx::Slot& slot = slots[source.index];
    if (slot.type == ValueType::String) {  // by far the commonest
        out.push_back(document_.value(slot));
    } else if (slot.type == ValueType::Null) {
        if (!source.system) out.push_back({});
    } else if (evtx::is_array(slot.type)) {
        const std::size_t before = out.size();
        evtx::for_each_item(document_.chunk(), slot,
                            [&](const evtx::Slot& item) { out.push_back(document_.value(item)); });
        if (out.size() == before) out.push_back({});
    } else if (slot.part == evtx::Slot::kNoPart) {
        out.push_back(document_.value(slot));
    }
}

/// Text made of several pieces: literal text around substitutions, entities, CDATA. An array among
/// them repeats the whole.
void EvtxEvent::joined_values(const FieldSource& source, std::vector<Value>& out) const {
    const evtx::Part& part = document_.parts()[source.part];
    const std::span<const evtx::Slot> slots = document_.slots(part);
    for (std::size_t i = source.index; i < source.last; ++i) {
        const evtx::Node& node = part.compiled->nodes()[i];
        if (node.kind != evtx::NodeKind::Slot || node.index >= slots.size() ||
            !evtx::is_array(slots[node.index].type)) {
            continue;
        }
        const std::size_t before = out.size();
        evtx::for_each_item(document_.chunk(), slots[node.index],
                            [&](const evtx::Slot& item) { out.push_back(joined(source, &item)); });
        if (out.size() == before) out.push_back(joined(source, nullptr));
        return;
    }
    out.push_back(joined(source, nullptr));
}

/// `item` stands for the array among the pieces.
Value EvtxEvent::joined(const FieldSource& source, const evtx::Slot* item) const {
    const evtx::Part& part = document_.parts()[source.part];
    const std::span<const evtx::Slot> slots = document_.slots(part);
    std::string& text = scratch_.emplace_back();
    std::size_t behind = source.index;
    for (std::size_t i = source.index; i < source.last; ++i) {
        const evtx::Node& node = part.compiled->nodes()[i];
        if (i < behind) continue;  // inside an element: it has a field of its own
        behind = node.kind == evtx::NodeKind::Open ? node.end + 1 : i + 1;
        if (node.kind == evtx::NodeKind::Text || node.kind == evtx::NodeKind::CData) {
            append_text(text, {ValueType::String, node.text});
        } else if (node.kind == evtx::NodeKind::Slot && node.index < slots.size()) {
            const evtx::Slot& slot = slots[node.index];
            if (!evtx::is_array(slot.type)) {
                if (slot.part == evtx::Slot::kNoPart) append_text(text, document_.value(slot));
            } else if (item != nullptr) {
                append_text(text, document_.value(*item));
            }
        }
    }
    return {text.empty() ? ValueType::Null : ValueType::Utf8, as_bytes(text)};
}

}  // namespace xiezhi::readers
