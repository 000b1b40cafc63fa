#include "xiezhi/output/json.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <iterator>

#include "xiezhi/output/neutral.h"

namespace xiezhi::output {
namespace {

/// How many of the first bytes, eight at most, can stand in a JSON text as they are; none is not
/// ASCII unless `any_utf8`. All at once: in each sum or difference the highest bit of the lowest
/// byte that is meant is right, and only that one is asked for.
std::size_t plain_count(std::string_view text, bool any_utf8) {
    static_assert(std::endian::native == std::endian::little);
    constexpr std::uint64_t kOnes = 0x0101010101010101U;
    constexpr std::uint64_t kHigh = 0x8080808080808080U;
    std::uint64_t bytes = 0;  // what a shorter text lacks are controls
    if (text.size() >= sizeof(bytes)) {
        std::memcpy(&bytes, text.data(), sizeof(bytes));
    } else {
        std::memcpy(&bytes, text.data(), text.size());
    }
    const auto has = [&](std::uint64_t c) {
        const std::uint64_t other = bytes ^ kOnes * c;
        return (other - kOnes) & ~other;
    };
    const std::uint64_t control = (bytes - kOnes * 0x20U) & ~bytes;
    const std::uint64_t odd = control | has('"') | has('\\') | (any_utf8 ? 0U : bytes);
    return static_cast<std::size_t>(std::countr_zero(odd & kHigh)) / 8;
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
    separate();
    text_ += '"';
    std::string cleaned;
    bool is_clean = false;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        std::size_t plain = 0;
        do {
            plain = plain_count(text.substr(end), is_clean);
            end += plain;
        } while (plain == sizeof(std::uint64_t));
        text_.append(text, at, end - at);
        at = end;
        if (at == text.size()) break;
        if (static_cast<unsigned char>(text[at]) >= 0x80) {  // the first that is not ASCII
            cleaned = clean_utf8(text.substr(at));
            text = cleaned;
            is_clean = true;
            at = 0;
        } else {
            append_escaped(text_, text[at++]);
        }
    }
    text_ += '"';
}

}  // namespace xiezhi::output
