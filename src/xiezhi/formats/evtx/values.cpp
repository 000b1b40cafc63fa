#include "xiezhi/formats/evtx/values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <utility>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/text.h"
#include "xiezhi/formats/evtx/digits.h"

namespace xiezhi::evtx {
namespace {

constexpr std::size_t kScalarMax = 64;  // no scalar but a SID is longer
constexpr std::size_t kGuidSize = 16;

Value view(Bytes chunk, const Slot& slot) {
    return {slot.type, chunk.subspan(slot.position, slot.size)};
}

/// evtx_dump: shortest text that reads back, with a digit behind the point; a string in JSON.
void write_float(Writer& out, double value, bool single) {
    std::array<char, kScalarMax> room{};
    if (std::isnan(value)) return out.put("NaN");
    if (std::isinf(value)) return out.put(value < 0 ? "-inf" : "inf");
    const auto end =
        single ? fmt::format_to_n(room.data(), room.size(), "{}", static_cast<float>(value))
               : fmt::format_to_n(room.data(), room.size(), "{}", value);
    const std::string_view text(room.data(), std::min(end.size, room.size()));
    out.put(text);
    if (text.find_first_of(".e") == std::string_view::npos) out.put(".0");
}

bool write_guid(Writer& out, Bytes bytes, const digits::HexTable& table, bool braces) {
    if (bytes.size() != kGuidSize) return false;
    Room room;
    digits::set_guid(room, 1, bytes, table);
    room[0] = '{';
    room[37] = '}';
    const std::size_t first = braces ? 0 : 1;
    out.put32(&room[first], 32);
    out.put16(&room[first + 32], braces ? 6 : 4);
    return true;
}

/// Beyond the year 9999 the raw ticks.
bool write_time(Writer& out, Bytes bytes, std::size_t digits) {
    if (bytes.size() != 8) return false;
    const FileTime time{load_le<std::uint64_t>(bytes, 0)};
    if (!digits::has_iso_text(time)) {
        write_decimal(out, time.ticks);
        return true;
    }
    Room room;
    out.put32(room.data(), digits::set_time(room, 0, time, digits));
    return true;
}

/// Everything that is no text: at most a few dozen bytes, none of which needs an escape.
/// False when the value does not fit its type.
bool write_scalar_json(Writer& out, const Value& value) {
    const Bytes b = value.bytes;
    switch (value.type) {
        case ValueType::Guid:
            return write_guid(out, b, digits::kUpperHex, false);
        case ValueType::FileTime:
            return write_time(out, b, 6);
        case ValueType::SystemTime:
            return b.size() == 16 && write_system_time(out, b, 6);
        case ValueType::Float:
            if (b.size() != 4) return false;
            write_float(out, std::bit_cast<float>(load_le<std::uint32_t>(b, 0)), true);
            return true;
        case ValueType::Double:
            if (b.size() != 8) return false;
            write_float(out, std::bit_cast<double>(load_le<std::uint64_t>(b, 0)), false);
            return true;
        default:
            return false;
    }
}

bool write_scalar(Writer& out, const Value& value) {
    const Bytes b = value.bytes;
    switch (value.type) {
        case ValueType::Guid:
            return write_guid(out, b, digits::kLowerHex, true);
        case ValueType::FileTime:
            return write_time(out, b, 7);
        case ValueType::SystemTime:
            return b.size() == 16 && write_system_time(out, b, 3);
        default:
            return false;
    }
}

/// Integers, bool, hex and SID: the same in both renderings.
bool write_common(Writer& out, const Value& value) {
    const Bytes b = value.bytes;
    switch (value.type) {
        case ValueType::Sid:
            return write_sid(out, b);
        case ValueType::UInt8:
            if (b.size() != 1) break;
            write_decimal(out, load_le<std::uint8_t>(b, 0));
            return true;
        case ValueType::UInt16:
            if (b.size() != 2) break;
            write_decimal(out, load_le<std::uint16_t>(b, 0));
            return true;
        case ValueType::UInt32:
            if (b.size() != 4) break;
            write_decimal(out, load_le<std::uint32_t>(b, 0));
            return true;
        case ValueType::HexInt32:
            if (b.size() != 4) break;
            write_hex(out, load_le<std::uint32_t>(b, 0));
            return true;
        case ValueType::HexInt64:
            if (b.size() != 8) break;
            write_hex(out, load_le<std::uint64_t>(b, 0));
            return true;
        default:
            break;
    }
    const Integer number = as_integer(value);
    if (!number.valid) return false;
    if (value.type == ValueType::Bool) {
        out.put(number.magnitude != 0 ? "true" : "false");
    } else if (value.type == ValueType::SizeT || value.type == ValueType::HexInt32 ||
               value.type == ValueType::HexInt64) {
        write_hex(out, number.magnitude);
    } else {
        if (number.negative) out.put('-');
        write_decimal(out, number.magnitude);
    }
    return true;
}

void write_bytes(Writer& out, Bytes bytes) {
    out.reserve(2 * bytes.size());
    while (!bytes.empty()) {
        const Bytes part = bytes.first(std::min<std::size_t>(bytes.size(), 16));
        bytes = bytes.subspan(part.size());
        Room room;
        std::size_t end = 0;
        for (const std::byte b : part) {
            std::memcpy(&room[end], &digits::kUpperHex.digits[2 * std::to_integer<std::size_t>(b)],
                        2);
            end += 2;
        }
        out.put32(room.data(), end);
    }
}

void write_any(Writer& out, const Value& value, Escape escape) {
    if (value.bytes.size() > 8 + 4 * 255) return write_bytes(out, value.bytes);  // no scalar
    out.reserve(kScalarMax + 3 * value.bytes.size());
    const std::size_t start = out.size();
    if (write_common(out, value)) return;
    const bool done =
        escape == Escape::Json ? write_scalar_json(out, value) : write_scalar(out, value);
    if (done) return;
    if (value.type == ValueType::Float || value.type == ValueType::Double) {
        std::string text;
        append_text(text, value);
        out.reserve(text.size());
        return out.put(text);
    }
    out.truncate(start);
    write_bytes(out, value.bytes);
}

/// JSON numbers and booleans stand bare.
bool is_bare(ValueType type) {
    return (type >= ValueType::Int8 && type <= ValueType::UInt64) || type == ValueType::Bool;
}

}  // namespace

std::size_t fixed_size(ValueType type) noexcept {
    switch (type) {
        case ValueType::Int8:
        case ValueType::UInt8:
            return 1;
        case ValueType::Int16:
        case ValueType::UInt16:
            return 2;
        case ValueType::Int32:
        case ValueType::UInt32:
        case ValueType::Float:
        case ValueType::Bool:
        case ValueType::HexInt32:
            return 4;
        case ValueType::Int64:
        case ValueType::UInt64:
        case ValueType::Double:
        case ValueType::FileTime:
        case ValueType::HexInt64:
        case ValueType::EvtHandle:
            return 8;
        case ValueType::Guid:
        case ValueType::SystemTime:
            return 16;
        default:
            return 0;
    }
}

std::size_t item_size(ValueType type, Bytes rest, std::size_t array_size) noexcept {
    std::size_t size = fixed_size(type);
    switch (type) {
        case ValueType::String: {
            const Bytes text = until_nul(rest);
            return std::min(text.size() + 2, rest.size());
        }
        case ValueType::AnsiString: {
            std::size_t length = 0;
            while (length < rest.size() && rest[length] != std::byte{0}) ++length;
            return std::min(length + 1, rest.size());
        }
        case ValueType::Sid:
            size = rest.size() < 2 ? 0 : 8 + 4 * std::to_integer<std::size_t>(rest[1]);
            break;
        case ValueType::SizeT:  // of the writing machine, which the record does not name
            size = array_size % 8 == 0 ? 8 : 4;
            break;
        default:
            if (size == 0) size = rest.size();  // no such array is known: one item
            break;
    }
    return size <= rest.size() ? size : 0;
}

void write_text(Writer& out, Bytes chunk, const Slot& slot, Escape escape) {
    if (is_array(slot.type)) {
        bool first = true;
        for_each_item(chunk, slot, [&](const Slot& item) {
            out.reserve(2);
            if (!std::exchange(first, false)) out.put(", ");
            write_text(out, chunk, item, escape);
        });
        return;
    }
    switch (slot.type) {
        case ValueType::Null:
            return;
        case ValueType::String:
            return write_utf16(out, chunk.subspan(slot.position), slot.size, escape);
        case ValueType::AnsiString:
            return write_ansi(out, view(chunk, slot).bytes, escape);
        default:
            return write_any(out, view(chunk, slot), escape);
    }
}

namespace {

void put_number(Writer& out, std::uint64_t value) {
    Room room;
    room[20] = ',';
    const std::size_t start = digits::set_decimal(room, 20, value);
    out.put32(&room[start], 21 - start);
}

void put_hex(Writer& out, std::uint64_t value) {
    Room room;
    room[20] = '"';
    room[21] = ',';
    std::size_t start = digits::set_hex(room, 20, value);
    room[--start] = '"';
    out.put32(&room[start], 22 - start);
}

/// The types that fill most logs, each in one go; false for all others and for odd sizes.
bool write_common_json(Writer& out, Bytes chunk, const Slot& slot) {
    const Bytes b = chunk.subspan(slot.position, slot.size);
    switch (slot.type) {
        case ValueType::UInt8:
            if (b.size() != 1) return false;
            put_number(out, load_le<std::uint8_t>(b, 0));
            return true;
        case ValueType::UInt16:
            if (b.size() != 2) return false;
            put_number(out, load_le<std::uint16_t>(b, 0));
            return true;
        case ValueType::UInt32:
            if (b.size() != 4) return false;
            put_number(out, load_le<std::uint32_t>(b, 0));
            return true;
        case ValueType::UInt64:
            if (b.size() != 8) return false;
            put_number(out, load_le<std::uint64_t>(b, 0));
            return true;
        case ValueType::HexInt32:
            if (b.size() != 4) return false;
            put_hex(out, load_le<std::uint32_t>(b, 0));
            return true;
        case ValueType::HexInt64:
            if (b.size() != 8) return false;
            put_hex(out, load_le<std::uint64_t>(b, 0));
            return true;
        case ValueType::Guid: {
            if (b.size() != kGuidSize) return false;
            Room room;
            room[0] = '"';
            digits::set_guid(room, 1, b, digits::kUpperHex);
            room[37] = '"';
            room[38] = ',';
            out.put32(room.data(), 32);
            out.put16(&room[32], 7);
            return true;
        }
        case ValueType::FileTime: {
            if (b.size() != 8) return false;
            const FileTime time{load_le<std::uint64_t>(b, 0)};
            if (!digits::has_iso_text(time)) return false;
            Room room;
            room[0] = '"';
            const std::size_t end = digits::set_time(room, 1, time, 6);
            room[end] = '"';
            room[end + 1] = ',';
            out.put32(room.data(), end + 2);
            return true;
        }
        default:
            return false;
    }
}

}  // namespace

void write_json(Writer& out, Bytes chunk, const Slot& slot) {
    out.reserve(kScalarMax);
    if (slot.type == ValueType::String) {
        out.put('"');
        write_utf16(out, chunk.subspan(slot.position), slot.size, Escape::Json);
        return out.put("\",");
    }
    if (slot.type == ValueType::Null) return out.put("null,");
    if (write_common_json(out, chunk, slot)) return;
    const Value value = view(chunk, slot);
    if (is_bare(slot.type)) {
        const std::size_t start = out.size();
        if (write_common(out, value)) return out.put(',');
        out.truncate(start);
    }
    out.put('"');
    if (slot.type == ValueType::AnsiString) {
        write_ansi(out, value.bytes, Escape::Json);
    } else {
        write_any(out, value, Escape::Json);
    }
    out.reserve(2);
    out.put("\",");
}

}  // namespace xiezhi::evtx
