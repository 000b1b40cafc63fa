#include "xiezhi/rules/analyse.h"

#include <algorithm>
#include <array>

#include "xiezhi/base/text.h"
#include "xiezhi/rules/wildcard.h"

namespace xiezhi::rules {
namespace {

bool is_script_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

/// UAX 29's classes as far as they decide anything between the letters that logs hold.
enum class Break : std::uint8_t {
    Other,
    Letter,
    Digit,
    Connector,  // ExtendNumLet
    MidLetter,
    MidNumber,
    MidBoth,  // MidNumLet and the single quote
    Katakana,
    Alone,   // ideographs and Hiragana: each a word
    Extend,  // combining marks, format characters: belong to what is before
};

struct Range {
    char32_t first;
    char32_t last;
    Break value;
};

// clang-format off
constexpr std::array kRanges{
    Range{0x22, 0x22, Break::Other},          Range{0x27, 0x27, Break::MidBoth},
    Range{0x2c, 0x2c, Break::MidNumber},      Range{0x2e, 0x2e, Break::MidBoth},
    Range{0x30, 0x39, Break::Digit},          Range{0x3a, 0x3a, Break::MidLetter},
    Range{0x3b, 0x3b, Break::MidNumber},      Range{0x41, 0x5a, Break::Letter},
    Range{0x5f, 0x5f, Break::Connector},      Range{0x61, 0x7a, Break::Letter},
    Range{0xaa, 0xaa, Break::Letter},         Range{0xad, 0xad, Break::Extend},
    Range{0xb5, 0xb5, Break::Letter},         Range{0xb7, 0xb7, Break::MidLetter},
    Range{0xba, 0xba, Break::Letter},         Range{0xc0, 0xd6, Break::Letter},
    Range{0xd8, 0xf6, Break::Letter},         Range{0xf8, 0x2ff, Break::Letter},
    Range{0x300, 0x36f, Break::Extend},       Range{0x370, 0x374, Break::Letter},
    Range{0x376, 0x37d, Break::Letter},       Range{0x37e, 0x37e, Break::MidNumber},
    Range{0x37f, 0x386, Break::Letter},       Range{0x387, 0x387, Break::MidLetter},
    Range{0x388, 0x481, Break::Letter},       Range{0x483, 0x489, Break::Extend},
    Range{0x48a, 0x556, Break::Letter},       Range{0x560, 0x588, Break::Letter},
    Range{0x589, 0x589, Break::MidNumber},    Range{0x591, 0x5bd, Break::Extend},
    Range{0x5d0, 0x5f2, Break::Letter},       Range{0x5f4, 0x5f4, Break::MidLetter},
    Range{0x60c, 0x60d, Break::MidNumber},    Range{0x610, 0x61a, Break::Extend},
    Range{0x620, 0x64a, Break::Letter},       Range{0x64b, 0x65f, Break::Extend},
    Range{0x660, 0x669, Break::Digit},        Range{0x66b, 0x66b, Break::Digit},
    Range{0x66e, 0x6d3, Break::Letter},       Range{0x6f0, 0x6f9, Break::Digit},
    Range{0x904, 0x939, Break::Letter},       Range{0x93a, 0x94f, Break::Extend},
    Range{0x966, 0x96f, Break::Digit},        Range{0x10a0, 0x10ff, Break::Letter},
    Range{0x1100, 0x11ff, Break::Letter},     Range{0x1e00, 0x1fbc, Break::Letter},
    Range{0x200c, 0x200f, Break::Extend},     Range{0x2018, 0x2019, Break::MidBoth},
    Range{0x2024, 0x2024, Break::MidBoth},    Range{0x2027, 0x2027, Break::MidLetter},
    Range{0x203f, 0x2040, Break::Connector},  Range{0x2044, 0x2044, Break::MidNumber},
    Range{0x2054, 0x2054, Break::Connector},  Range{0x20d0, 0x20f0, Break::Extend},
    Range{0x2e80, 0x2fd5, Break::Alone},      Range{0x3005, 0x3007, Break::Alone},
    Range{0x3021, 0x3029, Break::Alone},      Range{0x3031, 0x3035, Break::Katakana},
    Range{0x3041, 0x3096, Break::Alone},      Range{0x3099, 0x309a, Break::Extend},
    Range{0x309b, 0x309c, Break::Katakana},   Range{0x309d, 0x309f, Break::Alone},
    Range{0x30a0, 0x30ff, Break::Katakana},   Range{0x3105, 0x318e, Break::Letter},
    Range{0x31f0, 0x31ff, Break::Katakana},   Range{0x3400, 0x4dbf, Break::Alone},
    Range{0x4e00, 0x9fff, Break::Alone},      Range{0xac00, 0xd7a3, Break::Letter},
    Range{0xf900, 0xfad9, Break::Alone},      Range{0xfe00, 0xfe0f, Break::Extend},
    Range{0xfe33, 0xfe34, Break::Connector},  Range{0xfeff, 0xfeff, Break::Extend},
    Range{0xff07, 0xff07, Break::MidBoth},    Range{0xff0c, 0xff0c, Break::MidNumber},
    Range{0xff0e, 0xff0e, Break::MidBoth},    Range{0xff10, 0xff19, Break::Digit},
    Range{0xff1a, 0xff1a, Break::MidLetter},  Range{0xff1b, 0xff1b, Break::MidNumber},
    Range{0xff21, 0xff3a, Break::Letter},     Range{0xff3f, 0xff3f, Break::Connector},
    Range{0xff41, 0xff5a, Break::Letter},     Range{0xff66, 0xff9d, Break::Katakana},
    Range{0x1f300, 0x1faff, Break::Alone},    Range{0x20000, 0x3134a, Break::Alone},
};
// clang-format on

Break break_of(char32_t c) {
    const auto found = std::ranges::upper_bound(kRanges, c, {}, &Range::first);
    if (found == kRanges.begin()) return Break::Other;
    const Range& range = *std::prev(found);
    return c <= range.last ? range.value : Break::Other;
}

/// The character at `position` with what extends it; `position` moves behind both.
Break next_break(std::string_view text, std::size_t& position) {
    const Break found = break_of(next_code_point(text, position));
    while (position < text.size()) {
        std::size_t behind = position;
        if (break_of(next_code_point(text, behind)) != Break::Extend) break;
        position = behind;
    }
    return found;
}

bool is_word(Break value) {
    return value == Break::Letter || value == Break::Digit || value == Break::Katakana;
}

/// No boundary between two neighbours (UAX 29: WB5, WB8 to WB10, WB13 to WB13b).
bool joins(Break left, Break right) {
    if (left == Break::Connector || right == Break::Connector) {
        return (is_word(left) || left == Break::Connector) &&
               (is_word(right) || right == Break::Connector);
    }
    if (left == Break::Katakana || right == Break::Katakana) return left == right;
    return is_word(left) && is_word(right);
}

/// No boundary around a character between two others (WB6, WB7, WB11, WB12).
bool bridges(Break left, Break middle, Break right) {
    if (left != right) return false;
    if (left == Break::Letter) return middle == Break::MidLetter || middle == Break::MidBoth;
    return left == Break::Digit && (middle == Break::MidNumber || middle == Break::MidBoth);
}

constexpr std::size_t kWordMax = 255;  // characters: Lucene's limit

/// Moves behind the word that begins before `position` with `last`. True when it has a letter, a
/// digit or Katakana: connectors alone are no word.
bool finish_word(std::string_view text, Break last, std::size_t& position) {
    bool has_word = is_word(last);
    for (std::size_t count = 1; position < text.size() && count < kWordMax; ++count) {
        std::size_t behind = position;
        const Break next = next_break(text, behind);
        if (!joins(last, next)) {
            if (behind >= text.size()) break;
            const Break after = next_break(text, behind);
            if (!bridges(last, next, after)) break;
            last = after;
        } else {
            last = next;
        }
        has_word = has_word || is_word(last);
        position = behind;
    }
    return has_word;
}

/// For a phrase: how many words may be kept when the one behind the first `i + 1` does not fit.
std::vector<std::size_t> fallbacks(std::span<const std::string> phrase) {
    std::vector<std::size_t> out(phrase.size(), 0);
    for (std::size_t i = 1, length = 0; i < phrase.size(); ++i) {
        while (length > 0 && phrase[i] != phrase[length]) length = out[length - 1];
        if (phrase[i] == phrase[length]) ++length;
        out[i] = length;
    }
    return out;
}

}  // namespace

bool Words::next() {
    return analyser_ == Analyser::Script ? next_script() : next_standard();
}

bool Words::next_script() {
    while (position_ < text_.size() && !is_script_character(text_[position_])) ++position_;
    word_.clear();
    for (; position_ < text_.size() && is_script_character(text_[position_]); ++position_) {
        const char c = text_[position_];
        word_ += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return !word_.empty();
}

bool Words::next_standard() {
    while (position_ < text_.size()) {
        const std::size_t start = position_;
        const Break first = next_break(text_, position_);
        const bool begins = is_word(first) || first == Break::Connector;
        if (first != Break::Alone && !(begins && finish_word(text_, first, position_))) continue;
        word_ = folded(text_.substr(start, position_ - start));
        return true;
    }
    return false;
}

std::vector<std::string> words_of(std::string_view text, Analyser analyser) {
    std::vector<std::string> out;
    for (Words words(text, analyser); words.next();) out.emplace_back(words.word());
    return out;
}

std::vector<std::string> phrase_words(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find(' '));
        if (!word.empty()) out.emplace_back(word);
        text.remove_prefix(std::min(text.size(), word.size() + 1));
    }
    return out;
}

Pattern lowered(const Pattern& pattern, Analyser analyser) {
    if (analyser == Analyser::Standard) return folded_pattern(pattern);
    Pattern out = pattern;
    for (PatternPart& part : out) {
        auto* literal = std::get_if<std::string>(&part);
        if (literal == nullptr) continue;
        for (char& c : *literal) {
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return out;
}

bool has_phrase(std::string_view text, Analyser analyser, std::span<const std::string> phrase) {
    if (phrase.empty()) return false;
    const std::vector<std::size_t> keep = fallbacks(phrase);
    std::size_t length = 0;  // words of the phrase that stand right before
    for (Words words(text, analyser); words.next();) {
        while (length > 0 && phrase[length] != words.word()) length = keep[length - 1];
        if (phrase[length] == words.word()) ++length;
        if (length == phrase.size()) return true;
    }
    return false;
}

}  // namespace xiezhi::rules
