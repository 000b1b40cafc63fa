#include "xiezhi/rules/regex_facts.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace xiezhi::rules {
namespace {

constexpr std::size_t kSizeMax = 1U << 16U;
constexpr int kDepthMax = 32;
constexpr std::size_t kTextsMax = 16;

using Texts = std::vector<std::string>;

std::size_t shortest(const Texts& texts) {
    return std::ranges::min_element(texts, {}, &std::string::size)->size();
}

/// Of the texts that the parts of a sequence require, those that say most: long ones, few of them.
class BestTexts {
public:
    void offer(Texts texts) {
        if (texts.empty() || texts.size() > kTextsMax) return;
        const bool better = best_.empty() || shortest(texts) > shortest(best_) ||
                            (shortest(texts) == shortest(best_) && texts.size() < best_.size());
        if (better) best_ = std::move(texts);
    }
    [[nodiscard]] Texts take() { return std::exchange(best_, {}); }

private:
    Texts best_;
};

/// Walks the pattern once. RE2 has accepted it, so only what changes a size or interrupts a text is
/// looked at.
class FactsReader {
public:
    explicit FactsReader(std::string_view pattern) : rest_(pattern) {}

    std::optional<RegexFacts> read() {
        auto facts = alternatives(0);
        return rest_.empty() ? std::move(facts) : std::nullopt;
    }

private:
    struct Atom {
        RegexFacts facts;
        char literal = 0;       // lower case; 0: none
        bool is_place = false;  // `^`, `\b` …: has no width, so that texts go on behind it
    };
    struct Repeats {
        std::size_t least = 1;
        bool once = true;
    };

    std::optional<RegexFacts> alternatives(int depth) {
        if (depth > kDepthMax) return std::nullopt;
        auto out = sequence(depth);
        while (out && rest_.starts_with('|')) {
            rest_.remove_prefix(1);
            auto next = sequence(depth);
            if (!next) return std::nullopt;
            out->size_min = std::min(out->size_min, next->size_min);
            const bool both = !out->required.empty() && !next->required.empty();
            std::ranges::move(next->required, std::back_inserter(out->required));
            if (!both || out->required.size() > kTextsMax) out->required.clear();
            // Nothing known stays nothing known, whatever further alternatives say.
            if (out->required.empty()) return skip_alternatives(depth, out->size_min);
        }
        return out;
    }

    std::optional<RegexFacts> skip_alternatives(int depth, std::size_t size_min) {
        while (rest_.starts_with('|')) {
            rest_.remove_prefix(1);
            const auto next = sequence(depth);
            if (!next) return std::nullopt;
            size_min = std::min(size_min, next->size_min);
        }
        return RegexFacts{size_min, {}};
    }

    std::optional<RegexFacts> sequence(int depth) {
        RegexFacts total;
        BestTexts best;
        std::string run;  // literal characters that follow each other
        const auto end_run = [&] {
            if (!run.empty()) best.offer({std::exchange(run, {})});
        };
        while (!rest_.empty() && rest_.front() != '|' && rest_.front() != ')') {
            auto next = atom(depth);
            if (!next) return std::nullopt;
            const Repeats times = repeats();
            if (next->is_place) continue;
            total.size_min =
                std::min(kSizeMax, total.size_min + next->facts.size_min * times.least);
            if (next->literal != 0 && times.least > 0) run += next->literal;
            if (next->literal == 0 || !times.once) end_run();
            if (times.least > 0) best.offer(std::move(next->facts.required));
        }
        end_run();
        total.required = best.take();
        return total;
    }

    static Atom any_character() { return {.facts = {.size_min = 1, .required = {}}}; }
    static Atom place() { return {.facts = {}, .literal = 0, .is_place = true}; }
    static Atom literal_character(char c) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        return {.facts = {.size_min = 1, .required = {}}, .literal = c};
    }

