#include <utility>

#include "xiezhi/formats/evtx/compile.h"
#include "xiezhi/formats/evtx/render.h"
#include "xiezhi/formats/evtx/values.h"

namespace xiezhi::evtx {
namespace {

constexpr std::string_view kAttributesOpen = "\"#attributes\":{";
constexpr Slot kNullSlot{};

const Slot& slot_at(std::span<const Slot> slots, std::size_t index) {
    return index < slots.size() ? slots[index] : kNullSlot;
}

}  // namespace

Program& Renderer::scratch_program() {
    if (scratch_.size() <= depth_) scratch_.resize(depth_ + 1);
    Program& program = scratch_[depth_];
    program.clear();
    return program;
}

void Renderer::literal(std::string_view text) {
    out_.reserve(text.size());
    out_.put(text);
}

bool Renderer::json(const Document& document) {
    out_.begin();
    out_.reserve(2);
    out_.put('{');
    json_part(document, 0);
    close_object();
    if (!out_.overflow()) {
        out_.set_back('\n');
        return true;
    }
    out_.rollback();
    return false;
}

bool Renderer::json_fields(const Document& document, const FactMap& map) {
    out_.begin();
    literal("{");
    const Part& outer = document.parts().front();
    for (const std::uint16_t index : map.fragments) {
        const Slot& slot = slot_at(document.slots(outer), index);
        if (slot.part != Slot::kNoPart) json_part(document, slot.part);
    }
    if (outer.compiled == nullptr && map.rest_first < map.rest_last) {
        Program& program = scratch_program();
        const std::size_t count = map.rest_last - map.rest_first;
        compile_json(document.nodes(outer).subspan(map.rest_first, count), program);
        ++depth_;
        json_run({document, outer, document.slots(outer), program});
        --depth_;
    }
    if (out_.back() == ',') {
        out_.set_back('}');
    } else {
        literal("}");
    }
    return !out_.overflow();
}

void Renderer::json_part(const Document& document, std::uint32_t index) {
    const Part& part = document.parts()[index];
    if (part.compiled != nullptr) {
        json_run({document, part, document.slots(part), part.compiled->json()});
        return;
    }
    Program& program = scratch_program();
    compile_json(document.nodes(part), program);
    ++depth_;
    json_run({document, part, document.slots(part), program});
    --depth_;
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
        if (op.code == OpCode::Attribute && slot_at(frame.slots, op.slot).type == ValueType::Null) {
            continue;
        }
        literal(frame.program.literal(op));
        switch (op.code) {
            case OpCode::Value:
                json_element(frame.document, slot_at(frame.slots, op.slot));
                break;
            case OpCode::DataValue:
            case OpCode::Attribute:
                json_value(frame.document, slot_at(frame.slots, op.slot));
                break;
            case OpCode::ListedValue:
                if (slot_at(frame.slots, op.slot).type == ValueType::Null) {
                    literal("\"\",");
                } else {
                    json_value(frame.document, slot_at(frame.slots, op.slot));
                }
                break;
            case OpCode::Item:
                json_list_items(frame.document, slot_at(frame.slots, op.slot));
                break;
            case OpCode::Text:
                write_text(out_, frame.document.chunk(), slot_at(frame.slots, op.slot),
                           Escape::Json);
                break;
            case OpCode::CloseObject:
                if (op.slot == 1 && std::exchange(bare, false)) break;
                close_object();
                break;
            case OpCode::CloseList:
                out_.set_back(']');
                out_.reserve(1);
                out_.put(',');
                break;
            case OpCode::CloseAttributes:
            case OpCode::CloseAttributesText:
                bare = close_attributes(op.code);
                break;
            case OpCode::Splice: {
                const Slot& slot = slot_at(frame.slots, op.slot);
                if (slot.part != Slot::kNoPart) json_part(frame.document, slot.part);
                break;
            }
            case OpCode::SplicePart:
                json_part(frame.document, op.slot);
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
    if (with_text) out_.put("\"#text\":");
    return false;
}

/// An element whose text is empty is null; beside attributes it has no text at all.
void Renderer::json_element(const Document& document, const Slot& slot) {
    const std::size_t start = out_.size();
    json_value(document, slot);
    const std::size_t size = out_.size() - start;
    if (out_.overflow() || size > 5) return;
    const std::string_view value = out_.text().substr(start, size);
    if (value != "\"\"," && value != "null,") return;
    out_.truncate(start);
    constexpr std::string_view kTextKey = "\"#text\":";
    if (out_.text().ends_with(kTextKey)) {
        out_.truncate(start - kTextKey.size());
    } else {
        literal("null,");
    }
}

void Renderer::json_value(const Document& document, const Slot& slot) {
    if (is_array(slot.type)) {
        const std::size_t start = out_.size();
        out_.reserve(1);
        out_.put('[');
        json_list_items(document, slot);
        std::size_t items = 0;
        for_each_item(document.chunk(), slot, [&](const Slot&) { ++items; });
        if (items > 1) {
            out_.set_back(']');
            out_.reserve(1);
            out_.put(',');
        } else {
            out_.erase(start);
        }
        return;
    }
    if (slot.type == ValueType::BinXml) {
        out_.reserve(1);
        out_.put('{');
        if (slot.part != Slot::kNoPart) json_part(document, slot.part);
        close_object();
        return;
    }
    write_json(out_, document.chunk(), slot);
    out_.reserve(1);
    out_.put(',');
}

void Renderer::json_list_items(const Document& document, const Slot& slot) {
    const std::size_t before = out_.size();
    if (is_array(slot.type)) {
        for_each_item(document.chunk(), slot, [&](const Slot& item) {
            write_json(out_, document.chunk(), item);
            out_.reserve(1);
            out_.put(',');
        });
    } else if (slot.type != ValueType::Null) {
        json_value(document, slot);
    }
    if (out_.size() == before) literal("\"\",");
}

}  // namespace xiezhi::evtx
