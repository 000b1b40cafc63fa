#include "xiezhi/formats/evtx/escape.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <array>
#include <bit>

#include "xiezhi/base/ascii_block.h"
#include "xiezhi/base/cursor.h"
#include "xiezhi/base/text.h"
#include "xiezhi/base/value.h"

namespace xiezhi::evtx {
namespace {

constexpr char32_t kReplacement = 0xfffd;
constexpr std::size_t kEscapedMax = 6;  // bytes one unit can become: \u001f, &quot;

void write_json_ascii(Writer& out, char c) {
    constexpr std::string_view kHex = "0123456789abcdef";
    switch (c) {
        case '"':
            return out.put("\\\"");
        case '\\':
            return out.put("\\\\");
        case '\n':
            return out.put("\\n");
        case '\r':
            return out.put("\\r");
        case '\t':
            return out.put("\\t");
        case '\b':
            return out.put("\\b");
        case '\f':
            return out.put("\\f");
        default:
            break;
    }
    const auto value = static_cast<unsigned char>(c);
    if (value >= 0x20) return out.put(c);
    out.put("\\u00");
    out.put(kHex[value >> 4U]);
    out.put(kHex[value & 0xfU]);
}

void write_xml_ascii(Writer& out, char c) {
    switch (c) {
        case '&':
            return out.put("&amp;");
        case '<':
            return out.put("&lt;");
        case '>':
            return out.put("&gt;");
        case '"':
            return out.put("&quot;");
        case '\r':
            return out.put("&#13;");  // a bare one would be read as a line feed
        case '\n':
        case '\t':
            return out.put(c);
        default:
            break;
    }
    if (static_cast<unsigned char>(c) < 0x20) return out.put("\xef\xbf\xbd");
    out.put(c);
}

void write_ascii(Writer& out, char c, Escape escape) {
    if (escape == Escape::Json) return write_json_ascii(out, c);
    write_xml_ascii(out, c);
}

void write_wide(Writer& out, char32_t c) {
    const auto push = [&](char32_t byte) { out.put(static_cast<char>(byte)); };
    if (c < 0x800) {
        push(0xc0 | (c >> 6U));
    } else {
        if (c < 0x10000) {
            push(0xe0 | (c >> 12U));
        } else {
            push(0xf0 | (c >> 18U));
            push(0x80 | ((c >> 12U) & 0x3fU));
        }
        push(0x80 | ((c >> 6U) & 0x3fU));
    }
    push(0x80 | (c & 0x3fU));
}

/// Writes up to `units` units one by one, beginning at `position`; false at a NUL. A surrogate pair
/// that begins inside is written whole.
bool write_units(Writer& out, Bytes text, std::size_t& position, std::size_t units, Escape escape) {
    const std::size_t end = std::min(position + 2 * units, text.size() & ~std::size_t{1});
    while (position < end) {
        const char32_t unit = load_le<std::uint16_t>(text, position);
        position += 2;
        if (unit == 0) return false;
        if (unit < 0x80) {
            write_ascii(out, static_cast<char>(unit), escape);
        } else if (unit < 0xd800 || unit >= 0xe000) {
            write_code_point(out, unit, escape);
        } else {
            const char32_t low =
                position + 2 <= text.size() ? load_le<std::uint16_t>(text, position) : 0;
            if (unit < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
                position += 2;
                write_wide(out, 0x10000 + ((unit - 0xd800) << 10U) + (low - 0xdc00));
            } else {
                write_wide(out, kReplacement);
            }
        }
    }
    return true;
}

#if defined(__SSE2__)

__m128i load16(Bytes bytes, std::size_t position) {
    __m128i value;
    std::memcpy(&value, &bytes[position], sizeof(value));
    return value;
}

unsigned mask_of(__m128i value) {
    return static_cast<unsigned>(_mm_movemask_epi8(value));
}

/// Bits of the bytes that cannot be copied as they are; a NUL is one of them.
template <Escape kEscape>
unsigned escapes(__m128i ascii) {
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(ascii, _mm_set1_epi8(0x1f)), ascii);
    const __m128i quote = _mm_cmpeq_epi8(ascii, _mm_set1_epi8('"'));
    __m128i hits = _mm_or_si128(control, quote);
    if constexpr (kEscape == Escape::Json) {
        hits = _mm_or_si128(hits, _mm_cmpeq_epi8(ascii, _mm_set1_epi8('\\')));
    } else {
        hits = _mm_or_si128(hits, _mm_cmpeq_epi8(ascii, _mm_set1_epi8('&')));
        hits = _mm_or_si128(hits, _mm_cmpeq_epi8(ascii, _mm_set1_epi8('<')));
        hits = _mm_or_si128(hits, _mm_cmpeq_epi8(ascii, _mm_set1_epi8('>')));
    }
    return mask_of(hits);
}

/// Copies `count` of the 16 bytes, escaping those of `hits`; false at a NUL.
template <Escape kEscape>
bool write_with_escapes(Writer& out, __m128i ascii, unsigned hits, std::size_t count) {
    std::array<char, 32> bytes{};  // so that 16 bytes can be taken from any of them
    std::memcpy(bytes.data(), &ascii, sizeof(ascii));
    std::size_t done = 0;
    for (; hits != 0; hits &= hits - 1) {
        const auto at = static_cast<std::size_t>(std::countr_zero(hits));
        out.put16(&bytes[done], at - done);
        const char c = bytes[at];
        if (c == '\0') return false;
        if (kEscape == Escape::Json && c == '\\') {
            out.put('\\');
            out.put('\\');
        } else {
            write_ascii(out, c, kEscape);
        }
        done = at + 1;
    }
    out.put16(&bytes[done], count - done);
    return true;
}

template <Escape kEscape>
void write_fast(Writer& out, Bytes window, std::size_t size) {
    const Bytes text = window.first(size);
    const __m128i wide = _mm_set1_epi16(static_cast<short>(0xff80));
    for (std::size_t position = 0; position + 1 < size;) {
        const std::size_t units = std::min<std::size_t>((size - position) / 2, 16);
        if (window.size() - position < 32) {
            write_units(out, text, position, units, kEscape);  // at the very end of the chunk
            continue;
        }
        const __m128i low = load16(window, position);
        const __m128i high = load16(window, position + 16);
        const unsigned used = 0xffffU >> (16 - units);
        const __m128i zero = _mm_setzero_si128();
        const __m128i plain = _mm_packs_epi16(_mm_cmpeq_epi16(_mm_and_si128(low, wide), zero),
                                              _mm_cmpeq_epi16(_mm_and_si128(high, wide), zero));
        if ((~mask_of(plain) & used) != 0) {
            if (!write_units(out, text, position, units, kEscape)) return;
            continue;
        }
        const __m128i ascii = _mm_packus_epi16(low, high);
        const unsigned hits = escapes<kEscape>(ascii) & used;
        if (hits == 0) {
            out.put16(&ascii, units);
        } else if (!write_with_escapes<kEscape>(out, ascii, hits, units)) {
            return;
        }
        position += 2 * units;
    }
}

/// Whether up to 16 bytes were written as they are: ASCII with nothing to escape and no NUL.
bool write_plain(Writer& out, Bytes bytes, Escape escape) {
    AsciiBlock block;
    if (!copy_ascii(bytes, block)) return false;
    const __m128i ascii = std::bit_cast<__m128i>(block);
    const unsigned hits =
        escape == Escape::Json ? escapes<Escape::Json>(ascii) : escapes<Escape::Xml>(ascii);
    if ((hits & (0xffffU >> (16 - bytes.size()))) != 0) return false;
    out.put16(block.data(), bytes.size());
    return true;
}

#else

bool write_plain(Writer& /*out*/, Bytes /*bytes*/, Escape /*escape*/) {
    return false;
}

#endif

}  // namespace

