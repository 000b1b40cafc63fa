#include "xiezhi/formats/evtx/render.h"
#include "xiezhi/formats/evtx/values.h"

namespace xiezhi::evtx {
namespace {

constexpr Slot kNullSlot{};

const Slot& slot_at(std::span<const Slot> slots, std::size_t index) {
    return index < slots.size() ? slots[index] : kNullSlot;
}

}  // namespace

bool Renderer::xml(const Document& document) {
    out_.begin();
    content_.clear();
    xml_part(document, 0);
    const bool empty = out_.record_size() == 0;
    literal("\n");
    if (!empty && !out_.overflow()) return true;
    out_.rollback();
    return false;
}

void Renderer::xml_part(const Document& document, std::uint32_t index) {
    const Part& part = document.parts()[index];
    const Program& program = part.compiled->xml();
    xml_run({document, document.slots(part), program}, 0, program.ops.size(), nullptr);
}

/// An array repeats the element that holds it, once an item; an empty one gives one empty element.
void Renderer::xml_repeat(const Frame& frame, std::size_t op_index) {
    const Op& op = frame.program.ops[op_index];
    bool any = false;
    for_each_item(frame.document.chunk(), frame.slots[op.slot], [&](const Slot& item) {
        any = true;
        if (!out_.overflow()) xml_run(frame, op_index + 1, op.target, &item);
    });
    if (!any) xml_run(frame, op_index + 1, op.target, &kNullSlot);
}

/// `item` stands for the array slot that the run repeats.
void Renderer::xml_run(const Frame& frame, std::size_t first, std::size_t last, const Slot* item) {
    const Bytes chunk = frame.document.chunk();
    for (std::size_t i = first; i < last && !out_.overflow(); ++i) {
        const Op& op = frame.program.ops[i];
        const Slot& slot = slot_at(frame.slots, op.slot);
        const std::string_view text = frame.program.literal(op).substr(0, op.literal_size);
        switch (op.code) {
            case OpCode::AttributeText:
                if (slot.type == ValueType::Null) break;
                literal(text);
                write_text(out_, chunk, slot, Escape::Xml);
                literal("\"");
                break;
            case OpCode::Text:
                literal(text);
                if (slot.part != Slot::kNoPart) {
                    xml_part(frame.document, slot.part);
                } else {
                    write_text(out_, chunk, item != nullptr && is_array(slot.type) ? *item : slot,
                               Escape::Xml);
                }
                break;
            case OpCode::Unless:
                literal(text);
                if (slot.type == ValueType::Null) i = op.target - 1;
                break;
            case OpCode::Repeat:
                literal(text);
                if (!is_array(slot.type)) break;
                xml_repeat(frame, i);
                i = op.target - 1;
                break;
            case OpCode::OpenContent:
                literal(text);
                content_.push_back(out_.size());
                break;
            case OpCode::CloseContent:
                if (out_.size() == content_.back()) {
                    out_.set_back('/');
                    literal(">");
                } else {
                    literal(text);
                }
                content_.pop_back();
                break;
            case OpCode::Splice:
                literal(text);
                if (slot.part != Slot::kNoPart) xml_part(frame.document, slot.part);
                break;
            default:
                literal(text);
                break;
        }
    }
}

}  // namespace xiezhi::evtx
