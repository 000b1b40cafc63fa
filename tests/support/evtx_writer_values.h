#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/base/time.h"
#include "xiezhi/base/value.h"

namespace xiezhi::testing {

/// A BinXML value on its way into a log: type, whether it is an array, and the bytes as they will
/// stand in the record. Any combination can be made, also ones that Windows never writes.
struct EvtxValue {
    ValueType type = ValueType::Null;
    bool array = false;
    std::vector<std::byte> bytes;

    EvtxValue() = default;
    EvtxValue(ValueType value_type, std::vector<std::byte> value_bytes, bool is_array = false)
        : type(value_type), array(is_array), bytes(std::move(value_bytes)) {}

    // Fields of events read like a table: {"TargetUserName", "admin"}, {"LogonType", 3U}.
    // NOLINTBEGIN(google-explicit-constructor)
    EvtxValue(std::string_view utf8);
    EvtxValue(const char* utf8) : EvtxValue(std::string_view(utf8)) {}
    EvtxValue(const std::string& utf8) : EvtxValue(std::string_view(utf8)) {}
    EvtxValue(std::uint32_t number);
    EvtxValue(FileTime time);
    // NOLINTEND(google-explicit-constructor)
};

/// One value of each type. Texts are UTF-8; what a text form does not say is zero.
namespace evtx {
[[nodiscard]] EvtxValue null(std::size_t size = 0);  // Windows writes some with a size
[[nodiscard]] EvtxValue text(std::string_view utf8, bool with_nul = false);
[[nodiscard]] EvtxValue ansi(std::string_view bytes);
/// Any of the integer types, Bool, SizeT, HexInt32 and HexInt64, in `width` bytes little-endian.
[[nodiscard]] EvtxValue integer(ValueType type, std::uint64_t value);
[[nodiscard]] EvtxValue integer(ValueType type, std::uint64_t value, std::size_t width);
[[nodiscard]] EvtxValue u16(std::uint16_t value);
[[nodiscard]] EvtxValue u64(std::uint64_t value);
[[nodiscard]] EvtxValue hex32(std::uint32_t value);
[[nodiscard]] EvtxValue hex64(std::uint64_t value);
[[nodiscard]] EvtxValue boolean(bool value);
[[nodiscard]] EvtxValue float32(float value);
[[nodiscard]] EvtxValue float64(double value);
[[nodiscard]] EvtxValue binary(std::vector<std::byte> bytes);
[[nodiscard]] EvtxValue guid(std::string_view text);  // with or without braces
[[nodiscard]] EvtxValue sid(std::string_view text);   // S-1-5-21-…
/// year, month, weekday, day, hour, minute, second, millisecond
[[nodiscard]] EvtxValue system_time(const std::vector<std::uint16_t>& parts);
/// All items must have the same type; strings are ended by NUL each.
[[nodiscard]] EvtxValue array(const std::vector<EvtxValue>& items);
}  // namespace evtx

/// Appends an integer little-endian, in its own or in `width` bytes.
void append_le(std::vector<std::byte>& out, std::uint64_t value, std::size_t width);

/// zlib's CRC-32 (reflected, start and end FFFFFFFF), as the checksums of a log use it.
[[nodiscard]] std::uint32_t crc32(Bytes bytes, std::uint32_t before = 0) noexcept;

}  // namespace xiezhi::testing
