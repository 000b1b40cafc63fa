#include "xiezhi/formats/evtx/document.h"

namespace xiezhi::evtx {
namespace {

constexpr std::size_t kValuesMax = 65'535;
constexpr std::uint32_t kFragmentHeader = 0x0001010f;
constexpr std::size_t kDefinitionGuid = 4;
constexpr std::size_t kDefinitionSize = 20;
constexpr std::size_t kDefinitionHeader = 24;

std::uint8_t peek(const Cursor& in) {
    Cursor look = in;
    return look.read<std::uint8_t>();
}

void skip_fragment_header(Cursor& in) {
    Cursor look = in;
    if (look.read<std::uint32_t>() == kFragmentHeader) in = look;
}

}  // namespace

/// Handler for fragments that are written out; nested instances become parts of their own.
struct Document::OpenWalk : NodeBuilder<ChunkTables> {
    OpenWalk(Document& owner, std::vector<Node>& nodes, std::size_t at_depth)
        : NodeBuilder(nodes, owner.tables_), document(owner), depth(at_depth) {}

    bool instance(Cursor& in) {
        Part part;
        return document.instance(in, part, depth + 1) && add(part);
    }

    bool add(const Part& part) {
        document.parts_.push_back(part);
        const std::size_t index = document.parts_.size() - 1;
        return index <= UINT16_MAX && this->part(static_cast<std::uint16_t>(index));
    }

    Document& document;
    std::size_t depth;
};

bool Document::parse(std::size_t position, std::size_t size) {
    parts_.clear();
    slots_.clear();
    nodes_.clear();
    return fragment(position, size, 0).has_value();
}

std::optional<std::uint32_t> Document::fragment(std::size_t position, std::size_t size,
                                                std::size_t depth) {
    if (depth > kDepthMax) return std::nullopt;
    const auto index = static_cast<std::uint32_t>(parts_.size());
    parts_.emplace_back();
    Cursor in(chunk().first(position + size));
    in.seek(position);
    skip_fragment_header(in);
    Part first;
    if (peek(in) == static_cast<std::uint8_t>(Token::TemplateInstance)) {
        in.take(1);
        if (!instance(in, first, depth)) return std::nullopt;
        // The one shape that real records have: nothing behind the instance.
        if (peek(in) == static_cast<std::uint8_t>(Token::End)) {
            parts_[index] = first;
            return index;
        }
    }
    Part part;
    if (!written_out(in, first, part, depth)) return std::nullopt;
    parts_[index] = part;
    return index;
}

/// `in` stands behind `first`, the instance that the fragment begins with, if it has one: nothing
/// is read twice, or nesting would double the work at each level.
bool Document::written_out(Cursor& in, const Part& first, Part& part, std::size_t depth) {
    std::vector<Node> nodes;
    nodes.reserve(in.remaining() / 16);
    OpenWalk handler(*this, nodes, depth);
    if (first.compiled != nullptr && !handler.add(first)) return false;
    if (!FragmentWalk(in, chunk(), false, handler).run() || nodes.empty()) return false;
    part.first_node = static_cast<std::uint32_t>(nodes_.size());
    part.node_count = static_cast<std::uint32_t>(nodes.size());
    nodes_.insert(nodes_.end(), nodes.begin(), nodes.end());
    return true;
}

/// `in` stands behind the token.
bool Document::instance(Cursor& in, Part& part, std::size_t depth) {
    if (depth > kDepthMax) return false;
    in.take(1);  // version
    const auto id = in.read<std::uint32_t>();
    const auto offset = in.read<std::uint32_t>();
    if (!in.ok()) return false;
    if (offset == in.position()) {
        in.take(kDefinitionHeader);
        in.take(load_le<std::uint32_t>(chunk(), offset + kDefinitionSize));
        if (!in.ok()) return false;
    }
    // A reference into bytes that are no longer this template shows here.
    if (load_le<std::uint32_t>(chunk(), std::size_t{offset} + kDefinitionGuid) != id) return false;
    part.compiled = tables_.find(offset);
    return part.compiled != nullptr && values(in, part, depth);
}

bool Document::values(Cursor& in, Part& part, std::size_t depth) {
    const std::size_t count = in.read<std::uint32_t>();
    if (count > kValuesMax) return false;
    Cursor descriptors(in.take(4 * count));
    std::size_t position = in.position();
    const std::size_t end = position + in.remaining();
    part.first_slot = static_cast<std::uint32_t>(slots_.size());
    part.slot_count = static_cast<std::uint32_t>(count);
    if (!in.ok()) return false;
    slots_.resize(slots_.size() + count);
    bool nested = false;
    std::uint32_t padding = 0;
    for (Slot& slot : std::span(slots_).subspan(part.first_slot)) {
        const auto descriptor = descriptors.read<std::uint32_t>();
        slot.position = static_cast<std::uint32_t>(position);
        slot.size = static_cast<std::uint16_t>(descriptor);
        slot.type = static_cast<ValueType>((descriptor >> 16U) & 0xffU);
        padding |= descriptor >> 24U;
        position += slot.size;
        nested = nested || slot.type == ValueType::BinXml;
    }
    // Padding that is not zero marks foreign bytes: a record cut in its value table.
    if (position > end || padding != 0) return false;
    in.seek(position);
    if (!nested) return true;
    for (std::size_t i = part.first_slot; i < std::size_t{part.first_slot} + count; ++i) {
        const Slot slot = slots_[i];  // a copy: nested fragments grow the vector
        if (slot.type != ValueType::BinXml || slot.size == 0) continue;
        const auto index = fragment(slot.position, slot.size, depth + 1);
        if (!index) return false;
        slots_[i].part = *index;
    }
    return true;
}

}  // namespace xiezhi::evtx
