#include "xiezhi/rules/kql/scan.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

#include "xiezhi/base/ascii.h"
#include "xiezhi/base/text.h"

namespace xiezhi::rules::kql {
namespace {

constexpr std::string_view kNoBreakSpace = "\xc2\xa0";
constexpr std::string_view kSpecial = "\\():<>\"*{}";

/// What JavaScript's trim() takes away, as far as it can stand in a literal.
bool is_white(char32_t c) {
    constexpr std::array<char32_t, 12> kWhite{0x9,  0xa,    0xb,    0xc,    0xd,    0x20,
                                              0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f};
    return std::ranges::find(kWhite, c) != kWhite.end() || (c >= 0x2000 && c <= 0x200a) ||
           c == 0x3000 || c == 0xfeff;
}

std::string_view trimmed(std::string_view text) {
    std::size_t begin = text.size();
    std::size_t end = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        if (is_white(next_code_point(text, at))) continue;
        begin = std::min(begin, start);
        end = at;
    }
    return begin >= end ? std::string_view{} : text.substr(begin, end - begin);
}

/// Drops white space at both ends of a pattern; what is next to a `*` inside stays.
void trim(Pattern& pattern) {
    const auto trim_end = [](PatternPart& part, bool front) {
        auto* text = std::get_if<std::string>(&part);
        if (text == nullptr) return;
        const std::string_view all = *text;
        const std::string_view inner = trimmed(all);
        if (inner.empty()) {
            text->clear();
            return;
        }
        const std::size_t lead = all.find(inner);
        *text = std::string(front ? all.substr(lead) : all.substr(0, lead + inner.size()));
    };
    trim_end(pattern.front(), true);
    trim_end(pattern.back(), false);
    std::erase_if(pattern, [](const PatternPart& part) {
        const auto* text = std::get_if<std::string>(&part);
        return text != nullptr && text->empty();
    });
}

}  // namespace

std::size_t Scanner::blanks_at(std::size_t position) const noexcept {
    const std::size_t start = position;
    while (position < query_.size()) {
        const char c = query_[position];
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            ++position;
        } else if (query_.substr(position).starts_with(kNoBreakSpace)) {
            position += kNoBreakSpace.size();
        } else {
            break;
        }
    }
    return position - start;
}

bool Scanner::word_at(std::size_t position, std::string_view word) const noexcept {
    const std::string_view found = query_.substr(std::min(position, query_.size()), word.size());
    return std::ranges::equal(found, word, {}, [](char c) { return ascii_lower(c); });
}

bool Scanner::not_at(std::size_t position) const noexcept {
    constexpr std::string_view kNot = "not";
    return word_at(position, kNot) && blanks_at(position + kNot.size()) > 0;
}

bool Scanner::skip_blanks() noexcept {
    const std::size_t size = blanks_at(position_);
    position_ += size;
    return size > 0;
}

bool Scanner::take(std::string_view text) noexcept {
    if (!at(text)) return false;
    position_ += text.size();
    return true;
}

bool Scanner::take_between_blanks(std::string_view word) noexcept {
    const std::size_t before = blanks_at(position_);
    if (before == 0 || !word_at(position_ + before, word)) return false;
    const std::size_t after = blanks_at(position_ + before + word.size());
    if (after == 0) return false;
    position_ += before + word.size() + after;
    return true;
}

bool Scanner::take_not() noexcept {
    if (!not_at(position_)) return false;
    position_ += std::string_view("not").size();
    skip_blanks();
    return true;
}

std::optional<Literal> Scanner::literal() {
    return at("\"") ? quoted() : unquoted();
}

/// `\uXXXX`; a pair of surrogates is one character.
bool Scanner::take_code_point(std::string& out) {
    const auto unit_at = [&](std::size_t position) -> std::optional<char32_t> {
        const std::string_view text = query_.substr(std::min(position, query_.size()), 6);
        if (text.size() < 6 || !text.starts_with("\\u")) return std::nullopt;
        std::uint32_t unit = 0;
        const std::string_view digits = text.substr(2);
        const auto [stop, error] = std::from_chars(std::to_address(digits.begin()),
                                                   std::to_address(digits.end()), unit, 16);
        if (error != std::errc{} || stop != std::to_address(digits.end())) return std::nullopt;
        return unit;
    };
    const auto high = unit_at(position_);
    if (!high) return false;
    position_ += 6;
    const auto low = unit_at(position_);
    if (low && *high >= 0xd800 && *high <= 0xdbff && *low >= 0xdc00 && *low <= 0xdfff) {
        append_code_point(out, 0x10000 + ((*high - 0xd800) << 10U) + (*low - 0xdc00));
        position_ += 6;
    } else {
        append_code_point(out, *high);
    }
    return true;
}

