#pragma once

#include "xiezhi/base/bytes.h"
#include "xiezhi/formats/evtx/writer.h"

namespace xiezhi::evtx {

enum class Escape : std::uint8_t {
    Json,  // as RFC 8259 wants it
    Xml,   // text and attribute values alike; what XML 1.0 cannot hold becomes U+FFFD
};

/// Writes UTF-16LE up to the first NUL as escaped UTF-8. `window` begins with the text and may go
/// on behind its `size` bytes: what is readable there is read (16 units at a time) and not used.
/// Unpaired surrogates become U+FFFD.
void write_utf16(Writer& out, Bytes window, std::size_t size, Escape escape);

/// The same for one code point, and for UTF-8 (names, literal text).
void write_code_point(Writer& out, char32_t code_point, Escape escape);
void write_utf8(Writer& out, std::string_view text, Escape escape);
/// Windows-1252; every NUL is left out.
void write_ansi(Writer& out, Bytes bytes, Escape escape);

/// The slow twin of write_utf16, one unit at a time: the reference of the property test.
void write_utf16_plain(Writer& out, Bytes text, Escape escape);

}  // namespace xiezhi::evtx
