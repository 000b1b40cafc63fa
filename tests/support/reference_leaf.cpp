#include "tests/support/reference_leaf.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <ctime>
#include <optional>
#include <regex>
#include <sstream>

#include "xiezhi/base/text.h"
#include "xiezhi/base/time.h"
#include "xiezhi/rules/analyse.h"

namespace xiezhi::testing {

using namespace rules;

namespace {

std::string lower(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    return text;
}

std::u32string code_points(const std::string& text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) out += next_code_point(text, at);
    return out;
}

/// One character of a pattern: a run of anything, or a test of one character.
struct Atom {
    bool run = false;
    bool any = false;
    std::u32string choices;
};

/// The words by a regular expression where that is how they are defined; Standard by the engine's
/// own rules (tests/rules/analyse_test.cpp has their table).
std::vector<std::string> words_in(const std::string& text, Analyser analyser) {
    if (analyser == Analyser::Standard) return words_of(text, analyser);
    static const re2::RE2 kWord("([0-9A-Za-z_-]+)", re2::RE2::Latin1);
    std::vector<std::string> out;
    re2::StringPiece rest(text);
    for (std::string word; re2::RE2::FindAndConsume(&rest, kWord, &word);)
        out.push_back(lower(word));
    return out;
}

}  // namespace

/// Classic table: does the rest of the pattern fit the rest of the value?
bool pattern_fits(const Pattern& pattern, const std::string& value, bool fold_case) {
    std::vector<Atom> atoms;
    for (const PatternPart& part : pattern) {
        if (const auto* text = std::get_if<std::string>(&part)) {
            for (const char32_t c : code_points(*text)) atoms.push_back({false, false, {c}});
        } else if (const auto* choices = std::get_if<AnyOf>(&part)) {
            atoms.push_back({false, false, choices->choices});
        } else {
            const bool run = std::holds_alternative<AnyRun>(part);
            atoms.push_back({run, !run, {}});
        }
    }
    const std::u32string text = code_points(value);
    const auto same = [&](char32_t a, char32_t b) {
        return fold_case ? fold(a) == fold(b) : a == b;
    };
    std::vector<char> fits(text.size() + 1, 0);
    fits[text.size()] = 1;
    for (auto atom = atoms.rbegin(); atom != atoms.rend(); ++atom) {
        std::vector<char> next(text.size() + 1, 0);
        for (std::size_t at = text.size() + 1; at-- > 0;) {
            if (atom->run) {
                next[at] = fits[at] != 0 || (at < text.size() && next[at + 1] != 0);
            } else if (at < text.size()) {
                const bool one = atom->any || std::ranges::any_of(atom->choices, [&](char32_t c) {
                                     return same(c, text[at]);
                                 });
                next[at] = one && fits[at + 1] != 0;
            }
        }
        fits = std::move(next);
    }
    return fits[0] != 0;
}

/// An address as 128 characters '0' and '1'; v4 in its mapped form.
std::optional<std::string> address_bits(const std::string& text) {
    static const std::regex kV4(R"((\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3}))");
    const auto bits = [](unsigned value, int count) {
        std::string out;
        for (int i = count - 1; i >= 0; --i) out += (value >> i & 1U) != 0 ? '1' : '0';
        return out;
    };
    std::smatch match;
    if (std::regex_match(text, match, kV4)) {
        std::string out = std::string(80, '0') + std::string(16, '1');
        for (std::size_t i = 1; i <= 4; ++i) {
            if (std::stoul(match[i]) > 255) return std::nullopt;
            out += bits(static_cast<unsigned>(std::stoul(match[i])), 8);
        }
        return out;
    }
    std::string rest = text.substr(0, text.find('%'));
    const std::size_t last = rest.rfind(':');
    if (last == std::string::npos) return std::nullopt;
    const std::string tail = rest.substr(last + 1);
    if (tail.find('.') != std::string::npos) {  // a v4 tail: write it as two groups
        const auto v4 = address_bits(tail);
        if (!v4 || tail.find(':') != std::string::npos) return std::nullopt;
        const auto group = [&](std::size_t at) {
            return std::stoul(v4->substr(at, 16), nullptr, 2);
        };
        rest = fmt::format("{}{:x}:{:x}", rest.substr(0, last + 1), group(96), group(112));
    }
    static const std::regex kGroups("([0-9a-fA-F]{1,4})(:[0-9a-fA-F]{1,4})*");
    const std::size_t gap = rest.find("::");
    const std::string head = rest.substr(0, gap);
    const std::string back = gap == std::string::npos ? "" : rest.substr(gap + 2);
    const auto expand = [&](const std::string& groups) -> std::optional<std::string> {
        if (groups.empty()) return "";
        if (!std::regex_match(groups, kGroups)) return std::nullopt;
        std::string out;
        std::istringstream in(groups);
        for (std::string group; std::getline(in, group, ':');) {
            out += bits(static_cast<unsigned>(std::stoul(group, nullptr, 16)), 16);
        }
        return out;
    };
    const auto front_bits = expand(head);
    const auto back_bits = expand(back);
    if (!front_bits || !back_bits) return std::nullopt;
    const std::size_t size = front_bits->size() + back_bits->size();
    if (gap == std::string::npos ? size != 128 : size > 112) return std::nullopt;
    return *front_bits + std::string(128 - size, '0') + *back_bits;
}

