#pragma once

#include "xiezhi/formats/evtx/records.h"
#include "xiezhi/formats/evtx/template.h"

namespace xiezhi::evtx {

/// Nested fragments in one another; only 2 occur (docs/formats/evtx.md).
inline constexpr std::size_t kDepthMax = 64;

/// One value of an instance, read in place.
struct Slot {
    static constexpr std::uint32_t kNoPart = UINT32_MAX;

    std::uint32_t position = 0;  // in the chunk
    std::uint16_t size = 0;
    ValueType type = ValueType::Null;  // with kArrayBit for arrays
    std::uint32_t part = kNoPart;      // BinXml: the part that it holds
};
inline constexpr std::uint8_t kArrayBit = 0x80;
[[nodiscard]] inline bool is_array(ValueType type) noexcept {
    return (static_cast<std::uint8_t>(type) & kArrayBit) != 0;
}
/// The type of a value, or of the items of an array.
[[nodiscard]] inline ValueType item_type(ValueType type) noexcept {
    return static_cast<ValueType>(static_cast<std::uint8_t>(type) & ~unsigned{kArrayBit});
}

/// A fragment: an instance of a template with its values. One that is written out in full becomes
/// one too: its structure is the template, its texts are the values (strings). So everything that
/// is done once per template is done once per structure there.
struct Part {
    const Template* compiled = nullptr;
    std::uint32_t first_slot = 0;
    std::uint32_t slot_count = 0;
};

/// A record taken apart without copying or rendering anything. Valid until the next parse.
class Document {
public:
    explicit Document(ChunkTables& tables) : tables_(tables) {}

    /// Parts of the BinXML at `position`; parts()[0] is the record. False when it is damaged.
    bool parse(std::size_t position, std::size_t size);

    [[nodiscard]] Bytes chunk() const noexcept { return tables_.chunk(); }
    [[nodiscard]] const std::vector<Part>& parts() const noexcept { return parts_; }
    [[nodiscard]] std::span<const Slot> slots(const Part& part) const noexcept {
        return std::span(slots_).subspan(part.first_slot, part.slot_count);
    }
    [[nodiscard]] Value value(const Slot& slot) const noexcept {
        return {slot.type, chunk().subspan(slot.position, slot.size)};
    }

private:
    class OpenWalk;

    std::optional<std::uint32_t> fragment(std::size_t position, std::size_t size,
                                          std::size_t depth);
    bool instance(Cursor& in, Part& part, std::size_t depth);
    bool values(Cursor& in, Part& part, std::size_t depth);
    bool written_out(Cursor& in, const Part& first, Part& part, std::size_t depth);

    ChunkTables& tables_;
    std::vector<Part> parts_;
    std::vector<Slot> slots_;
    Writer canonical_;
    std::vector<Slot> spare_slots_;
};

}  // namespace xiezhi::evtx
