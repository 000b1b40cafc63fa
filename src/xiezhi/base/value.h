#pragma once

#include <string>

#include "xiezhi/base/bytes.h"

namespace xiezhi {

/// BinXML value types (libevtx, "Windows XML Event Log (EVTX)", "Value types"; MS-EVEN6 2.2.12),
/// plus the types that only text sources have (from 0x70).
enum class ValueType : std::uint8_t {
    Null = 0x00,
    String = 0x01,  // UTF-16LE, perhaps with a trailing NUL
    AnsiString = 0x02,
    Int8 = 0x03,
    UInt8 = 0x04,
    Int16 = 0x05,
    UInt16 = 0x06,
    Int32 = 0x07,
    UInt32 = 0x08,
    Int64 = 0x09,
    UInt64 = 0x0a,
    Float = 0x0b,
    Double = 0x0c,
    Bool = 0x0d,
    Binary = 0x0e,
    Guid = 0x0f,
    SizeT = 0x10,
    FileTime = 0x11,
    SystemTime = 0x12,
    Sid = 0x13,
    HexInt32 = 0x14,
    HexInt64 = 0x15,
    EvtHandle = 0x20,
    BinXml = 0x21,
    EvtXml = 0x23,
    Utf8 = 0x70,  // text as UTF-8: literal text of a template made of pieces, JSON strings
};

/// A typed view into bytes that somebody else holds. Valid as long as they are.
struct Value {
    ValueType type = ValueType::Null;
    Bytes bytes;
};

/// How Windows renders it (docs/formats/evtx.md, "Values"): decimal, `0x3e7`, `{guid}` in lower
/// case, `S-1-5-18`, `true`, upper-case hex for binary, ISO time with 7 digits. Appends UTF-8; a
/// NUL ends a string. A value that does not fit its type is rendered as hex.
void append_text(std::string& out, const Value& value);

/// The same text, case-folded (see text.h): what rules compare with.
void append_folded_text(std::string& out, const Value& value);

/// The value as a signed or unsigned 64-bit integer when its type is an integer, bool or hex type.
struct Integer {
    bool valid = false;
    bool negative = false;  // then `magnitude` is the two's complement absolute value
    std::uint64_t magnitude = 0;
};
[[nodiscard]] Integer as_integer(const Value& value) noexcept;

/// One byte of Windows' Western code page as a code point (unassigned ones map to themselves).
[[nodiscard]] char32_t windows_1252(std::uint8_t byte) noexcept;

/// The UTF-16LE bytes of a String up to the first NUL.
[[nodiscard]] Bytes until_nul(Bytes utf16le) noexcept;

}  // namespace xiezhi
