#include "xiezhi/rules/regex_facts.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>

#include "tools/demo/random.h"
#include "xiezhi/base/text.h"

namespace xiezhi::rules {
namespace {

using Texts = std::vector<std::string>;

struct Facts {
    const char* pattern;
    std::size_t size_min;
    Texts required;
};

class RegexFactsOf : public ::testing::TestWithParam<Facts> {};

TEST_P(RegexFactsOf, Pattern) {
    const RegexFacts facts = read_regex_facts(GetParam().pattern);
    EXPECT_EQ(facts.size_min, GetParam().size_min);
    EXPECT_EQ(facts.required, GetParam().required);
}

INSTANTIATE_TEST_SUITE_P(
    Patterns, RegexFactsOf,
    ::testing::Values(Facts{"", 0, {}}, Facts{"Abc", 3, {"abc"}}, Facts{"ab.cde", 6, {"cde"}},
                      Facts{"ab+cd", 4, {"ab"}}, Facts{"ab*cd", 3, {"cd"}},
                      Facts{"a{3}b", 4, {"a"}}, Facts{"ab?", 1, {"a"}},
                      Facts{"(?:abc|de)f", 3, {"abc", "de"}}, Facts{"(abc|)d", 1, {"d"}},
                      Facts{"(abc|d*|ef)", 0, {}}, Facts{"(?i)^a\\bc$", 2, {"ac"}},
                      Facts{"\\d\\.exe", 5, {".exe"}}, Facts{"[ab]cd[^\\]]", 4, {"cd"}},
                      Facts{"(abc)?d", 1, {"d"}}, Facts{"(abc){2}", 6, {"abc"}},
                      Facts{"\xc3\xa9*ab", 2, {"ab"}}, Facts{"a\\x41b", 0, {}},
                      Facts{"a+?b", 2, {"a"}}, Facts{"a|b", 1, {"a", "b"}},
                      Facts{"ab{,3}c", 7, {"ab{,3}c"}}));

/// Random patterns against RE2: every text that fits is as long, and has one of the texts.
TEST(RegexFacts, AreTrueOfEveryMatch) {
    constexpr std::string_view kPieces[] = {"a",   "b",     "C",   "ab",  ".",    "*",    "+", "?",
                                            "|",   "(",     "(?:", ")",   "[ab]", "[^a]", "^", "$",
                                            "{2}", "{0,1}", "\\b", "\\.", "\\w",  "(?i)", "??"};
    demo::Random random(7);
    const auto below = [&](std::size_t limit) { return random.next() % limit; };
    re2::RE2::Options quiet;
    quiet.set_log_errors(false);
    std::size_t matches = 0;
    for (int round = 0; round < 30'000; ++round) {
        std::string pattern;
        for (std::size_t i = 1 + below(8); i > 0; --i)
            pattern += kPieces[below(std::size(kPieces))];
        const re2::RE2 expression(pattern, quiet);
        if (!expression.ok()) continue;
        const RegexFacts facts = read_regex_facts(pattern);
        for (int i = 0; i < 8; ++i) {
            std::string text;
            for (std::size_t k = below(8); k > 0; --k) text += "abcABC. "[below(8)];
            if (!re2::RE2::PartialMatch(text, expression)) continue;
            ++matches;
            ASSERT_GE(text.size(), facts.size_min) << pattern << " fits " << text;
            const std::string lower = folded(text);
            const auto has = [&](const std::string& t) { return lower.find(t) != lower.npos; };
            ASSERT_TRUE(facts.required.empty() || std::ranges::any_of(facts.required, has))
                << pattern << " fits " << text;
        }
    }
    EXPECT_GT(matches, 10'000U);
}

}  // namespace
}  // namespace xiezhi::rules
