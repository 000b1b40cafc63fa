#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "xiezhi/base/bytes.h"
#include "xiezhi/base/record_sink.h"

namespace xiezhi::wmi {

/// CIM types ([MS-WMIO] 2.2.82) of a property or qualifier.
enum class CimType : std::uint8_t {
    Int16 = 0x02,
    Int32 = 0x03,
    Real32 = 0x04,
    Real64 = 0x05,
    String = 0x08,
    Boolean = 0x0b,
    Object = 0x0d,
    Int8 = 0x10,
    UInt8 = 0x11,
    UInt16 = 0x12,
    UInt32 = 0x13,
    Int64 = 0x14,
    UInt64 = 0x15,
    DateTime = 0x65,
    Reference = 0x66,
    Char16 = 0x67,
};

struct TypeOf {
    CimType type = CimType::String;
    bool array = false;
    bool operator==(const TypeOf&) const = default;
};

/// From the 32 bits of the file; nothing when the type is not known.
[[nodiscard]] std::optional<TypeOf> type_of(std::uint32_t bits);
/// As in MOF: `uint8`, `string` …
[[nodiscard]] std::string_view type_name(CimType type) noexcept;
/// Bytes of a value in a table: texts, objects and arrays are offsets into a heap.
[[nodiscard]] std::size_t stored_size(const TypeOf& type) noexcept;

/// An embedded object as stored ([MS-WMIO] 2.2.3), not decoded.
struct ObjectBytes {
    std::vector<std::byte> bytes;
    bool operator==(const ObjectBytes&) const = default;
};

using Scalar = std::variant<bool, std::uint64_t, std::int64_t, double, std::string, ObjectBytes>;
using Value = std::variant<std::monostate, Scalar, std::vector<Scalar>>;  // monostate: null

/// The part of a record where texts, arrays and objects stand. Gives out four times its size at
/// most: real records name each text about once, hostile ones one long text a million times.
class Heap {
public:
    explicit Heap(Bytes bytes = {}) noexcept
        : bytes_(bytes), left_(4 * bytes.size() + kSpareBytes) {}

    /// A flag (0 one byte a character, 1 UTF-16) and NUL-terminated text. With the highest bit set
    /// the offset is a word of the format's dictionary ([MS-WMIO] 2.2.80). Nothing: beyond the end.
    [[nodiscard]] std::optional<std::string> text(std::uint32_t offset) const;

    /// What `stored` (see stored_size) stands for.
    [[nodiscard]] std::optional<Value> value(const TypeOf& type, Bytes stored) const;

    [[nodiscard]] Bytes bytes() const noexcept { return bytes_; }

private:
    [[nodiscard]] std::optional<Scalar> scalar(CimType type, Bytes stored) const;
    [[nodiscard]] std::optional<Value> array(CimType type, std::uint32_t offset) const;

    [[nodiscard]] bool take(std::size_t size) const noexcept;

    static constexpr std::size_t kSpareBytes = 4096;
    Bytes bytes_;
    mutable std::size_t left_;
};

/// As a field of a record; null is left out. Byte arrays are hex, or a SID where they are one.
void write_value(RecordSink& sink, std::string_view name, const Value& value, const TypeOf& type);

/// The SID that a byte array holds; empty when it is none.
[[nodiscard]] std::string sid_text(const Value& value);

}  // namespace xiezhi::wmi
