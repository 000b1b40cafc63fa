#include "xiezhi/output/neutral.h"

#include <gtest/gtest.h>

using namespace std::string_literals;

namespace xiezhi::output {
namespace {

struct TextCase {
    const char* name;
    std::string in;
    std::string out;
};
std::string name_of(const ::testing::TestParamInfo<TextCase>& info) {
    return info.param.name;
}

class Visible : public ::testing::TestWithParam<TextCase> {};
TEST_P(Visible, LeavesNothingThatActs) {
    EXPECT_EQ(visible(GetParam().in), GetParam().out);
}
INSTANTIATE_TEST_SUITE_P(
    Texts, Visible,
    ::testing::Values(TextCase{"Plain", "C:\\x 汉", "C:\\x 汉"},
                      TextCase{"Colour", "\x1b[31mred", "<ESC>[31mred"},
                      TextCase{"Title", "\x1b]0;t\x07", "<ESC>]0;t<BEL>"},
                      TextCase{"C1",
                               "\xc2\x9b"
                               "31m",
                               "<U+009B>31m"},
                      TextCase{"RawC1Byte",
                               "\x9b"
                               "31m",
                               "\xef\xbf\xbd"
                               "31m"},
                      TextCase{"Nul", "a\0b"s, "a<NUL>b"},
                      TextCase{"Lines", "a\r\nb\tc\bd", "a<CR><LF>b<TAB>c<BS>d"},
                      TextCase{"Delete", "\x7f", "<U+007F>"},
                      TextCase{"RightToLeft", "\u202egnp.exe", "<U+202E>gnp.exe"},
                      TextCase{"ZeroWidth", "a\u200bb\ufeff", "a<U+200B>b<U+FEFF>"},
                      TextCase{"Tag", "\U000e0041", "<U+E0041>"},
                      TextCase{"LoneSurrogate", "\xed\xa0\x80", "\xef\xbf\xbd"},
                      TextCase{"Overlong", "\xc0\x9b", "\xef\xbf\xbd\xef\xbf\xbd"}),
    name_of);

TEST(VisibleLines, KeepsLineFeedsOnDemand) {
    EXPECT_EQ(visible("a\r\nb\rc\nd", true), "a\nb<CR>c\nd");
}

class CsvCell : public ::testing::TestWithParam<TextCase> {};
TEST_P(CsvCell, IsQuotedAndCalculatesNothing) {
    EXPECT_EQ(csv_cell(GetParam().in), GetParam().out);
}
INSTANTIATE_TEST_SUITE_P(
    Texts, CsvCell,
    ::testing::Values(
        TextCase{"Plain", "abc", "abc"}, TextCase{"Empty", "", ""},
        TextCase{"Comma", "a,b", "\"a,b\""}, TextCase{"Quote", "say \"x\"", "\"say \"\"x\"\"\""},
        TextCase{"LineFeed", "a\r\nb", "\"a\nb\""}, TextCase{"Equals", "=1+1", "'=1+1"},
        TextCase{"Plus", "+1", "'+1"}, TextCase{"Minus", "-2+3", "'-2+3"},
        TextCase{"At", "@SUM(A1)", "'@SUM(A1)"}, TextCase{"Tab", "\t=1", "'<TAB>=1"},
        TextCase{"Return", "\r=1", "'<CR>=1"}, TextCase{"FeedFirst", "\n=1", "\"'\n=1\""},
        TextCase{"ReturnFeed", "\r\n=1", "\"'\n=1\""}, TextCase{"FullWidth", "＝1", "'＝1"},
        TextCase{"QuotedFormula", "=\"a\"", "\"'=\"\"a\"\"\""},
        TextCase{"Escape", "a\x1b[0m", "a<ESC>[0m"}),
    name_of);

class Markdown : public ::testing::TestWithParam<TextCase> {};
TEST_P(Markdown, IsOnlyText) {
    EXPECT_EQ(markdown_text(GetParam().in), GetParam().out);
}
INSTANTIATE_TEST_SUITE_P(Texts, Markdown,
                         ::testing::Values(TextCase{"Plain", "abc", "abc"},
                                           TextCase{"Html", "<script>&", "&lt;script&gt;&amp;"},
                                           TextCase{"Link", "[x](y)", "\\[x\\]\\(y\\)"},
                                           TextCase{"Table", "a|b", "a\\|b"},
                                           TextCase{"LineFeed", "a\n# b", "a&lt;LF&gt;\\# b"}),
                         name_of);

class MarkdownCode : public ::testing::TestWithParam<TextCase> {};
TEST_P(MarkdownCode, CannotBeLeft) {
    EXPECT_EQ(markdown_code(GetParam().in), GetParam().out);
}
INSTANTIATE_TEST_SUITE_P(Texts, MarkdownCode,
                         ::testing::Values(TextCase{"Plain", "a*b", "`a*b`"},
                                           TextCase{"Ticks", "a``b", "```a``b```"},
                                           TextCase{"Edge", "`a", "`` `a ``"},
                                           TextCase{"Empty", "", "`  `"}),
                         name_of);

TEST(CleanUtf8, KeepsWhatIsValid) {
    EXPECT_EQ(clean_utf8("汉\xff字\xed\xa0\x80"), "汉\xef\xbf\xbd字\xef\xbf\xbd");
}

TEST(Shortened, CutsBetweenCharactersAndSaysHowMuch) {
    EXPECT_EQ(shortened("abc", 3), "abc");
    EXPECT_EQ(shortened("abcdef", 3), "abc ... (+3)");
    EXPECT_EQ(shortened("汉字", 4), "汉 ... (+3)");
}

}  // namespace
}  // namespace xiezhi::output
