#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/rules/predicate.h"

namespace xiezhi::rules {

/// Cuts a text into words as Elasticsearch's analysers do. A word's text is in lower case (Script:
/// ASCII; Standard: folded) and stands in the value as it is, but for its case.
/// Script: the pattern analyser with `[\W&&[^-]]+`; Java's \W knows ASCII alone, so every other
/// character parts words. Standard: UAX 29 over the scripts of analyse.cpp; longer words than 255
/// characters are cut.
class Words {
public:
    Words(std::string_view text, Analyser analyser) : text_(text), analyser_(analyser) {}

    [[nodiscard]] bool next();
    /// Valid until the next next().
    [[nodiscard]] std::string_view word() const noexcept { return word_; }

private:
    bool next_script();
    bool next_standard();

    std::string_view text_;
    Analyser analyser_;
    std::size_t position_ = 0;
    std::string word_;
};

[[nodiscard]] std::vector<std::string> words_of(std::string_view text, Analyser analyser);

/// Leaf::text of a Phrase cut at its blanks.
[[nodiscard]] std::vector<std::string> phrase_words(std::string_view text);

/// A pattern over words: in lower case as the analyser writes them.
[[nodiscard]] Pattern lowered(const Pattern& pattern, Analyser analyser);

/// Whether `phrase` stands in a row in the text.
[[nodiscard]] bool has_phrase(std::string_view text, Analyser analyser,
                              std::span<const std::string> phrase);

}  // namespace xiezhi::rules
