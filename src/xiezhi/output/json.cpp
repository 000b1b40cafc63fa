#include "xiezhi/output/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "xiezhi/base/ascii_block.h"
#include "xiezhi/base/text.h"
#include "xiezhi/output/neutral.h"

namespace xiezhi::output {
namespace {

bool is_plain(char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
}

/// Whether sixteen bytes can stand in a JSON text as they are.
bool is_plain(const AsciiBlock& block) {
    std::uint8_t odd = 0;
    for (const std::uint8_t c : block) {
        odd = static_cast<std::uint8_t>(odd | (c < 0x20) | (c == '"') | (c == '\\'));
    }
    return odd == 0;
}

void append_escaped(std::string& out, char c) {
    constexpr std::string_view kNamed = "\b\t\n\f\r\"\\";
    constexpr std::string_view kNames = "btnfr\"\\";
    const std::size_t named = kNamed.find(c);
    if (named != std::string_view::npos) {
        out.append(1, '\\').append(1, kNames[named]);
    } else {
        out += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
    }
}

}  // namespace

void JsonText::value(std::uint64_t number) {
    separate();
    text_ += fmt::format_int(number).c_str();
}

void JsonText::value(std::int64_t number) {
    separate();
    text_ += fmt::format_int(number).c_str();
}

void JsonText::value(double number) {
    separate();
    if (!std::isfinite(number)) {
        text_ += "null";
        return;
    }
    const std::size_t begin = text_.size();
    fmt::format_to(std::back_inserter(text_), "{}", number);
    if (text_.find_first_of(".e", begin) == std::string::npos) text_ += ".0";
}

void JsonText::value(bool truth) {
    separate();
    text_ += truth ? "true" : "false";
}

void JsonText::member(std::string_view name, const std::vector<std::string>& texts) {
    if (texts.empty()) return;
    key(name);
    begin_array();
    for (const std::string& text : texts) value(std::string_view(text));
    end_array();
}

void JsonText::string(std::string_view text) {
    separate();
    std::string cleaned;
    if (!is_ascii(text)) {
        cleaned = clean_utf8(text);
        text = cleaned;
    }
    text_ += '"';
    std::size_t at = 0;
    AsciiBlock block;
    while (at < text.size()) {
        std::size_t end = at;
        while (text.size() - end >= kAsciiBlock) {
            std::ranges::copy(text.substr(end, kAsciiBlock), block.begin());
            if (!is_plain(block)) break;
            end += kAsciiBlock;
        }
        while (end < text.size() && is_plain(text[end])) ++end;
        text_.append(text, at, end - at);
        if (end < text.size()) append_escaped(text_, text[end++]);
        at = end;
    }
    text_ += '"';
}

}  // namespace xiezhi::output
