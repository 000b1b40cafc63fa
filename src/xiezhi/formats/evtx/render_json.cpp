#include <array>
#include <utility>

#include "xiezhi/formats/evtx/render.h"
#include "xiezhi/formats/evtx/values.h"

namespace xiezhi::evtx {
namespace {

constexpr std::string_view kAttributesOpen = "\"#attributes\":{";
constexpr std::string_view kTextKey = "\"#text\":";
constexpr Slot kNullSlot{};

const Slot& slot_at(std::span<const Slot> slots, std::size_t index) {
    return index < slots.size() ? slots[index] : kNullSlot;
}

/// Types that are never empty, and whose items no list and no nested fragment hides.
constexpr std::array<bool, 256> make_scalars() {
    std::array<bool, 256> scalars{};
    for (const ValueType type :
         {ValueType::Int8, ValueType::UInt8, ValueType::Int16, ValueType::UInt16, ValueType::Int32,
          ValueType::UInt32, ValueType::Int64, ValueType::UInt64, ValueType::Bool, ValueType::Guid,
          ValueType::FileTime, ValueType::Sid, ValueType::HexInt32, ValueType::HexInt64}) {
        scalars[static_cast<std::size_t>(type)] = true;
    }
    return scalars;
}
constexpr std::array<bool, 256> kScalars = make_scalars();

bool is_scalar(const Slot& slot) {
    return kScalars[static_cast<std::size_t>(slot.type)] && slot.size != 0;
}

bool is_empty_text(Bytes chunk, const Slot& slot) {
    if (slot.type != ValueType::String) return slot.size == 0;
    return slot.size < 2 || load_le<std::uint16_t>(chunk, slot.position) == 0;
}

}  // namespace

void Renderer::literal(std::string_view text) {
    out_.reserve(text.size());
    out_.put(text);
}

bool Renderer::json(const Document& document) {
    out_.begin();
    literal("{");
    json_part(document, 0);
    const bool empty = out_.back() == '{';
    close_object();
    if (empty || out_.overflow()) {
        out_.rollback();
        return false;
    }
    out_.set_back('\n');
    return true;
}

bool Renderer::json_fields(const Document& document, const FactMap& map) {
    out_.begin();
    literal("{");
    json_run({document, document.slots(document.parts().front()), map.rest});
    if (out_.back() == ',') {
        out_.set_back('}');
    } else {
        literal("}");
    }
    return !out_.overflow();
}

void Renderer::json_part(const Document& document, std::uint32_t index) {
    const Part& part = document.parts()[index];
    json_run({document, document.slots(part), part.compiled->json()});
}

void Renderer::close_object() {
    out_.reserve(6);
    if (out_.back() == ',') {
        out_.set_back('}');
    } else {
        out_.truncate(out_.size() - 1);  // nothing came into it
        out_.put("null");
    }
    out_.put(',');
}

void Renderer::json_run(const Frame& frame) {
    bool bare = false;  // an element whose attributes all vanished: its text is its value
    for (const Op& op : frame.program.ops) {
        const Slot& slot = slot_at(frame.slots, op.slot);
        if (op.code == OpCode::Attribute && slot.type == ValueType::Null) continue;
        out_.reserve(op.literal_size);
        out_.put_padded(frame.program.literal(op), op.literal_size);
        switch (op.code) {
            case OpCode::Value:
                if (is_scalar(slot)) {
                    write_json(out_, frame.document.chunk(), slot);
                } else {
                    json_element(frame.document, slot);
                }
                break;
            case OpCode::DataValue:
            case OpCode::Attribute:
                json_value(frame.document, slot);
                break;
            case OpCode::ListedValue:
                if (slot.type == ValueType::Null) {
                    literal("\"\",");
                } else {
                    json_value(frame.document, slot);
                }
                break;
            case OpCode::Item:
                json_list_items(frame.document, slot);
                break;
            case OpCode::Text:
                write_text(out_, frame.document.chunk(), slot, Escape::Json);
                break;
            case OpCode::CloseObject:
                if (op.slot == 1 && std::exchange(bare, false)) break;
                close_object();
                break;
            case OpCode::CloseList:
                out_.set_back(']');
                literal(",");
                break;
            case OpCode::CloseAttributes:
            case OpCode::CloseAttributesText:
                bare = close_attributes(op.code);
                break;
            case OpCode::Splice:
                if (slot.part != Slot::kNoPart) json_part(frame.document, slot.part);
                break;
            default:
                break;
        }
        if (out_.overflow()) return;
    }
}

/// True when the element has no attribute and its text stands alone.
bool Renderer::close_attributes(OpCode code) {
    const bool with_text = code == OpCode::CloseAttributesText;
    out_.reserve(16);
    if (out_.back() != ',') {
        const std::size_t back = kAttributesOpen.size() + (with_text ? 1 : 0);
        if (out_.record_size() >= back) out_.truncate(out_.size() - back);
        return with_text;
    }
    out_.set_back('}');
    out_.put(',');
    if (with_text) out_.put(kTextKey);
    return false;
}

/// An element whose text is empty is null; beside attributes it has no text at all.
void Renderer::json_element(const Document& document, const Slot& slot) {
    if (slot.type != ValueType::Null && !is_empty_text(document.chunk(), slot)) {
        return json_value(document, slot);
    }
    if (out_.text().ends_with(kTextKey)) {
        out_.truncate(out_.size() - kTextKey.size());
    } else {
        literal("null,");
    }
}

void Renderer::json_value(const Document& document, const Slot& slot) {
    if (is_array(slot.type) || slot.type == ValueType::BinXml) return json_rare(document, slot);
    write_json(out_, document.chunk(), slot);
}

void Renderer::json_rare(const Document& document, const Slot& slot) {
    const std::size_t start = out_.size();
    if (slot.type == ValueType::BinXml) {
        literal("{");
        if (slot.part != Slot::kNoPart) json_part(document, slot.part);
        return close_object();
    }
    literal("[");
    json_list_items(document, slot);
    std::size_t items = 0;
    for_each_item(document.chunk(), slot, [&](const Slot&) { ++items; });
    if (items > 1) {
        out_.set_back(']');
        literal(",");
    } else {
        out_.erase(start);
    }
}

void Renderer::json_list_items(const Document& document, const Slot& slot) {
    const std::size_t before = out_.size();
    if (is_array(slot.type)) {
        for_each_item(document.chunk(), slot,
                      [&](const Slot& item) { write_json(out_, document.chunk(), item); });
    } else if (slot.type != ValueType::Null) {
        json_value(document, slot);
    }
    if (out_.size() == before) literal("\"\",");
}

}  // namespace xiezhi::evtx