bool in_network(const std::string& network, const std::string& address) {
    const std::size_t slash = network.find('/');
    const std::string base = network.substr(0, slash);
    const auto wanted = address_bits(base);
    const auto given = address_bits(address);
    if (!wanted || !given) return false;
    std::size_t bits = 128;
    if (slash != std::string::npos) {
        bits =
            std::stoul(network.substr(slash + 1)) + (base.find(':') == std::string::npos ? 96 : 0);
    }
    return wanted->substr(0, bits) == given->substr(0, bits);
}

std::optional<double> number_of(const std::string& folded_text) {
    static const std::regex kHex("0x[0-9a-f]{1,16}");
    static const std::regex kDecimal(R"(-?(\d+\.?\d*|\.\d+))");
    if (std::regex_match(folded_text, kHex)) {
        return static_cast<double>(std::stoull(folded_text.substr(2), nullptr, 16));
    }
    if (!std::regex_match(folded_text, kDecimal)) return std::nullopt;
    return std::stod(folded_text);
}

bool compare(double a, CompareOp op, double b) {
    switch (op) {
        case CompareOp::Eq:
            return a >= b && a <= b;
        case CompareOp::Ne:
            return a < b || a > b;
        case CompareOp::Lt:
            return a < b;
        case CompareOp::Le:
            return a <= b;
        case CompareOp::Gt:
            return a > b;
        case CompareOp::Ge:
            return a >= b;
    }
    return false;
}

std::optional<int> part_of_time(const std::string& text, TimeUnit unit) {
    const auto time = parse_iso(text);
    if (!time) return std::nullopt;
    std::string iso;
    append_iso(iso, *time, 0);
    const auto piece = [&](std::size_t at, std::size_t size) {
        return std::stoi(iso.substr(at, size));
    };
    switch (unit) {
        case TimeUnit::Year:
            return piece(0, 4);
        case TimeUnit::Month:
            return piece(5, 2);
        case TimeUnit::Day:
            return piece(8, 2);
        case TimeUnit::Hour:
            return piece(11, 2);
        case TimeUnit::Minute:
            return piece(14, 2);
        case TimeUnit::Week:
            break;
    }
    std::tm day{};
    day.tm_year = piece(0, 4) - 1900;
    day.tm_mon = piece(5, 2) - 1;
    day.tm_mday = piece(8, 2);
    day.tm_hour = 12;
    std::mktime(&day);  // fills weekday and day of the year
    // ISO 8601: a week belongs to the year of its Thursday. Windows' strftime knows no %V.
    day.tm_mday += 4 - (day.tm_wday == 0 ? 7 : day.tm_wday);
    std::mktime(&day);
    return day.tm_yday / 7 + 1;
}

std::size_t units_of(const std::string& text) {
    std::size_t units = 0;
    for (const char32_t c : code_points(text)) units += c > 0xffff ? 2U : 1U;
    return units;
}

bool words_fit(const Leaf& leaf, const std::string& value) {
    const std::vector<std::string> words = words_in(value, leaf.analyser);
    if (leaf.op == Op::TokenWildcard) {
        return std::ranges::any_of(words, [&](const std::string& word) {
            return pattern_fits(lowered(leaf.pattern, leaf.analyser), word, false);
        });
    }
    std::string all = " ";
    for (const std::string& word : words) all += word + " ";
    const auto phrase = phrase_words(leaf.text);
    std::string wanted = " ";
    for (const std::string& word : phrase) wanted += word + " ";
    return !phrase.empty() && all.find(wanted) != std::string::npos;
}

}  // namespace xiezhi::testing
