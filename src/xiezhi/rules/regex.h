#pragma once

#include <re2/re2.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace xiezhi::rules {

/// A regular expression of a rule: RE2 over UTF-8, so that no text can make it slow. For several
/// threads at once.
class Regex {
public:
    explicit Regex(std::string pattern);

    [[nodiscard]] bool fits(std::string_view text) const;

    /// Case-folded ASCII texts, one of which stands in every fitting value's folded text; empty
    /// when nothing is known.
    [[nodiscard]] const std::vector<std::string>& required() const noexcept { return required_; }

private:
    std::string pattern_;
    std::size_t size_min_ = 0;  // bytes that a fitting value has at least
    /// `.{n,}` alone: so many characters in one line. RE2 would need megabytes and milliseconds.
    std::size_t run_min_ = 0;
    std::vector<std::string> required_;
    mutable std::once_flag compiled_;  // when first asked for: most never are
    mutable std::unique_ptr<re2::RE2> expression_;
};

/// Regexes by their text, compiled once for all programs. For several threads at once.
class RegexCache {
public:
    /// Never null; a pattern RE2 refuses fits nothing (loaders refuse it before).
    const Regex* get(const std::string& pattern);

private:
    std::mutex mutex_;
    std::map<std::string, std::unique_ptr<Regex>> regexes_;
};

/// Whether RE2 takes the pattern within our size limits; the reason in English when not.
[[nodiscard]] bool regex_valid(const std::string& pattern, std::string& reason);

}  // namespace xiezhi::rules
