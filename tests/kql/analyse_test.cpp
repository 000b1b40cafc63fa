// How texts are cut into words. Script: the pattern analyser of the script-block field; Standard:
// Unicode's word boundaries, by examples from UAX 29 and from what logs hold.
#include "xiezhi/rules/analyse.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace xiezhi::rules {
namespace {

struct Cut {
    const char* name;
    Analyser analyser;
    const char* text;
    const char* words;  // with | between
};

class Analyse : public testing::TestWithParam<Cut> {};

TEST_P(Analyse, CutsIntoWords) {
    const auto words = words_of(GetParam().text, GetParam().analyser);
    EXPECT_EQ(fmt::format("{}", fmt::join(words, "|")), GetParam().words);
}

constexpr Analyser kScript = Analyser::Script;
constexpr Analyser kStandard = Analyser::Standard;

// clang-format off
INSTANTIATE_TEST_SUITE_P(Texts, Analyse, testing::Values(
    Cut{"Call", kScript, "[K32]::VirtualAlloc(0,1)", "k32|virtualalloc|0|1"},
    Cut{"HyphenStays", kScript, "Invoke-X -Dump_it", "invoke-x|-dump_it"},
    Cut{"OnlyAscii", kScript, "VirtualAllocé中K\xe2\x84\xaa" "B", "virtualalloc|k|b"},
    Cut{"Nothing", kScript, "::\xff\xfe", ""},
    Cut{"Sentence", kStandard, "The QUICK brown-fox, can't!", "the|quick|brown|fox|can't"},
    Cut{"Numbers", kStandard, "3.14 1,000 v1.2a 10.0.0.1", "3.14|1,000|v1.2a|10.0.0.1"},
    Cut{"DotsBetweenLetters", kStandard, "net.webclient a..b .x.", "net.webclient|a|b|x"},
    Cut{"Underscore", kStandard, "_a_1_ ___ a_-b", "_a_1_|a_|b"},
    Cut{"Chinese", kStandard, "登录 成功abc", "登|录|成|功|abc"},
    Cut{"Kana", kStandard, "カタカナ ひら", "カタカナ|ひ|ら"},
    Cut{"Accents", kStandard, "CAFÉ cafe\xcc\x81", "café|cafe\xcc\x81"},
    Cut{"Path", kStandard, "C:\\Temp\\a.exe", "c|temp|a.exe"}),
    [](const auto& cut) { return cut.param.name; });
// clang-format on

TEST(Analyse, CutsWordsThatAreTooLong) {
    const auto words = words_of(std::string(300, 'a') + " b", Analyser::Standard);
    ASSERT_EQ(words.size(), 3U);
    EXPECT_EQ(words[0].size(), 255U);
    EXPECT_EQ(words[1].size(), 45U);
}

TEST(Analyse, PhrasesStandInARow) {
    const auto has = [](std::string_view text, std::string_view phrase) {
        return has_phrase(text, Analyser::Script, phrase_words(phrase));
    };
    EXPECT_TRUE(has("a a b", "a b"));
    EXPECT_TRUE(has("x y x y z", "x y z"));
    EXPECT_FALSE(has("a c b", "a b"));
    EXPECT_FALSE(has("ab", "a"));
    EXPECT_FALSE(has("a", ""));
}

}  // namespace
}  // namespace xiezhi::rules
