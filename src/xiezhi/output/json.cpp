#include "xiezhi/output/json.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <iterator>

#include "xiezhi/output/neutral.h"

namespace xiezhi::output {
namespace {

/// Where the first byte at or behind `at` stands that cannot stand in a JSON text as it is, or that
/// is not ASCII unless `any_utf8`; the end when there is none. Eight at once: in each sum or
/// difference the highest bit of the lowest byte that is meant is right, and only that one counts.
std::size_t plain_end(std::string_view text, std::size_t at, bool any_utf8) {
    static_assert(std::endian::native == std::endian::little);
    constexpr std::uint64_t kOnes = 0x0101010101010101U;
    constexpr std::uint64_t kHigh = 0x8080808080808080U;
    const std::uint64_t beyond_ascii = any_utf8 ? 0 : kHigh;
    const auto odd_bytes = [&](std::uint64_t bytes) {
        const std::uint64_t quote = bytes ^ kOnes * '"';
        const std::uint64_t slash = bytes ^ kOnes * '\\';
        const std::uint64_t marks = ((bytes - kOnes * 0x20U) & ~bytes) |
                                    ((quote - kOnes) & ~quote) | ((slash - kOnes) & ~slash);
        return (marks & kHigh) | (bytes & beyond_ascii);
    };
    std::uint64_t bytes = 0;
    for (; at + sizeof(bytes) <= text.size(); at += sizeof(bytes)) {
        std::memcpy(&bytes, text.substr(at).data(), sizeof(bytes));
        const std::uint64_t odd = odd_bytes(bytes);
        if (odd != 0) return at + static_cast<std::size_t>(std::countr_zero(odd)) / 8;
    }
    if (at == text.size()) return at;
    bytes = 0;  // what a shorter text lacks are controls
    std::memcpy(&bytes, text.substr(at).data(), text.size() - at);
    return at + static_cast<std::size_t>(std::countr_zero(odd_bytes(bytes))) / 8;
}

void append_escaped(std::string& out, char c) {
    if (c == '\\') {
        out += "\\\\";
        return;
    }
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
    text_.append(comma_ ? ",\"" : "\"");
    comma_ = true;
    std::string cleaned;
    bool is_clean = false;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = plain_end(text, at, is_clean);
        text_.append(text, at, end - at);
        at = end;
        if (at == text.size()) break;
        if (static_cast<unsigned char>(text[at]) >= 0x80) {  // the first that is not ASCII
            is_clean = true;
            text = text.substr(at);
            at = 0;
            if (simdjson::validate_utf8(text)) continue;
            cleaned = clean_utf8(text);
            text = cleaned;
        } else {
            append_escaped(text_, text[at++]);
        }
    }
    text_ += '"';
}

}  // namespace xiezhi::output