/// A backslash and what it stands for; false when it is none of the known ones.
bool Scanner::take_escape(std::string& out, bool in_quotes) {
    const std::string_view rest = query_.substr(position_);
    if (rest.size() < 2 || rest.front() != '\\') return false;
    const char next = rest[1];
    constexpr std::string_view kNames = "trn";
    constexpr std::string_view kValues = "\t\r\n";
    const std::size_t name = kNames.find(next);
    if (name != std::string_view::npos) {
        out += kValues[name];
        position_ += 2;
        return true;
    }
    if (in_quotes ? next == '\\' || next == '"' : kSpecial.find(next) != std::string_view::npos) {
        out += next;
        position_ += 2;
        return true;
    }
    return take_code_point(out);
}

std::optional<Literal> Scanner::quoted() {
    Literal out;
    out.kind = Literal::Kind::Quoted;
    const std::size_t start = position_;
    out.mark = mark();
    ++position_;
    while (!at_end()) {
        if (take("\"")) return out;
        if (take_escape(out.text, true)) continue;
        out.text += query_[position_++];  // any other backslash is itself
    }
    position_ = start;
    return std::nullopt;
}

/// One character of an unquoted literal; false where it ends.
bool Scanner::take_character(Literal& out) {
    if (out.pattern.empty() || !std::holds_alternative<std::string>(out.pattern.back()))
        out.pattern.emplace_back(std::string());
    auto& text = std::get<std::string>(out.pattern.back());
    if (take_escape(text, false)) return true;
    if (take("*")) {
        out.pattern.emplace_back(AnyRun{});
        return true;
    }
    if (at_end()) return false;
    if (query_[position_] == '\\') {
        for (const std::string_view word : {"or", "and", "not"}) {
            if (!word_at(position_ + 1, word)) continue;
            text += query_.substr(position_ + 1, word.size());
            position_ += 1 + word.size();
            return true;
        }
        return false;
    }
    if (kSpecial.find(query_[position_]) != std::string_view::npos) return false;
    if (const std::size_t blanks = blanks_at(position_); blanks > 0) {
        // The whole run at once: no keyword can begin inside of it that does not begin here.
        for (const std::string_view word : {"or", "and"}) {
            const std::size_t behind = position_ + blanks + word.size();
            if (word_at(position_ + blanks, word) && blanks_at(behind) > 0) return false;
        }
        text += query_.substr(position_, blanks);
        position_ += blanks;
        return true;
    }
    if (not_at(position_)) return false;
    text += query_[position_++];
    return true;
}

std::optional<Literal> Scanner::unquoted() {
    Literal out;
    out.mark = mark();
    const std::size_t start = position_;
    while (take_character(out)) {
    }
    if (position_ == start) return std::nullopt;
    trim(out.pattern);
    for (const PatternPart& part : out.pattern) {
        const auto* text = std::get_if<std::string>(&part);
        out.text += text != nullptr ? *text : "*";
        if (text == nullptr) out.kind = Literal::Kind::Wildcard;
    }
    if (out.kind == Literal::Kind::Wildcard) return out;
    out.pattern.clear();
    // Kibana looks at the text after unescaping, too.
    if (out.text == "true") out.kind = Literal::Kind::True;
    if (out.text == "false") out.kind = Literal::Kind::False;
    if (out.text == "null") out.kind = Literal::Kind::Null;
    return out;
}

Mark Scanner::mark(std::size_t position) noexcept {
    if (position < marked_position_) {
        marked_ = {};
        marked_position_ = 0;
    }
    for (; marked_position_ < std::min(position, query_.size()); ++marked_position_) {
        const char c = query_[marked_position_];
        if (c == '\n') {
            ++marked_.line;
            marked_.column = 1;
        } else if ((static_cast<unsigned char>(c) & 0xc0U) != 0x80U) {
            ++marked_.column;
        }
    }
    return marked_;
}

std::string_view Scanner::here() const noexcept {
    constexpr std::size_t kShown = 20;
    std::string_view rest = query_.substr(position_);
    rest = rest.substr(0, rest.find('\n'));
    if (rest.size() <= kShown) return rest;
    std::size_t size = 0;
    for (std::size_t at = 0; at < kShown; size = at) next_code_point(rest, at);
    return rest.substr(0, size);
}

}  // namespace xiezhi::rules::kql
