#include "xiezhi/rules/sigma/condition.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <utility>

#include "xiezhi/base/message_ids.h"

namespace xiezhi::rules::sigma {
namespace {

constexpr std::size_t kDepthMax = 64;

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool is_special(char c) {
    return c == '(' || c == ')';
}

bool is_identifier(std::string_view word) {
    return !word.empty() && std::ranges::all_of(word, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
    });
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

/// `and`, `AND`, but not `And`: neither is a name anybody gives.
bool is_word(std::string_view word, std::string_view keyword) {
    if (word == keyword) return true;
    return lower(word) == keyword &&
           std::ranges::all_of(word, [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::vector<std::string_view> split_words(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t i = 0; i < text.size();) {
        if (is_blank(text[i])) {
            ++i;
            continue;
        }
        std::size_t end = i + 1;
        if (!is_special(text[i])) {
            while (end < text.size() && !is_blank(text[end]) && !is_special(text[end])) ++end;
        }
        words.push_back(text.substr(i, end - i));
        i = end;
    }
    return words;
}

class Parser {
public:
    Parser(std::vector<std::string_view> words, const std::vector<std::string>& names, Mark mark,
           Diagnosis& diagnosis)
        : words_(std::move(words)), names_(names), mark_(mark), diagnosis_(diagnosis) {}

    std::optional<Condition> whole() {
        auto condition = chain(Condition::Kind::Or);
        if (condition && position_ < words_.size()) {
            return diagnosis_.refuse(mark_, msg::sigma_condition_unexpected(std::string(peek())));
        }
        return condition;
    }

private:
    [[nodiscard]] std::string_view peek(std::size_t ahead = 0) const {
        return position_ + ahead < words_.size() ? words_[position_ + ahead] : std::string_view();
    }

    /// `a or b or c`, or `a and b and c` one level below.
    std::optional<Condition> chain(Condition::Kind kind) {
        const bool is_or = kind == Condition::Kind::Or;
        Condition out;
        out.kind = kind;
        do {
            auto child = is_or ? chain(Condition::Kind::And) : negation();
            if (!child) return std::nullopt;
            out.children.push_back(std::move(*child));
        } while (take(is_or ? "or" : "and"));
        if (out.children.size() == 1) return std::move(out.children.front());
        return out;
    }

    bool take(std::string_view keyword) {
        if (!is_word(peek(), keyword)) return false;
        ++position_;
        return true;
    }

    std::optional<Condition> negation() {
        if (++depth_ > kDepthMax) {
            return diagnosis_.refuse(mark_, msg::sigma_condition_too_deep(kDepthMax));
        }
        std::optional<Condition> out;
        if (take("not")) {
            if (auto child = negation()) {
                out.emplace();
                out->kind = Condition::Kind::Not;
                out->children.push_back(std::move(*child));
            }
        } else {
            out = atom();
        }
        --depth_;
        return out;
    }

    std::optional<Condition> atom() {
        const std::string_view word = peek();
        if (word.empty()) return diagnosis_.refuse(mark_, msg::sigma_condition_ends());
        if (take("(")) {
            auto inner = chain(Condition::Kind::Or);
            if (!inner) return std::nullopt;
            if (!take(")")) return diagnosis_.refuse(mark_, msg::sigma_condition_bracket());
            return inner;
        }
        if (is_word(peek(1), "of")) return quantified();
        ++position_;
        const auto found = std::ranges::find(names_, word);
        if (found != names_.end()) {
            return named(static_cast<std::size_t>(found - names_.begin()));
        }
        const bool name = is_identifier(word) && !is_word(word, "and") && !is_word(word, "or");
        return diagnosis_.refuse(mark_, name ? msg::sigma_condition_unknown(std::string(word))
                                             : msg::sigma_condition_unexpected(std::string(word)));
    }

    static Condition named(std::size_t index) {
        Condition out;
        out.kind = Condition::Kind::Selection;
        out.selection = index;
        return out;
    }

    std::optional<Condition> quantified() {
        const std::string_view quantifier = peek();
        const std::string_view pattern = peek(2);
        position_ += 3;
        const bool all = is_word(quantifier, "all");
        if (!all && !is_word(quantifier, "any") && quantifier != "1") {
            return diagnosis_.refuse(mark_,
                                     msg::sigma_condition_quantifier(std::string(quantifier)));
        }
        std::string bare(pattern);
        std::erase(bare, '*');
        if (pattern.empty() || (!bare.empty() && !is_identifier(bare))) {
            return diagnosis_.refuse(mark_, msg::sigma_condition_pattern(std::string(pattern)));
        }
        const bool them = is_word(pattern, "them");
        Condition out;
        out.kind = all ? Condition::Kind::And : Condition::Kind::Or;
        for (std::size_t i = 0; i < names_.size(); ++i) {
            const bool hidden = names_[i].starts_with('_') && (them || !pattern.starts_with('_'));
            if (!hidden && (them || matches_name(pattern, names_[i])))
                out.children.push_back(named(i));
        }
        if (out.children.size() == 1) return std::move(out.children.front());
        if (out.children.empty()) {
            diagnosis_.warn(mark_, msg::sigma_condition_nothing(std::string(pattern)));
            out.kind = Condition::Kind::False;
        }
        return out;
    }

    std::vector<std::string_view> words_;
    const std::vector<std::string>& names_;
    Mark mark_;
    Diagnosis& diagnosis_;
    std::size_t position_ = 0;
    std::size_t depth_ = 0;
};

struct NamedCompare {
    std::string_view name;
    CompareOp op;
};
constexpr auto kCompares = std::to_array<NamedCompare>({{">=", CompareOp::Ge},
                                                        {"<=", CompareOp::Le},
                                                        {"==", CompareOp::Eq},
                                                        {"!=", CompareOp::Ne},
                                                        {">", CompareOp::Gt},
                                                        {"<", CompareOp::Lt},
                                                        {"=", CompareOp::Eq}});

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

/// `count(field) by a, b > 5`; near and the other functions are refused.
std::optional<Aggregation> parse_aggregation(std::string_view text, Mark mark,
                                             Diagnosis& diagnosis) {
    const auto refuse = [&] {
        return diagnosis.refuse(mark, msg::sigma_aggregation(std::string(trimmed(text))));
    };
    std::string_view rest = trimmed(text);
    constexpr std::string_view kCount = "count(";
    if (!rest.starts_with(kCount)) return refuse();
    rest.remove_prefix(kCount.size());
    const std::size_t bracket = rest.find(')');
    if (bracket == std::string_view::npos) return refuse();
    Aggregation out;
    out.field = trimmed(rest.substr(0, bracket));
    rest.remove_prefix(bracket + 1);
    const std::size_t compare = rest.find_first_of("<>=!");
    if (compare == std::string_view::npos) return refuse();
    const std::string_view group = trimmed(rest.substr(0, compare));
    if (group.starts_with("by ")) {
        std::string spaced(group.substr(3));
        std::ranges::replace(spaced, ',', ' ');
        for (const std::string_view word : split_words(spaced)) out.group_by.emplace_back(word);
    } else if (!group.empty()) {
        return refuse();
    }
    rest.remove_prefix(compare);
    const auto* op = std::ranges::find_if(
        kCompares, [&](const NamedCompare& each) { return rest.starts_with(each.name); });
    if (op == kCompares.end()) return refuse();
    out.op = op->op;
    const std::string number(trimmed(rest.substr(op->name.size())));
    const char* end = std::to_address(number.end());
    const auto [stop, error] = std::from_chars(number.data(), end, out.value);
    if (number.empty() || error != std::errc() || stop != end) return refuse();
    return out;
}

}  // namespace

bool matches_name(std::string_view pattern, std::string_view name) noexcept {
    // Greedy with one way back: the last star takes one character more.
    std::size_t p = 0;
    std::size_t star = std::string_view::npos;
    std::size_t resume = 0;
    for (std::size_t n = 0; n < name.size();) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = n;
        } else if (p < pattern.size() && pattern[p] == name[n]) {
            ++p;
            ++n;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            n = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

std::optional<ParsedCondition> parse_condition(std::string_view text,
                                               const std::vector<std::string>& names, Mark mark,
                                               Diagnosis& diagnosis) {
    const std::size_t pipe = text.find('|');
    auto condition = Parser(split_words(text.substr(0, pipe)), names, mark, diagnosis).whole();
    if (!condition) return std::nullopt;
    ParsedCondition out{std::move(*condition), {}};
    if (pipe == std::string_view::npos) return out;
    out.aggregation = parse_aggregation(text.substr(pipe + 1), mark, diagnosis);
    if (!out.aggregation) return std::nullopt;
    return out;
}

}  // namespace xiezhi::rules::sigma
