#include "xiezhi/output/neutral.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "xiezhi/base/text.h"

namespace xiezhi::output {
namespace {

constexpr char32_t kReplacement = 0xfffd;

struct Range {
    char32_t first;
    char32_t last;
};

// Cf characters that reorder or hide text (Unicode Character Database, "Bidi_Control",
// "Default_Ignorable_Code_Point"), line and paragraph separators, and variation selectors 17 up.
constexpr Range kHidden[] = {
    {0x00ad, 0x00ad}, {0x034f, 0x034f}, {0x061c, 0x061c}, {0x115f, 0x1160},   {0x17b4, 0x17b5},
    {0x180b, 0x180f}, {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f},   {0x3164, 0x3164},
    {0xfeff, 0xfeff}, {0xffa0, 0xffa0}, {0xfff9, 0xfffb}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff},
};

bool is_hidden(char32_t c) {
    return std::ranges::any_of(kHidden, [c](Range r) { return c >= r.first && c <= r.last; });
}

bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

void append_spelled(std::string& out, char32_t c) {
    switch (c) {
        case 0x00:
            out += "<NUL>";
            return;
        case 0x07:
            out += "<BEL>";
            return;
        case 0x08:
            out += "<BS>";
            return;
        case 0x09:
            out += "<TAB>";
            return;
        case 0x0a:
            out += "<LF>";
            return;
        case 0x0d:
            out += "<CR>";
            return;
        case 0x1b:
            out += "<ESC>";
            return;
        default:
            out += fmt::format("<U+{:04X}>", static_cast<std::uint32_t>(c));
    }
}

/// The character at `at`; surrogates count as broken.
char32_t next_clean(std::string_view text, std::size_t& at) {
    const char32_t c = next_code_point(text, at);
    return c >= 0xd800 && c < 0xe000 ? kReplacement : c;
}

bool starts_formula(std::string_view text) {
    if (text.empty()) return false;
    if (std::string_view("=+-@\t\r\n").find(text.front()) != std::string_view::npos) return true;
    std::size_t at = 0;
    const char32_t first = next_code_point(text, at);
    return first == 0xff1d || first == 0xff0b || first == 0xff0d || first == 0xff20;
}

}  // namespace

std::string clean_utf8(std::string_view text) {
    if (is_ascii(text)) return std::string(text);
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) append_code_point(out, next_clean(text, at));
    return out;
}

std::string visible(std::string_view text, bool keep_lines) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_clean(text, at);
        if (keep_lines && c == '\r' && at < text.size() && text[at] == '\n') continue;
        if (keep_lines && c == '\n') {
            out += '\n';
        } else if (is_control(c) || is_hidden(c)) {
            append_spelled(out, c);
        } else {
            append_code_point(out, c);
        }
    }
    return out;
}

std::string csv_cell(std::string_view text) {
    const std::string shown = visible(text, true);
    std::string cell = starts_formula(text) || starts_formula(shown) ? "'" + shown : shown;
    if (cell.find_first_of(",\"\n") == std::string::npos) return cell;
    std::string out = "\"";
    for (const char c : cell) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

std::string markdown_text(std::string_view text) {
    std::string out;
    for (const char c : visible(text)) {
        if (c == '<') {
            out += "&lt;";
        } else if (c == '>') {
            out += "&gt;";
        } else if (c == '&') {
            out += "&amp;";
        } else {
            if (std::string_view("\\`*_{}[]()#+-.!|~:").find(c) != std::string_view::npos)
                out += '\\';
            out += c;
        }
    }
    return out;
}

std::string markdown_code(std::string_view text) {
    std::string shown = visible(text);
    // The fence must be longer than any run of back-ticks inside (CommonMark 0.30, "Code spans").
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char c : shown) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const std::string fence(longest + 1, '`');
    const bool needs_blanks = shown.empty() || shown.front() == '`' || shown.back() == '`';
    return needs_blanks ? fence + " " + shown + " " + fence : fence + shown + fence;
}

std::string shortened(std::string_view text, std::size_t size_max) {
    if (text.size() <= size_max) return std::string(text);
    std::size_t end = size_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
    return fmt::format("{} ... (+{})", text.substr(0, end), text.size() - end);
}

}  // namespace xiezhi::output
