#include "xiezhi/base/value.h"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cmath>
#include <iterator>

#include "xiezhi/base/ascii_block.h"
#include "xiezhi/base/cursor.h"
#include "xiezhi/base/digits.h"
#include "xiezhi/base/text.h"
#include "xiezhi/base/time.h"

namespace xiezhi {
namespace {

constexpr std::size_t kGuidSize = 16;
constexpr std::size_t kSystemTimeSize = 16;
constexpr std::size_t kSidHeaderSize = 8;

auto into(std::string& out) {
    return std::back_inserter(out);
}

void append_hex(std::string& out, Bytes bytes) {
    for (const std::byte b : bytes) {
        out += digits::kUpperHex.pair(std::to_integer<std::uint8_t>(b));
    }
}

void append_decimal(std::string& out, std::uint64_t number, std::string_view before = {}) {
    digits::Room room;
    const std::size_t start = digits::set_decimal(room, room.size(), number);
    out.append(before).append(&room[start], room.size() - start);
}

void append_guid(std::string& out, Bytes bytes) {
    constexpr std::size_t kGuidText = 38;
    digits::Room room;
    room[0] = '{';
    digits::set_guid(room, 1, bytes, digits::kLowerHex);
    room[kGuidText - 1] = '}';
    out.append(room.data(), kGuidText);
}

/// MS-DTYP 2.4.2.1: an authority of 2^32 or more is written in hex.
bool append_sid(std::string& out, Bytes bytes) {
    Cursor in(bytes);
    const unsigned revision = in.read<std::uint8_t>();
    const unsigned count = in.read<std::uint8_t>();
    std::uint64_t authority = 0;
    for (int i = 0; i < 6; ++i) authority = authority << 8U | in.read<std::uint8_t>();
    if (!in.ok() || in.remaining() < 4 * std::size_t{count}) return false;
    if (authority >> 32U) {
        fmt::format_to(into(out), "S-{}-0x{:012x}", revision, authority);
    } else {
        append_decimal(out, revision, "S-");
        append_decimal(out, authority, "-");
    }
    for (unsigned i = 0; i < count; ++i) append_decimal(out, in.read<std::uint32_t>(), "-");
    return true;
}

bool append_system_time(std::string& out, Bytes bytes) {
    Cursor in(bytes);
    unsigned part[8];
    for (unsigned& p : part) p = in.read<std::uint16_t>();
    if (!in.ok()) return false;
    fmt::format_to(into(out), "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", part[0], part[1],
                   part[3], part[4], part[5], part[6], part[7]);
    return true;
}

/// The UCRT's and msvcrt's %g agree but for these three words of old builds.
void append_float(std::string& out, double value) {
    if (std::isnan(value)) {
        out += "-1.#IND";
    } else if (std::isinf(value)) {
        out += value < 0 ? "-1.#INF" : "1.#INF";
    } else {
        fmt::format_to(into(out), "{:g}", value);
    }
}

void append_ansi(std::string& out, Bytes bytes) {
    for (const std::byte b : bytes) {
        if (b == std::byte{0}) continue;
        append_code_point(out, windows_1252(std::to_integer<std::uint8_t>(b)));
    }
}

void append_integer(std::string& out, const Integer& number) {
    append_decimal(out, number.magnitude, number.negative ? "-" : "");
}

std::uint64_t load_any(Bytes bytes) {
    switch (bytes.size()) {
        case 1:
            return load_le<std::uint8_t>(bytes, 0);
        case 2:
            return load_le<std::uint16_t>(bytes, 0);
        case 4:
            return load_le<std::uint32_t>(bytes, 0);
        default:
            return load_le<std::uint64_t>(bytes, 0);
    }
}

Integer from_signed(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    return {true, value < 0, value < 0 ? ~bits + 1 : bits};
}

/// A NUL ends the text: cheaper found in UTF-8 than in UTF-16 before.
void append_string(std::string& out, Bytes utf16le) {
    const std::size_t begin = out.size();
    append_utf8(out, utf16le);
    const std::size_t end = out.find('\0', begin);
    if (end != std::string::npos) out.resize(end);
}

}  // namespace

char32_t windows_1252(std::uint8_t byte) noexcept {
    static constexpr std::array<char16_t, 32> kHigh = {
        0x20ac, 0x81,   0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x8d,   0x017d, 0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,   0x017e, 0x0178};
    return byte >= 0x80 && byte < 0xa0 ? kHigh[byte - 0x80] : byte;
}

Bytes until_nul(Bytes utf16le) noexcept {
    constexpr std::size_t kBlock = 2 * kAsciiBlock;
    std::size_t begin = 0;
    while (utf16le.size() - begin >= kBlock && !block_has_nul(utf16le.subspan(begin)))
        begin += kBlock;
    for (std::size_t i = begin; i + 1 < utf16le.size(); i += 2) {
        if (utf16le[i] == std::byte{0} && utf16le[i + 1] == std::byte{0}) return utf16le.first(i);
    }
    return utf16le;
}

Integer as_integer(const Value& value) noexcept {
    const Bytes b = value.bytes;
    switch (value.type) {
        case ValueType::Int8:
            if (b.size() == 1)
                return from_signed(std::bit_cast<std::int8_t>(load_le<std::uint8_t>(b, 0)));
            break;
        case ValueType::Int16:
            if (b.size() == 2)
                return from_signed(std::bit_cast<std::int16_t>(load_le<std::uint16_t>(b, 0)));
            break;
        case ValueType::Int32:
            if (b.size() == 4)
                return from_signed(std::bit_cast<std::int32_t>(load_le<std::uint32_t>(b, 0)));
            break;
        case ValueType::Int64:
            if (b.size() == 8)
                return from_signed(std::bit_cast<std::int64_t>(load_le<std::uint64_t>(b, 0)));
            break;
        case ValueType::UInt8:
        case ValueType::UInt16:
        case ValueType::UInt32:
        case ValueType::UInt64:
        case ValueType::HexInt32:
        case ValueType::HexInt64:
        case ValueType::SizeT:
        case ValueType::Bool:
            if (b.size() == 1 || b.size() == 2 || b.size() == 4 || b.size() == 8) {
                return {true, false, load_any(b)};
            }
            break;
        default:
            break;
    }
    return {};
}

void append_text(std::string& out, const Value& value) {
    const Bytes b = value.bytes;
    if (value.type == ValueType::String) return append_string(out, b);
    const Integer number = as_integer(value);
    switch (value.type) {
        case ValueType::Null:
        case ValueType::String:
            return;
        case ValueType::Utf8:
            out += as_text(b);
            return;
        case ValueType::AnsiString:
            append_ansi(out, b);
            return;
        case ValueType::Float:
            if (b.size() == 4)
                return append_float(out, std::bit_cast<float>(load_le<std::uint32_t>(b, 0)));
            break;
        case ValueType::Double:
            if (b.size() == 8)
                return append_float(out, std::bit_cast<double>(load_le<std::uint64_t>(b, 0)));
            break;
        case ValueType::Guid:
            if (b.size() == kGuidSize) return append_guid(out, b);
            break;
        case ValueType::FileTime:
            if (b.size() == 8) return append_iso(out, FileTime{load_le<std::uint64_t>(b, 0)}, 7);
            break;
        case ValueType::SystemTime:
            if (b.size() == kSystemTimeSize && append_system_time(out, b)) return;
            break;
        case ValueType::Sid:
            if (b.size() >= kSidHeaderSize && append_sid(out, b)) return;
            break;
        case ValueType::Bool:
            if (number.valid) {
                out += number.magnitude != 0 ? "true" : "false";
                return;
            }
            break;
        case ValueType::SizeT:
        case ValueType::HexInt32:
        case ValueType::HexInt64:
            if (number.valid) {
                digits::Room room;
                const std::size_t start = digits::set_hex(room, room.size(), number.magnitude);
                out.append(&room[start], room.size() - start);
                return;
            }
            break;
        default:
            if (number.valid) return append_integer(out, number);
            break;
    }
    append_hex(out, b);
}

void append_folded_text(std::string& out, const Value& value) {
    if (value.type == ValueType::String) {
        append_folded(out, until_nul(value.bytes));
    } else if (value.type == ValueType::Utf8) {
        append_folded(out, as_text(value.bytes));
    } else {
        const std::size_t start = out.size();
        append_text(out, value);
        const std::string text = out.substr(start);
        out.resize(start);
        append_folded(out, std::string_view(text));
    }
}

}  // namespace xiezhi
