#include "xiezhi/base/text.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "xiezhi/base/ascii_block.h"
#include "xiezhi/base/cursor.h"

namespace xiezhi {
namespace {

struct FoldRun {
    char32_t first;
    char32_t last;
    char32_t step;
    std::int32_t delta;
};

constexpr FoldRun kFoldRuns[] = {
#include "xiezhi/base/fold_table.inc"
};

constexpr char32_t kReplacement = 0xfffd;

bool is_high_surrogate(char32_t unit) {
    return unit >= 0xd800 && unit < 0xdc00;
}
bool is_low_surrogate(char32_t unit) {
    return unit >= 0xdc00 && unit < 0xe000;
}

/// Calls `emit` with every code point; an unpaired surrogate comes as itself.
template <class Emit>
void each_code_point(Bytes utf16le, const Emit& emit) {
    const std::size_t count = utf16le.size() / 2;
    const auto unit_at = [&](std::size_t i) {
        return static_cast<char32_t>(std::to_integer<unsigned>(utf16le[2 * i]) |
                                     (std::to_integer<unsigned>(utf16le[2 * i + 1]) << 8U));
    };
    for (std::size_t i = 0; i < count; ++i) {
        const char32_t unit = unit_at(i);
        if (is_high_surrogate(unit) && i + 1 < count && is_low_surrogate(unit_at(i + 1))) {
            emit(0x10000 + ((unit - 0xd800) << 10U) + (unit_at(i + 1) - 0xdc00));
            ++i;
        } else {
            emit(unit);
        }
    }
}

/// Appends ASCII blocks from the front of a text and gives how many characters that were: all of
/// them, or those before the first block with another character.
template <bool kFold, std::size_t kUnitSize>
std::size_t append_ascii(std::string& out, Bytes text) {
    const std::size_t count = text.size() / kUnitSize;
    const std::size_t start = out.size();
    out.resize(start + count);
    const std::span<char> target = std::span(out).subspan(start);
    AsciiBlock block;
    for (std::size_t done = 0; done < count; done += kAsciiBlock) {
        const std::size_t size = std::min(kAsciiBlock, count - done);
        const Bytes part = text.subspan(done * kUnitSize, size * kUnitSize);
        const bool ascii = kUnitSize == 2 ? pack_ascii(part, block) : copy_ascii(part, block);
        if (!ascii) {
            out.resize(start + done);
            return done;
        }
        if (kFold) fold_ascii(block);
        std::memcpy(target.subspan(done).data(), block.data(), size);
    }
    return count;
}

/// UTF-16LE text in runs: ASCII ones by blocks, others a block's worth of code points at a time.
template <bool kFold, class Emit>
void append_runs(std::string& out, Bytes utf16le, const Emit& emit) {
    utf16le = utf16le.first(utf16le.size() / 2 * 2);
    while (true) {
        utf16le = utf16le.subspan(2 * append_ascii<kFold, 2>(out, utf16le));
        if (utf16le.empty()) return;
        std::size_t size = std::min(utf16le.size(), 2 * kAsciiBlock);
        const auto ends_high = [&] {
            return (std::to_integer<unsigned>(utf16le[size - 1]) & 0xfcU) == 0xd8;
        };
        while (size < utf16le.size() && ends_high()) size += 2;  // a pair stays together
        each_code_point(utf16le.first(size), emit);
        utf16le = utf16le.subspan(size);
    }
}

}  // namespace

char32_t fold(char32_t code_point) noexcept {
    if (code_point < 0x80) {
        return code_point >= 'A' && code_point <= 'Z' ? code_point + 32 : code_point;
    }
    const auto* run = std::ranges::upper_bound(kFoldRuns, code_point, {}, &FoldRun::first);
    if (run == std::begin(kFoldRuns)) return code_point;
    const FoldRun& found = *std::prev(run);
    if (code_point > found.last || (code_point - found.first) % found.step != 0) return code_point;
    return static_cast<char32_t>(static_cast<std::int32_t>(code_point) + found.delta);
}

void append_code_point(std::string& out, char32_t code_point) {
    const auto push = [&](char32_t byte) { out += static_cast<char>(byte); };
    if (code_point < 0x80) {
        push(code_point);
    } else if (code_point < 0x800) {
        push(0xc0 | (code_point >> 6U));
        push(0x80 | (code_point & 0x3fU));
    } else if (code_point < 0x10000) {
        push(0xe0 | (code_point >> 12U));
        push(0x80 | ((code_point >> 6U) & 0x3fU));
        push(0x80 | (code_point & 0x3fU));
    } else {
        push(0xf0 | (code_point >> 18U));
        push(0x80 | ((code_point >> 12U) & 0x3fU));
        push(0x80 | ((code_point >> 6U) & 0x3fU));
        push(0x80 | (code_point & 0x3fU));
    }
}

void append_utf8(std::string& out, Bytes utf16le) {
    append_runs<false>(out, utf16le, [&](char32_t c) {
        append_code_point(out, c >= 0xd800 && c < 0xe000 ? kReplacement : c);
    });
}

void append_wtf8(std::string& out, Bytes utf16le) {
    append_runs<false>(out, utf16le, [&](char32_t c) { append_code_point(out, c); });
}

void append_folded(std::string& out, Bytes utf16le) {
    append_runs<true>(out, utf16le, [&](char32_t c) { append_code_point(out, fold(c)); });
}

char32_t next_code_point(std::string_view utf8, std::size_t& position) noexcept {
    const auto byte_at = [&](std::size_t i) {
        return i < utf8.size() ? static_cast<unsigned char>(utf8[i]) : 0U;
    };
    const auto lead = byte_at(position);
    const auto tail = [&](std::size_t i) { return (byte_at(position + i) & 0xc0U) == 0x80; };
    const auto bits = [&](std::size_t i) {
        return static_cast<char32_t>(byte_at(position + i) & 0x3fU);
    };
    if (lead < 0x80) {
        ++position;
        return lead;
    }
    if (lead >= 0xc2 && lead < 0xe0 && tail(1)) {
        const char32_t c = (static_cast<char32_t>(lead & 0x1fU) << 6U) | bits(1);
        position += 2;
        return c;
    }
    if (lead >= 0xe0 && lead < 0xf0 && tail(1) && tail(2)) {
        const char32_t c = (static_cast<char32_t>(lead & 0x0fU) << 12U) | (bits(1) << 6U) | bits(2);
        if (c >= 0x800) {
            position += 3;
            return c;
        }
    }
    if (lead >= 0xf0 && lead < 0xf5 && tail(1) && tail(2) && tail(3)) {
        const char32_t c = (static_cast<char32_t>(lead & 0x07U) << 18U) | (bits(1) << 12U) |
                           (bits(2) << 6U) | bits(3);
        if (c >= 0x10000 && c < 0x110000) {
            position += 4;
            return c;
        }
    }
    ++position;
    return kReplacement;
}

void append_folded(std::string& out, std::string_view utf8) {
    for (std::size_t position = append_ascii<true, 1>(out, as_bytes(utf8));
         position < utf8.size();) {
        const std::size_t start = position;
        const char32_t c = next_code_point(utf8, position);
        if (c == kReplacement && position - start == 1) {
            out += utf8[start];  // not UTF-8: kept as it is
        } else {
            append_code_point(out, fold(c));
        }
    }
}

std::string folded(std::string_view utf8) {
    std::string out;
    out.reserve(utf8.size());
    append_folded(out, utf8);
    return out;
}

void append_utf16le(std::string& out, std::string_view utf8) {
    const auto push = [&](char32_t unit) {
        out += static_cast<char>(unit & 0xffU);
        out += static_cast<char>(unit >> 8U);
    };
    for (std::size_t position = 0; position < utf8.size();) {
        const char32_t c = next_code_point(utf8, position);
        if (c < 0x10000) {
            push(c);
        } else {
            push(0xd800 + ((c - 0x10000) >> 10U));
            push(0xdc00 + ((c - 0x10000) & 0x3ffU));
        }
    }
}

bool is_ascii(std::string_view text) noexcept {
    AsciiBlock block;
    for (Bytes rest = as_bytes(text); !rest.empty();
         rest = rest.subspan(std::min(rest.size(), block.size()))) {
        if (!copy_ascii(rest, block)) return false;
    }
    return true;
}

}  // namespace xiezhi
