#include "xiezhi/base/value.h"

#include <gtest/gtest.h>

#include <string>

#include "xiezhi/base/text.h"
#include "xiezhi/base/time.h"

namespace xiezhi {
namespace {

struct Case {
    const char* name;
    ValueType type;
    std::string_view bytes;
    const char* text;
};

class ValueText : public testing::TestWithParam<Case> {};

TEST_P(ValueText, IsAsWindowsWritesIt) {
    std::string text;
    append_text(text, {GetParam().type, as_bytes(GetParam().bytes)});
    EXPECT_EQ(text, GetParam().text);
    std::string folded_text;
    append_folded_text(folded_text, {GetParam().type, as_bytes(GetParam().bytes)});
    // Matching keeps the code units that a text for people cannot show.
    const bool replaced = text.find("\xef\xbf\xbd") != std::string::npos;
    EXPECT_EQ(folded_text, replaced ? "\xed\xa0\x80" : folded(text));
}

using namespace std::string_view_literals;

// clang-format off
INSTANTIATE_TEST_SUITE_P(
    Types, ValueText,
    testing::Values(
        Case{"Null",          ValueType::Null,       "\1\2"sv, ""},
        Case{"NulEndsText",   ValueType::String,     "A\0\0\0B\0"sv, "A"},
        Case{"OddByte",       ValueType::String,     "A\0B"sv, "A"},
        Case{"LoneSurrogate", ValueType::String,     "\x00\xd8"sv, "\xef\xbf\xbd"},
        Case{"Ansi",          ValueType::AnsiString, "a\x80\0b"sv, "a\xe2\x82\xac\x62"},
        Case{"Negative",      ValueType::Int8,       "\xff"sv, "-1"},
        Case{"Smallest",      ValueType::Int64,      "\0\0\0\0\0\0\0\x80"sv, "-9223372036854775808"},
        Case{"Unsigned",      ValueType::UInt16,     "\xff\xff"sv, "65535"},
        Case{"AnyBitIsTrue",  ValueType::Bool,       "\0\x10\0\0"sv, "true"},
        Case{"False",         ValueType::Bool,       "\0\0\0\0"sv, "false"},
        Case{"Hex",           ValueType::HexInt64,   "\xe7\x03\0\0\0\0\0\0"sv, "0x3e7"},
        Case{"Binary",        ValueType::Binary,     "\x0a\xff"sv, "0AFF"},
        Case{"Sid",           ValueType::Sid,        "\1\1\0\0\0\0\0\5\x12\0\0\0"sv, "S-1-5-18"},
        Case{"BigAuthority",  ValueType::Sid,        "\1\0\1\2\3\4\5\6"sv, "S-1-0x010203040506"},
        Case{"ShortSid",      ValueType::Sid,        "\1\2\0\0\0\0\0\5\x12\0\0\0"sv, "010200000000000512000000"},
        Case{"Guid",          ValueType::Guid,       "\x25\x96\x84\x54\x78\x54\x94\x49\xa5\xba\x3e\x3b\x03\x28\xc3\x0d"sv,
                                                     "{54849625-5478-4994-a5ba-3e3b0328c30d}"},
        Case{"WrongSize",     ValueType::UInt32,     "\1\2\3"sv, "010203"}),
    [](const auto& tested) { return tested.param.name; });
// clang-format on

TEST(Time, WritesAndReadsBack) {
    for (const char* text : {"1601-01-01T00:00:00.0000000Z", "2016-02-29T23:59:59.9999999Z",
                             "9999-12-31T23:59:59.9999999Z"}) {
        const auto time = parse_iso(text);
        ASSERT_TRUE(time) << text;
        std::string written;
        append_iso(written, *time, 7);
        EXPECT_EQ(written, text);
    }
    EXPECT_EQ(parse_iso("2016-07-08 20:12:51+02:00"), parse_iso("2016-07-08T18:12:51Z"));
    for (const char* wrong : {"", "2016", "2016-13-01", "2016-02-30", "2016-07-08T25:00:00Z",
                              "2016-07-08T18:12:51Zx", "1600-01-01"}) {
        EXPECT_FALSE(parse_iso(wrong)) << wrong;
    }
    std::string raw;
    append_iso(raw, FileTime{0xffffffffffffffff}, 7);
    EXPECT_EQ(raw, "18446744073709551615");
}

TEST(Text, Utf8AndBack) {
    const std::string text = "C:\\Users\\管理员\\ü😀";
    std::string wide;
    append_utf16le(wide, text);
    std::string back;
    append_utf8(back, as_bytes(wide));
    EXPECT_EQ(back, text);
    EXPECT_EQ(folded("ÄЖK\xe2\x84\xaa"), "äжkk");  // the Kelvin sign folds to k
    std::string folded_wide;
    std::string kept;
    append_utf16le(kept, "ÄЖ ABC");
    append_folded(folded_wide, as_bytes(kept));
    EXPECT_EQ(folded_wide, "äж abc");
}

}  // namespace
}  // namespace xiezhi
