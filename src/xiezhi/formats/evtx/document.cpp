#include "xiezhi/formats/evtx/document.h"

#include <cstring>
#include <utility>

#include "xiezhi/formats/evtx/canonical.h"

namespace xiezhi::evtx {
namespace {

constexpr std::size_t kValuesMax = 65'535;
constexpr std::uint32_t kFragmentHeader = 0x0001010f;
constexpr std::string_view kNoGuid("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", kGuidSize);
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

/// Handler for fragments that are written out: structure to the canonical form, texts to slots.
class Document::OpenWalk : public CanonicalWriter {
public:
    OpenWalk(Document& document, Writer& canonical, std::vector<Slot>& slots, std::size_t depth)
        : CanonicalWriter(canonical), document_(document), slots_(slots), depth_(depth) {}

    bool attribute(const NameRef& name) {
        // What a Data is called decides the name of its field: it belongs to the structure.
        in_name_ = as_text(name.text) == std::string_view("N\0a\0m\0e\0", 8);
        return CanonicalWriter::attribute(name);
    }
    bool content() {
        in_name_ = false;
        return CanonicalWriter::content();
    }
    bool close() {
        in_name_ = false;
        return CanonicalWriter::close();
    }
    bool text(const TextRef& text) {
        if (in_name_ || text.position == TextRef::kNowhere || is_blank(text.text)) {
            return CanonicalWriter::text(text);
        }
        return value(ValueType::String, text.position, text.text.size(), Slot::kNoPart);
    }
    bool cdata(const TextRef& text) { return this->text(text); }
    static bool slot(std::uint16_t /*index*/, ValueType /*type*/, bool /*optional*/) {
        return false;
    }
    bool instance(Cursor& in) {
        Part part;
        return document_.instance(in, part, depth_ + 1) && add(part);
    }
    bool add(const Part& part) {
        document_.parts_.push_back(part);
        return value(ValueType::BinXml, 0, 0,
                     static_cast<std::uint32_t>(document_.parts_.size() - 1));
    }

private:
    /// Line breaks between elements are layout; they stay part of the structure.
    static bool is_blank(Bytes text) {
        for (std::size_t at = 0; at + 1 < text.size(); at += 2) {
            const auto unit = load_le<std::uint16_t>(text, at);
            if (unit != ' ' && unit != '\t' && unit != '\r' && unit != '\n') return false;
        }
        return !text.empty();
    }

    bool value(ValueType type, std::size_t position, std::size_t size, std::uint32_t part) {
        if (slots_.size() >= kValuesMax || size > UINT16_MAX) return false;
        slots_.push_back(
            {static_cast<std::uint32_t>(position), static_cast<std::uint16_t>(size), type, part});
        return CanonicalWriter::slot(static_cast<std::uint16_t>(slots_.size() - 1), type, false);
    }

    Document& document_;
    std::vector<Slot>& slots_;
    std::size_t depth_;
    bool in_name_ = false;
};

bool Document::parse(std::size_t position, std::size_t size) {
    parts_.clear();
    slots_.clear();
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
    // Nested instances use the document's buffers, so this one takes its own out of them.
    Writer canonical = std::exchange(canonical_, {});
    std::vector<Slot> slots = std::exchange(spare_slots_, {});
    canonical.clear();
    canonical.begin();
    canonical.reserve(kGuidSize);
    canonical.put(kNoGuid);
    slots.clear();
    OpenWalk handler(*this, canonical, slots, depth);
    const bool fits = (first.compiled == nullptr || handler.add(first)) &&
                      FragmentWalk(in, chunk(), false, handler).run() &&
                      canonical.size() > kGuidSize;
    if (fits) {
        part.compiled = tables_.written_out(canonical.text());
        part.first_slot = static_cast<std::uint32_t>(slots_.size());
        part.slot_count = static_cast<std::uint32_t>(slots.size());
        slots_.insert(slots_.end(), slots.begin(), slots.end());
    }
    canonical_ = std::move(canonical);
    spare_slots_ = std::move(slots);
    return fits;
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
    const Bytes descriptors = in.take(4 * count);
    std::size_t position = in.position();
    const std::size_t end = position + in.remaining();
    part.first_slot = static_cast<std::uint32_t>(slots_.size());
    part.slot_count = static_cast<std::uint32_t>(count);
    if (!in.ok()) return false;
    slots_.resize(slots_.size() + count);
    bool nested = false;
    std::uint32_t padding = 0;
    std::size_t at = 0;
    for (Slot& slot : std::span(slots_).subspan(part.first_slot)) {
        std::uint32_t descriptor = 0;
        std::memcpy(&descriptor, &descriptors[at], sizeof(descriptor));
        at += sizeof(descriptor);
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
