#pragma once

#include "xiezhi/base/value.h"
#include "xiezhi/formats/evtx/document.h"
#include "xiezhi/formats/evtx/escape.h"

namespace xiezhi::evtx {

/// A value's text as Windows renders it (XML) or as evtx_dump does (JSON): they differ in GUIDs,
/// times and floats. Escaped, without quotes; nothing for NULL.
void write_text(Writer& out, Bytes chunk, const Slot& slot, Escape escape);

/// A JSON value and a ',': number, true/false, string; null for NULL.
void write_json(Writer& out, Bytes chunk, const Slot& slot);

/// Calls `each(Slot)` for every item of an array, in order: strings end with NUL, others have the
/// size of their type. Bytes that do not fill an item are left out.
template <class Each>
void for_each_item(Bytes chunk, const Slot& array, const Each& each);

[[nodiscard]] std::size_t fixed_size(ValueType type) noexcept;
/// Size of the item at the front of `rest`, or 0 when no whole item is left.
[[nodiscard]] std::size_t item_size(ValueType type, Bytes rest, std::size_t array_size) noexcept;

template <class Each>
void for_each_item(Bytes chunk, const Slot& array, const Each& each) {
    const auto type = static_cast<ValueType>(static_cast<std::uint8_t>(array.type) & ~kArrayBit);
    std::size_t position = array.position;
    const std::size_t end = position + array.size;
    while (position < end) {
        const std::size_t size =
            item_size(type, chunk.subspan(position, end - position), array.size);
        if (size == 0) return;
        each(Slot{static_cast<std::uint32_t>(position), static_cast<std::uint16_t>(size), type,
                  Slot::kNoPart});
        position += size;
    }
}

}  // namespace xiezhi::evtx
