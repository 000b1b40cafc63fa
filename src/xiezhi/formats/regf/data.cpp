#include "xiezhi/formats/regf/data.h"

#include <algorithm>

#include "xiezhi/base/text.h"
#include "xiezhi/base/value.h"

namespace xiezhi::regf {
namespace {

constexpr std::byte kNul{0};

/// One byte a character: printable ASCII without NUL but at the end, and no end that UTF-16 could
/// have. Chinese text in UTF-16 can look like ASCII, so a doubt speaks for UTF-16.
bool is_one_byte_text(Bytes data) {
    const bool one_nul = data.size() > 2 && data.back() == kNul && data[data.size() - 2] != kNul;
    if (data.size() % 2 == 0 && !one_nul) return false;
    const Bytes characters = data.first(data.size() - (one_nul ? 1 : 0));
    return !characters.empty() && std::ranges::all_of(characters, [](std::byte b) {
        return b == std::byte{'\t'} || (b >= std::byte{' '} && b < std::byte{0x7f});
    });
}

}  // namespace

TextData text_of(Bytes data) {
    TextData out;
    if (is_one_byte_text(data)) {
        out.ascii = true;
        out.terminated = data.back() == kNul;
        out.text = as_text(data.first(data.size() - (out.terminated ? 1 : 0)));
        return out;
    }
    const Bytes text = until_nul(data.first(data.size() / 2 * 2));
    append_wtf8(out.text, text);
    out.terminated = data.size() >= text.size() + 2;
    const Bytes rest = data.subspan(out.terminated ? text.size() + 2 : text.size());
    if (out.terminated && !std::ranges::all_of(rest, [](std::byte b) { return b == kNul; })) {
        out.after_nul = rest;
    }
    return out;
}

std::vector<std::string> multi_text_of(Bytes data) {
    std::vector<std::string> texts;
    data = data.first(data.size() / 2 * 2);
    while (!data.empty()) {
        const Bytes text = until_nul(data);
        texts.emplace_back();
        append_wtf8(texts.back(), text);
        data = data.subspan(std::min(text.size() + 2, data.size()));
    }
    while (!texts.empty() && texts.back().empty()) texts.pop_back();
    return texts;
}

std::optional<std::uint64_t> number_of(ValueType type, Bytes data) noexcept {
    if (data.empty() || data.size() > sizeof(std::uint64_t)) return std::nullopt;
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < data.size(); ++i) {
        const std::size_t at = type == ValueType::DwordBigEndian ? i : data.size() - 1 - i;
        number = (number << 8U) | std::to_integer<std::uint64_t>(data[at]);
    }
    return number;
}

}  // namespace xiezhi::regf
