#include "xiezhi/formats/regf/name.h"

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/text.h"

namespace xiezhi::regf {
namespace {

/// The code point at `position` of a stored name; moves past it.
char32_t next_of(const Name& name, std::size_t& position) noexcept {
    if (name.latin1) return std::to_integer<char32_t>(name.bytes[position++]);
    const char32_t unit = load_le<std::uint16_t>(name.bytes, position);
    position += 2;
    if (unit < 0xd800 || unit >= 0xdc00 || position + 2 > name.bytes.size()) return unit;
    const char32_t low = load_le<std::uint16_t>(name.bytes, position);
    if (low < 0xdc00 || low >= 0xe000) return unit;
    position += 2;
    return 0x10000 + ((unit - 0xd800) << 10U) + (low - 0xdc00);
}

std::size_t whole_size(const Name& name) noexcept {
    return name.latin1 ? name.bytes.size() : name.bytes.size() / 2 * 2;
}

}  // namespace

void Name::append_to(std::string& out) const {
    if (!latin1) {
        append_wtf8(out, bytes);
    } else if (is_ascii(as_text(bytes))) {
        out += as_text(bytes);
    } else {
        for (const std::byte byte : bytes) append_code_point(out, std::to_integer<char32_t>(byte));
    }
}

std::string Name::text() const {
    std::string out;
    append_to(out);
    return out;
}

bool Name::is(std::string_view wtf8) const noexcept {
    if (latin1 && bytes.size() > wtf8.size()) return false;
    const std::size_t size = whole_size(*this);
    std::size_t position = 0;
    std::size_t at = 0;
    while (position < size && at < wtf8.size()) {
        if (fold(next_of(*this, position)) != fold(next_code_point(wtf8, at))) return false;
    }
    return position == size && at == wtf8.size();
}

std::uint32_t name_hash(std::string_view ascii) noexcept {
    std::uint32_t hash = 0;
    for (const char c : ascii) {
        const bool lower = c >= 'a' && c <= 'z';
        hash = hash * 37 + static_cast<unsigned char>(lower ? c - 'a' + 'A' : c);
    }
    return hash;
}

}  // namespace xiezhi::regf