void write_code_point(Writer& out, char32_t code_point, Escape escape) {
    if (code_point < 0x80) return write_ascii(out, static_cast<char>(code_point), escape);
    // Not characters of XML 1.0.
    if (escape == Escape::Xml && (code_point == 0xfffe || code_point == 0xffff)) {
        code_point = kReplacement;
    }
    if (code_point >= 0xd800 && code_point < 0xe000) code_point = kReplacement;
    write_wide(out, code_point);
}

void write_utf16_plain(Writer& out, Bytes text, Escape escape) {
    out.reserve(kEscapedMax * text.size() / 2);
    std::size_t position = 0;
    while (position + 1 < text.size() && write_units(out, text, position, 1, escape)) continue;
}

void write_utf16(Writer& out, Bytes window, std::size_t size, Escape escape) {
#if defined(__SSE2__)
    out.reserve(kEscapedMax * size / 2);
    if (escape == Escape::Json) return write_fast<Escape::Json>(out, window, size);
    write_fast<Escape::Xml>(out, window, size);
#else
    write_utf16_plain(out, window.first(size), escape);
#endif
}

void write_ansi(Writer& out, Bytes bytes, Escape escape) {
    out.reserve(kEscapedMax * bytes.size());
    while (!bytes.empty()) {
        const Bytes part = bytes.first(std::min(bytes.size(), kAsciiBlock));
        bytes = bytes.subspan(part.size());
        if (write_plain(out, part, escape)) continue;
        for (const std::byte b : part) {
            if (b == std::byte{0}) continue;
            write_code_point(out, windows_1252(std::to_integer<std::uint8_t>(b)), escape);
        }
    }
}

void write_utf8(Writer& out, std::string_view text, Escape escape) {
    out.reserve(kEscapedMax * text.size());
    for (std::size_t position = 0; position < text.size();) {
        write_code_point(out, next_code_point(text, position), escape);
    }
}

}  // namespace xiezhi::evtx
