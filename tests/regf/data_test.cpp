#include "xiezhi/formats/regf/data.h"

#include <gtest/gtest.h>

namespace xiezhi::testing {
namespace {

using namespace std::string_literals;

struct TextCase {
    std::string name;
    std::string data;
    std::string text;
    std::string after_nul{};
    bool ascii = false;
    bool terminated = true;
};

class TextOf : public ::testing::TestWithParam<TextCase> {};

TEST_P(TextOf, ToleratesWhatHivesHold) {
    const regf::TextData text = regf::text_of(as_bytes(GetParam().data));
    EXPECT_EQ(text.text, GetParam().text);
    EXPECT_EQ(as_text(text.after_nul), GetParam().after_nul);
    EXPECT_EQ(text.ascii, GetParam().ascii);
    EXPECT_EQ(text.terminated, GetParam().terminated);
}

INSTANTIATE_TEST_SUITE_P(
    Edges, TextOf,
    ::testing::Values(TextCase{"Plain", "a\0b\0\0\0"s, "ab"},
                      TextCase{"Empty", "", "", "", false, false},
                      TextCase{"NoNul", "a\0b\0"s, "ab", "", false, false},
                      TextCase{"OddSize", "a\0b\0\0"s, "ab", "", false, false},
                      TextCase{"MoreNuls", "a\0\0\0\0\0\0\0"s, "a"},
                      TextCase{"TextBehindNul", "a\0\0\0b\0"s, "a", "b\0"s},
                      TextCase{"OneByteOdd", "C:\\a.exe\0"s, "C:\\a.exe", "", true},
                      TextCase{"OneByteEven", "C:\\ab.ex\0"s.substr(1), ":\\ab.ex", "", true},
                      TextCase{"OneByteNoNul", "C:\\a.exes", "C:\\a.exes", "", true, false},
                      TextCase{"ChineseThatLooksLikeAscii", "bNbN\0\0"s,
                               "\xe4\xb9\xa2\xe4\xb9\xa2"},
                      TextCase{"SingleCharacter", "A\0"s, "A", "", false, false}),
    [](const auto& one) { return one.param.name; });

TEST(MultiText, KeepsEmptyOnesBetween) {
    using Names = std::vector<std::string>;
    EXPECT_EQ(regf::multi_text_of(as_bytes("a\0\0\0\0\0b\0\0\0\0\0"s)), (Names{"a", "", "b"}));
    EXPECT_EQ(regf::multi_text_of(as_bytes("a\0\0\0b\0"s)), (Names{"a", "b"}));
    EXPECT_EQ(regf::multi_text_of(as_bytes("\0\0\0\0"s)), Names{});
    EXPECT_EQ(regf::multi_text_of({}), Names{});
}

TEST(Number, OfAnySize) {
    using regf::ValueType;
    EXPECT_EQ(regf::number_of(ValueType::Dword, as_bytes("\1\2\3\4")), 0x04030201U);
    EXPECT_EQ(regf::number_of(ValueType::DwordBigEndian, as_bytes("\1\2\3\4")), 0x01020304U);
    EXPECT_EQ(regf::number_of(ValueType::Qword, as_bytes("\1\2")), 0x0201U);
    EXPECT_FALSE(regf::number_of(ValueType::Dword, {}));
    EXPECT_FALSE(regf::number_of(ValueType::Binary, as_bytes("123456789")));
}

}  // namespace
}  // namespace xiezhi::testing
