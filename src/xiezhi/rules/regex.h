#pragma once

#include <re2/re2.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace xiezhi::rules {

/// A regular expression of a rule: RE2 over UTF-8, so that no text can make it slow.
struct Regex {
    std::unique_ptr<re2::RE2> expression;
    std::size_t size_min = 0;  // bytes that a fitting value has at least
    /// `.{n,}` alone: so many characters in one line. RE2 would need megabytes and milliseconds.
    std::size_t run_min = 0;
    /// Case-folded ASCII texts, one of which stands in every fitting value's folded text; empty
    /// when nothing is known.
    std::vector<std::string> required;

    [[nodiscard]] bool fits(std::string_view text) const;
};

/// Regexes by their text, compiled once for all programs. Not for several threads at once; the
/// regexes given out are.
class RegexCache {
public:
    /// Never null; a pattern RE2 refuses fits nothing (loaders refuse it before).
    const Regex* get(const std::string& pattern);

private:
    std::map<std::string, std::unique_ptr<Regex>> regexes_;
};

/// Whether RE2 takes the pattern within our size limits; the reason in English when not.
[[nodiscard]] bool regex_valid(const std::string& pattern, std::string& reason);

}  // namespace xiezhi::rules
