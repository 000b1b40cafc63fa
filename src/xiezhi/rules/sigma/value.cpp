#include "xiezhi/rules/sigma/value.h"

#include <array>
#include <utility>

namespace xiezhi::rules::sigma {

Text parse_text(std::string_view text) {
    Text out;
    std::string literal;
    const auto flush = [&] {
        if (!literal.empty()) out.parts.emplace_back(std::exchange(literal, {}));
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\\' && i + 1 < text.size() &&
            (text[i + 1] == '*' || text[i + 1] == '?' || text[i + 1] == '\\')) {
            literal += text[++i];
        } else if (c == '*') {
            flush();
            out.parts.emplace_back(AnyRun{});
        } else if (c == '?') {
            flush();
            out.parts.emplace_back(AnyOne{});
        } else {
            literal += c;
        }
    }
    flush();
    return out;
}

std::optional<std::string> literal_of(const Text& text) {
    std::string out;
    for (const TextPart& part : text.parts) {
        const auto* literal = std::get_if<std::string>(&part);
        if (literal == nullptr) return std::nullopt;
        out += *literal;
    }
    return out;
}

std::string_view kind_name(const Value& value) noexcept {
    static constexpr std::array<std::string_view, std::variant_size_v<Value>> kNames = {
        "string",  "string",     "regular expression",
        "network", "comparison", "field reference",
        "exists",  "number",     "boolean",
        "null"};
    return kNames.at(value.index());
}

}  // namespace xiezhi::rules::sigma
