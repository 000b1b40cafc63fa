#include "xiezhi/rules/sigma/encode.h"

#include <re2/re2.h>

#include <array>
#include <utility>

#include "xiezhi/base/base64.h"
#include "xiezhi/base/text.h"

namespace xiezhi::rules::sigma {
namespace {

/// En dash, em dash and horizontal bar are taken for a dash by Windows' own parsers.
constexpr std::u32string_view kDashes = U"-/\u2013\u2014\u2015";

void swap_bytes(std::string& utf16) {
    for (std::size_t i = 0; i + 1 < utf16.size(); i += 2) std::swap(utf16[i], utf16[i + 1]);
}

/// Python's \w: letters, digits, underscore of all scripts.
bool is_word(char32_t c) {
    if (c < 0x80) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_';
    }
    static const RE2 word("[\\pL\\pN]");
    std::string text;
    append_code_point(text, c);
    return RE2::FullMatch(text, word);
}

void expand_dashes(std::string_view literal, std::vector<TextPart>& out) {
    std::string pending;
    bool word_before = false;
    for (std::size_t i = 0; i < literal.size();) {
        std::size_t next = i;
        const char32_t c = next_code_point(literal, next);
        std::size_t after = next;
        const bool dash = (c == '-' || c == '/') && !word_before && next < literal.size() &&
                          is_word(next_code_point(literal, after));
        if (dash) {
            if (!pending.empty()) out.emplace_back(std::exchange(pending, {}));
            out.emplace_back(AnyOf{std::u32string(kDashes)});
        } else {
            pending += literal.substr(i, next - i);
        }
        word_before = is_word(c);
        i = next;
    }
    if (!pending.empty()) out.emplace_back(std::move(pending));
}

bool is_name(char c) {
    return is_word(static_cast<unsigned char>(c)) || c == '-' || c == '.';
}

/// Calls `literal` and `placeholder` for the pieces of `text` in order.
template <class OnLiteral, class OnPlaceholder>
void cut_placeholders(std::string_view text, const OnLiteral& on_literal,
                      const OnPlaceholder& on_placeholder) {
    std::string pending;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '%') {
            pending += '%';
            ++i;
            continue;
        }
        std::size_t end = i + 1;
        while (text[i] == '%' && end < text.size() && is_name(text[end])) ++end;
        if (text[i] != '%' || end == i + 1 || end >= text.size() || text[end] != '%') {
            pending += text[i];
            continue;
        }
        if (!pending.empty()) on_literal(std::exchange(pending, {}));
        on_placeholder(text.substr(i + 1, end - i - 1));
        i = end;
    }
    if (!pending.empty()) on_literal(std::move(pending));
}

}  // namespace

Text encode_wide(const Text& text, Wide wide) {
    Text out{.parts = {}, .cased = text.cased, .bytes = true};
    if (wide == Wide::WithMark) out.parts.emplace_back(std::string("\xff\xfe"));
    for (const TextPart& part : text.parts) {
        const auto* literal = std::get_if<std::string>(&part);
        if (literal == nullptr) {
            out.parts.push_back(part);
            continue;
        }
        std::string bytes;
        append_utf16le(bytes, *literal);
        if (wide == Wide::BigEndian) swap_bytes(bytes);
        auto* before = out.parts.empty() ? nullptr : std::get_if<std::string>(&out.parts.back());
        if (before != nullptr) {
            *before += bytes;
        } else {
            out.parts.emplace_back(std::move(bytes));
        }
    }
    return out;
}

std::string base64(std::string_view bytes) {
    std::string out;
    append_base64(out, as_bytes(bytes));
    return out;
}

std::vector<std::string> base64_at_offsets(std::string_view bytes) {
    // Characters that also depend on what stands before and behind are cut off.
    constexpr std::array<std::size_t, 3> kCutStart = {0, 2, 3};
    constexpr std::array<std::size_t, 3> kCutEnd = {0, 3, 2};
    std::vector<std::string> out;
    for (std::size_t offset = 0; offset < 3; ++offset) {
        const std::string whole = base64(std::string(offset, ' ') + std::string(bytes));
        const std::size_t begin = kCutStart.at(offset);
        const std::size_t cut = kCutEnd.at((bytes.size() + offset) % 3);
        if (whole.size() > begin + cut)
            out.push_back(whole.substr(begin, whole.size() - begin - cut));
    }
    return out;
}

Text expand_dashes(const Text& text) {
    Text out{.parts = {}, .cased = text.cased, .bytes = text.bytes};
    for (const TextPart& part : text.parts) {
        if (const auto* literal = std::get_if<std::string>(&part)) {
            expand_dashes(*literal, out.parts);
        } else {
            out.parts.push_back(part);
        }
    }
    return out;
}

Text find_placeholders(const Text& text) {
    Text out{.parts = {}, .cased = text.cased, .bytes = text.bytes};
    for (const TextPart& part : text.parts) {
        const auto* literal = std::get_if<std::string>(&part);
        if (literal == nullptr) {
            out.parts.push_back(part);
            continue;
        }
        cut_placeholders(
            *literal, [&](std::string piece) { out.parts.emplace_back(std::move(piece)); },
            [&](std::string_view name) { out.parts.emplace_back(Placeholder{std::string(name)}); });
    }
    return out;
}

std::vector<RegexPart> find_placeholders(std::string_view regex) {
    std::vector<RegexPart> out;
    cut_placeholders(
        regex, [&](std::string piece) { out.emplace_back(std::move(piece)); },
        [&](std::string_view name) { out.emplace_back(Placeholder{std::string(name)}); });
    return out;
}

}  // namespace xiezhi::rules::sigma
