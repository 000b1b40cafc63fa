#include "xiezhi/rules/regex_size.h"

#include <algorithm>
#include <optional>

namespace xiezhi::rules {
namespace {

constexpr std::size_t kSizeMax = 1U << 16U;
constexpr int kDepthMax = 32;

/// Walks the pattern once. RE2 has accepted it, so only what changes a size is looked at.
class SizeReader {
public:
    explicit SizeReader(std::string_view pattern) : rest_(pattern) {}

    std::optional<std::size_t> read() {
        const auto size = alternatives(0);
        return rest_.empty() ? size : std::nullopt;
    }

private:
    std::optional<std::size_t> alternatives(int depth) {
        if (depth > kDepthMax) return std::nullopt;
        std::optional<std::size_t> least;
        while (true) {
            const auto size = sequence(depth);
            if (!size) return std::nullopt;
            least = least ? std::min(*least, *size) : *size;
            if (!rest_.starts_with('|')) return least;
            rest_.remove_prefix(1);
        }
    }

    std::optional<std::size_t> sequence(int depth) {
        std::size_t total = 0;
        while (!rest_.empty() && rest_.front() != '|' && rest_.front() != ')') {
            const auto size = atom(depth);
            if (!size) return std::nullopt;
            total = std::min(kSizeMax, total + *size * repeats());
        }
        return total;
    }

    /// One character, class, group or assertion.
    std::optional<std::size_t> atom(int depth) {
        const char c = rest_.front();
        rest_.remove_prefix(1);
        if (c == '^' || c == '$') return 0;
        if (c == '(') return group(depth);
        if (c == '[') return skip_class() ? std::optional<std::size_t>(1) : std::nullopt;
        if (c == '\\') return escape();
        // Of a character of several bytes only the first counts.
        return (static_cast<unsigned char>(c) & 0xc0U) == 0x80 ? 0 : 1;
    }

    std::optional<std::size_t> group(int depth) {
        if (rest_.starts_with('?')) {
            const std::size_t end = rest_.find_first_of(":)>");
            if (end == std::string_view::npos) return std::nullopt;
            if (rest_.substr(0, end).find('x') != std::string_view::npos) return std::nullopt;
            const bool flags_only = rest_[end] == ')';
            rest_.remove_prefix(end + 1);
            if (flags_only) return 0;
        }
        const auto size = alternatives(depth + 1);
        if (!size || !rest_.starts_with(')')) return std::nullopt;
        rest_.remove_prefix(1);
        return size;
    }

    std::optional<std::size_t> escape() {
        constexpr std::string_view kPlain = "\\.+*?()|[]{}^$-/\"'`#&%~!@=<>,:;_ nrtfvdDwWsS";
        if (rest_.empty()) return std::nullopt;
        const char c = rest_.front();
        rest_.remove_prefix(1);
        if (c == 'b' || c == 'B' || c == 'A' || c == 'z') return 0;
        return kPlain.find(c) == std::string_view::npos ? std::nullopt
                                                        : std::optional<std::size_t>(1);
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

    /// The least count of the repetition that follows, if one does.
    std::size_t repeats() {
        std::size_t least = 1;
        while (!rest_.empty()) {
            const char c = rest_.front();
            if (c == '*' || c == '?') {
                least = 0;
            } else if (c == '{') {
                const auto count = counted();
                if (!count) return least;
                least = std::min(kSizeMax, least * *count);
                continue;
            } else if (c != '+') {
                return least;
            }
            rest_.remove_prefix(1);
            // A lazy mark is no second repetition; taking it for one only makes the answer smaller.
        }
        return least;
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

std::size_t shortest_match(std::string_view pattern) {
    return SizeReader(pattern).read().value_or(0);
}

}  // namespace xiezhi::rules
