#include "xiezhi/readers/host/data_kind.h"

#include <algorithm>
#include <array>
#include <string>

#include "xiezhi/base/ascii.h"
#include "xiezhi/base/cursor.h"

namespace xiezhi::readers {
namespace {

constexpr std::size_t kLookedAt = 16U << 10U;

bool is_program(Bytes data) {
    constexpr std::uint16_t kMz = 0x5a4d;
    constexpr std::uint32_t kPe = 0x4550;
    constexpr std::size_t kHeaderPlace = 0x3c;
    if (data.size() < 0x40 || load_le<std::uint16_t>(data, 0) != kMz) return false;
    const std::size_t header = load_le<std::uint32_t>(data, kHeaderPlace);
    return header < data.size() && data.size() - header >= 4 &&
           load_le<std::uint32_t>(data, header) == kPe;
}

bool is_compressed(Bytes data) {
    constexpr auto kBegins =
        std::to_array<std::string_view>({"\x1f\x8b\x08", "PK\x03\x04", "7z\xbc\xaf\x27\x1c",
                                         "\xfd"
                                         "7zXZ",
                                         "Rar!"});
    return std::ranges::any_of(
        kBegins, [&](std::string_view begin) { return as_text(data).starts_with(begin); });
}

/// The characters when all of them are printable ASCII, in either width; else nothing.
std::string printable(Bytes data) {
    const Bytes begin = data.first(std::min(data.size(), kLookedAt));
    const bool wide = begin.size() >= 4 && begin[1] == std::byte{0} && begin[3] == std::byte{0};
    std::string text;
    for (std::size_t i = 0; i < begin.size(); ++i) {
        const char c = static_cast<char>(begin[i]);
        if (wide && i % 2 == 1) {
            if (c != '\0') return {};
            continue;
        }
        const bool shown = (c >= ' ' && c <= '~') || c == '\r' || c == '\n' || c == '\t';
        if (!shown && !(c == '\0' && i + 2 >= begin.size())) return {};
        if (shown) text += c;
    }
    return text;
}

bool is_made_of(std::string_view text, std::string_view extra, char last_letter) {
    return std::ranges::all_of(text, [&](char c) {
        const char lower = ascii_lower(c);
        return (c >= '0' && c <= '9') || (lower >= 'a' && lower <= last_letter) ||
               extra.find(c) != std::string_view::npos;
    });
}

/// Encoded data use all of their letters; a long row of one letter is something else.
bool is_varied(std::string_view text, std::size_t least) {
    std::array<bool, 128> seen{};
    for (const char c : text) seen.at(static_cast<unsigned char>(c) & 0x7fU) = true;
    return std::ranges::count(seen, true) >= static_cast<std::ptrdiff_t>(least);
}

bool is_script(std::string_view text) {
    constexpr auto kWords = std::to_array<std::string_view>(
        {"frombase64string", "invoke-expression", "iex(", "iex ", "new-object", "createobject",
         "wscript.shell", "activexobject", "[reflection.assembly]", "downloadstring",
         "virtualalloc", "-encodedcommand", "eval("});
    const std::string lower = ascii_lower(text);
    return std::ranges::any_of(
        kWords, [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

}  // namespace

std::string_view data_kind(Bytes data) {
    constexpr std::size_t kHexLetters = 12;
    constexpr std::size_t kBase64Letters = 40;
    if (is_program(data)) return "program";
    if (is_compressed(data)) return "compressed";
    const std::string text = printable(data);
    if (text.empty()) return "binary";
    if (is_made_of(text, ", \r\n\\x", 'f') && is_varied(text, kHexLetters)) return "hex";
    if (is_made_of(text, "+/=-_\r\n", 'z') && is_varied(text, kBase64Letters)) return "base64";
    return is_script(text) ? "script" : "text";
}

}  // namespace xiezhi::readers
