#include "tests/support/evtx_writer_values.h"

#include <array>
#include <bit>
#include <charconv>

#include "xiezhi/base/text.h"

namespace xiezhi::testing {
namespace {

std::vector<std::byte> utf16(std::string_view utf8, bool with_nul) {
    std::string units;
    append_utf16le(units, utf8);
    if (with_nul) units.append(2, '\0');
    const Bytes bytes = as_bytes(units);
    return {bytes.begin(), bytes.end()};
}

std::vector<std::byte> little_endian(std::uint64_t value, std::size_t width) {
    std::vector<std::byte> bytes;
    append_le(bytes, value, width);
    return bytes;
}

std::size_t integer_width(ValueType type) {
    switch (type) {
        case ValueType::Int8:
        case ValueType::UInt8:
            return 1;
        case ValueType::Int16:
        case ValueType::UInt16:
            return 2;
        case ValueType::Int64:
        case ValueType::UInt64:
        case ValueType::HexInt64:
        case ValueType::SizeT:
            return 8;
        default:
            return 4;
    }
}

std::uint64_t parse_number(std::string_view text, int base) {
    std::uint64_t value = 0;
    const std::string copy(text);
    (void)std::from_chars(std::to_address(copy.begin()), std::to_address(copy.end()), value, base);
    return value;
}

constexpr std::array<std::uint32_t, 256> kCrcTable = [] {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < table.size(); ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit) value = (value >> 1U) ^ ((value & 1U) * 0xedb88320U);
        table.at(i) = value;
    }
    return table;
}();

}  // namespace

void append_le(std::vector<std::byte>& out, std::uint64_t value, std::size_t width) {
    for (std::size_t i = 0; i < width; ++i) {
        out.push_back(static_cast<std::byte>(value >> (8 * i) & 0xffU));
    }
}

std::uint32_t crc32(Bytes bytes, std::uint32_t before) noexcept {
    std::uint32_t value = ~before;
    for (const std::byte byte : bytes) {
        value = kCrcTable[(value ^ std::to_integer<std::uint32_t>(byte)) & 0xffU] ^ (value >> 8U);
    }
    return ~value;
}

EvtxValue::EvtxValue(std::string_view utf8) : EvtxValue(evtx::text(utf8)) {}
EvtxValue::EvtxValue(std::uint32_t number) : EvtxValue(evtx::integer(ValueType::UInt32, number)) {}
EvtxValue::EvtxValue(FileTime time)
    : EvtxValue(ValueType::FileTime, little_endian(time.ticks, 8)) {}

namespace evtx {

EvtxValue null(std::size_t size) {
    return {ValueType::Null, std::vector<std::byte>(size, std::byte{0xcc})};
}

EvtxValue text(std::string_view utf8, bool with_nul) {
    return {ValueType::String, utf16(utf8, with_nul)};
}

EvtxValue ansi(std::string_view bytes) {
    const Bytes raw = as_bytes(bytes);
    return {ValueType::AnsiString, {raw.begin(), raw.end()}};
}

EvtxValue integer(ValueType type, std::uint64_t value) {
    return integer(type, value, integer_width(type));
}

EvtxValue integer(ValueType type, std::uint64_t value, std::size_t width) {
    return {type, little_endian(value, width)};
}

EvtxValue u16(std::uint16_t value) {
    return integer(ValueType::UInt16, value);
}
EvtxValue u64(std::uint64_t value) {
    return integer(ValueType::UInt64, value);
}
EvtxValue hex32(std::uint32_t value) {
    return integer(ValueType::HexInt32, value);
}
EvtxValue hex64(std::uint64_t value) {
    return integer(ValueType::HexInt64, value);
}
EvtxValue boolean(bool value) {
    return integer(ValueType::Bool, value ? 1 : 0);
}

EvtxValue float32(float value) {
    return integer(ValueType::Float, std::bit_cast<std::uint32_t>(value));
}
EvtxValue float64(double value) {
    return {ValueType::Double, little_endian(std::bit_cast<std::uint64_t>(value), 8)};
}

EvtxValue binary(std::vector<std::byte> bytes) {
    return {ValueType::Binary, std::move(bytes)};
}

EvtxValue guid(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        if (c != '{' && c != '}' && c != '-') digits.push_back(c);
    }
    digits.resize(32, '0');
    std::vector<std::byte> bytes;
    append_le(bytes, parse_number(std::string_view(digits).substr(0, 8), 16), 4);
    append_le(bytes, parse_number(std::string_view(digits).substr(8, 4), 16), 2);
    append_le(bytes, parse_number(std::string_view(digits).substr(12, 4), 16), 2);
    for (std::size_t at = 16; at < 32; at += 2) {
        append_le(bytes, parse_number(std::string_view(digits).substr(at, 2), 16), 1);
    }
    return {ValueType::Guid, std::move(bytes)};
}

EvtxValue sid(std::string_view text) {
    std::vector<std::uint64_t> numbers;
    for (std::size_t at = text.find('-'); at != std::string_view::npos; at = text.find('-')) {
        text.remove_prefix(at + 1);
        numbers.push_back(parse_number(text.substr(0, text.find('-')), 10));
    }
    numbers.resize(std::max<std::size_t>(numbers.size(), 2));
    std::vector<std::byte> bytes;
    append_le(bytes, numbers[0], 1);
    append_le(bytes, numbers.size() - 2, 1);
    for (std::size_t shift = 48; shift > 0; shift -= 8) {  // the authority alone is big-endian
        append_le(bytes, numbers[1] >> (shift - 8), 1);
    }
    for (std::size_t i = 2; i < numbers.size(); ++i) append_le(bytes, numbers[i], 4);
    return {ValueType::Sid, std::move(bytes)};
}

EvtxValue system_time(const std::vector<std::uint16_t>& parts) {
    std::vector<std::byte> bytes;
    for (const std::uint16_t part : parts) append_le(bytes, part, 2);
    return {ValueType::SystemTime, std::move(bytes)};
}

EvtxValue array(const std::vector<EvtxValue>& items) {
    EvtxValue whole(items.empty() ? ValueType::String : items.front().type, {}, true);
    for (const EvtxValue& item : items) {
        whole.bytes.insert(whole.bytes.end(), item.bytes.begin(), item.bytes.end());
        if (item.type == ValueType::String) append_le(whole.bytes, 0, 2);
        if (item.type == ValueType::AnsiString) append_le(whole.bytes, 0, 1);
    }
    return whole;
}

}  // namespace evtx
}  // namespace xiezhi::testing
