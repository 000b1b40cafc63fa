#include "xiezhi/output/width.h"

#include <gtest/gtest.h>

namespace xiezhi::output {
namespace {

struct WidthCase {
    const char* name;
    const char* text;
    std::size_t columns;
};

class Width : public ::testing::TestWithParam<WidthCase> {};

TEST_P(Width, IsWhatATerminalShows) {
    EXPECT_EQ(display_width(GetParam().text), GetParam().columns);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, Width,
    ::testing::Values(WidthCase{"Empty", "", 0}, WidthCase{"Ascii", "abc", 3},
                      WidthCase{"Latin", "é", 1}, WidthCase{"Combining", "e\xcc\x81", 1},
                      WidthCase{"Chinese", "獬豸", 4}, WidthCase{"ChinesePunctuation", "：，。", 6},
                      WidthCase{"FullWidth", "Ａ", 2}, WidthCase{"HalfWidthKana", "ｱ", 1},
                      WidthCase{"Hangul", "한", 2}, WidthCase{"Emoji", "😀", 2},
                      WidthCase{"ExtensionB", "𠀀", 2}, WidthCase{"Broken", "\xff", 1}),
    [](const auto& width) { return width.param.name; });

TEST(Padded, CountsColumnsNotBytes) {
    EXPECT_EQ(padded("主机", 6), "主机  ");
    EXPECT_EQ(padded("longer", 3), "longer");
}

using Lines = std::vector<std::string>;

TEST(Wrapped, BreaksWhereTheEyeExpectsIt) {
    EXPECT_EQ(wrapped("", 10), Lines{""});
    EXPECT_EQ(wrapped("one two three", 8), (Lines{"one two", "three"}));
    EXPECT_EQ(wrapped("C:\\Windows\\System32\\cmd.exe", 12),
              (Lines{"C:\\Windows\\", "System32\\", "cmd.exe"}));
    EXPECT_EQ(wrapped("abcdefghij", 4), (Lines{"abcd", "efgh", "ij"}));
    EXPECT_EQ(wrapped("没有空格的文本", 5), (Lines{"没有", "空格", "的文", "本"}));
    EXPECT_EQ(wrapped("文本，文本", 4), (Lines{"文", "本，", "文本"}));
    EXPECT_EQ(wrapped("a\nb", 5), (Lines{"a", "b"}));
    EXPECT_EQ(wrapped("汉", 0), Lines{"汉"});  // wider than the line: still there, once
}

TEST(Wrapped, LosesNothingButTrailingBlanks) {
    const std::string text =
        "powershell -enc AAAA=&&b;汉字,C:\\x\\y|z 123456789012345678901234567890";
    for (std::size_t columns = 2; columns < 60; ++columns) {
        std::string joined;
        for (const std::string& line : wrapped(text, columns)) {
            EXPECT_LE(display_width(line), columns);
            joined += line;
        }
        std::string expected = text;
        std::erase(expected, ' ');
        std::erase(joined, ' ');
        EXPECT_EQ(joined, expected) << columns;
    }
}

}  // namespace
}  // namespace xiezhi::output