    /// One character, class, group or assertion.
    std::optional<Atom> atom(int depth) {
        const char c = rest_.front();
        rest_.remove_prefix(1);
        if (c == '^' || c == '$') return place();
        if (c == '(') return group(depth);
        if (c == '[') return skip_class() ? std::optional(any_character()) : std::nullopt;
        if (c == '\\') return escape();
        if (c == '.') return any_character();
        if (static_cast<unsigned char>(c) < 0x80) return literal_character(c);
        while (!rest_.empty() && (static_cast<unsigned char>(rest_.front()) & 0xc0U) == 0x80)
            rest_.remove_prefix(1);
        return any_character();
    }

    std::optional<Atom> group(int depth) {
        if (rest_.starts_with('?')) {
            const std::size_t end = rest_.find_first_of(":)>");
            if (end == std::string_view::npos) return std::nullopt;
            if (rest_.substr(0, end).find('x') != std::string_view::npos) return std::nullopt;
            const bool flags_only = rest_[end] == ')';
            rest_.remove_prefix(end + 1);
            constexpr std::string_view kRepetitions = "*+?{";
            const bool repeats_other =  // whatever stands before the flags
                flags_only && !rest_.empty() && kRepetitions.find(rest_.front()) != rest_.npos;
            if (repeats_other) return std::nullopt;
            if (flags_only) return place();
        }
        auto facts = alternatives(depth + 1);
        if (!facts || !rest_.starts_with(')')) return std::nullopt;
        rest_.remove_prefix(1);
        return Atom{.facts = *std::move(facts)};
    }

    std::optional<Atom> escape() {
        constexpr std::string_view kSelf = "\\.+*?()|[]{}^$-/\"'`#&%~!@=<>,:;_ ";
        constexpr std::string_view kClasses = "nrtfvdDwWsS";
        if (rest_.empty()) return std::nullopt;
        const char c = rest_.front();
        rest_.remove_prefix(1);
        if (c == 'b' || c == 'B' || c == 'A' || c == 'z') return place();
        if (kSelf.find(c) != std::string_view::npos) return literal_character(c);
        if (kClasses.find(c) != std::string_view::npos) return any_character();
        return std::nullopt;
    }

    bool skip_class() {
        if (rest_.starts_with('^')) rest_.remove_prefix(1);
        if (rest_.starts_with(']')) rest_.remove_prefix(1);
        while (!rest_.empty()) {
            const char c = rest_.front();
            if (rest_.starts_with("[:")) return false;
            rest_.remove_prefix(c == '\\' ? std::min<std::size_t>(2, rest_.size()) : 1);
            if (c == ']') return true;
        }
        return false;
    }

    /// The repetition that follows, if one does.
    Repeats repeats() {
        Repeats out;
        while (!rest_.empty()) {
            const char c = rest_.front();
            if (c == '{') {
                const auto count = counted();
                if (!count) return out;
                out.least = std::min(kSizeMax, out.least * *count);
            } else if (c == '*' || c == '?' || c == '+') {
                if (c != '+') out.least = 0;
                rest_.remove_prefix(1);
            } else {
                return out;
            }
            out.once = false;
            if (rest_.starts_with('?')) rest_.remove_prefix(1);  // lazy: as often, otherwise chosen
        }
        return out;
    }

    /// `{n}`, `{n,}`, `{n,m}`; anything else is plain text.
    std::optional<std::size_t> counted() {
        const std::size_t end = rest_.find('}');
        if (end == std::string_view::npos) return std::nullopt;
        std::size_t count = 0;
        bool digits = false;
        for (const char c : rest_.substr(1, end - 1)) {
            if (c == ',') break;
            if (c < '0' || c > '9' || count > kSizeMax) return std::nullopt;
            count = count * 10 + static_cast<std::size_t>(c - '0');
            digits = true;
        }
        if (!digits) return std::nullopt;
        rest_.remove_prefix(end + 1);
        return count;
    }

    std::string_view rest_;
};

}  // namespace

RegexFacts read_regex_facts(std::string_view pattern) {
    return FactsReader(pattern).read().value_or(RegexFacts{});
}

}  // namespace xiezhi::rules
