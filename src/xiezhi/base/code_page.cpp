#include "xiezhi/base/code_page.h"

#include <array>
#include <cstdint>

#include "xiezhi/base/text.h"

namespace xiezhi {
namespace {

constexpr std::size_t kTrailsPerLead = 190;
constexpr std::array<std::uint16_t, 126 * kTrailsPerLead> kGbk = {
#include "xiezhi/base/gbk_table.inc"
};

// clang-format off
constexpr std::u32string_view kCp437High =
    U"ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
    U"└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";
// clang-format on
static_assert(kCp437High.size() == 128);

// 0x80..0x9F of code page 1252; the five that it leaves out are the control characters of Latin-1.
constexpr std::u32string_view kCp1252C1 =
    U"€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
static_assert(kCp1252C1.size() == 32);

std::uint8_t byte_at(std::string_view text, std::size_t position) {
    return static_cast<std::uint8_t>(text[position]);
}

/// The character of a byte pair, 0 when there is none.
char32_t gbk_pair(std::uint8_t lead, std::uint8_t trail) {
    if (lead < 0x81 || lead > 0xFE || trail < 0x40 || trail == 0x7F || trail > 0xFE) return 0;
    const std::size_t column = trail < 0x7F ? trail - 0x40U : trail - 0x41U;
    return kGbk.at((lead - 0x81U) * kTrailsPerLead + column);
}

/// Of the pairs that a high byte begins, more than half have a high trail byte too.
bool looks_like_gbk(std::string_view raw) {
    std::size_t pairs = 0;
    std::size_t both_high = 0;
    for (std::size_t i = 0; i + 1 < raw.size(); ++i) {
        if (byte_at(raw, i) < 0x81) continue;
        ++pairs;
        both_high += byte_at(raw, ++i) >= 0xA1 ? 1U : 0U;
    }
    return 2 * both_high > pairs;
}

}  // namespace

bool is_utf8(std::string_view bytes) noexcept {
    for (std::size_t position = 0; position < bytes.size();) {
        const std::size_t start = position;
        const char32_t c = next_code_point(bytes, position);
        const bool replaced = c == 0xFFFD && position - start == 1;
        if (replaced || (c >= 0xD800 && c <= 0xDFFF)) return false;
    }
    return true;
}

std::optional<std::string> decode_gbk(std::string_view raw) {
    std::string text;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const std::uint8_t lead = byte_at(raw, i);
        if (lead < 0x80) {
            text += raw[i];
        } else if (lead == 0x80) {
            append_code_point(text, U'€');
        } else {
            if (++i == raw.size()) return std::nullopt;
            const char32_t character = gbk_pair(lead, byte_at(raw, i));
            if (character == 0) return std::nullopt;
            append_code_point(text, character);
        }
    }
    return text;
}

std::string decode_ansi(std::string_view raw) {
    if (is_utf8(raw)) return std::string(raw);
    if (looks_like_gbk(raw)) {
        if (auto text = decode_gbk(raw)) return *std::move(text);
    }
    std::string text;
    for (const char c : raw) {
        const auto byte = static_cast<std::uint8_t>(c);
        append_code_point(text, byte >= 0x80 && byte < 0xA0 ? kCp1252C1[byte - 0x80U] : byte);
    }
    return text;
}

DecodedName decode_name(std::string_view raw) {
    if (is_utf8(raw)) return {std::string(raw), NameEncoding::Utf8};
    if (auto text = decode_gbk(raw)) return {*std::move(text), NameEncoding::Gbk};
    std::string text;
    for (const char c : raw) {
        const auto byte = static_cast<std::uint8_t>(c);
        if (byte < 0x80) {
            text += c;
        } else {
            append_code_point(text, kCp437High.at(byte - 0x80U));
        }
    }
    return {std::move(text), NameEncoding::Cp437};
}

}  // namespace xiezhi
