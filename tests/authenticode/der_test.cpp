#include "xiezhi/formats/authenticode/der.h"

#include <gtest/gtest.h>

namespace xiezhi::authenticode {
namespace {

using namespace std::string_view_literals;

struct Case {
    std::string name;
    std::string_view bytes;
    bool readable;
    std::size_t content;
    std::size_t whole;
};

class DerElements : public ::testing::TestWithParam<Case> {};

TEST_P(DerElements, AreBounded) {
    const auto element = Elements(as_bytes(GetParam().bytes)).next();
    ASSERT_EQ(element.has_value(), GetParam().readable);
    if (!element) return;
    EXPECT_EQ(element->content.size(), GetParam().content);
    EXPECT_EQ(element->whole.size(), GetParam().whole);
}
INSTANTIATE_TEST_SUITE_P(
    Authenticode, DerElements,
    ::testing::Values(Case{"Short", "\x04\x02\x61\x62\x63"sv, true, 2, 4},
                      Case{"Long", "\x04\x81\x02\x61\x62"sv, true, 2, 5},
                      Case{"LengthBeyondEnd", "\x04\x03\x61\x62"sv, false, 0, 0},
                      Case{"LengthOfFiveBytes", "\x04\x85\x00\x00\x00\x00\x01\x61"sv, false, 0, 0},
                      Case{"LengthCut", "\x04\x82\x01"sv, false, 0, 0},
                      Case{"Indefinite", "\x30\x80\x02\x01\x05\x00\x00"sv, true, 3, 7},
                      Case{"IndefiniteNested", "\x30\x80\x30\x80\x00\x00\x02\x01\x05\x00\x00"sv,
                           true, 7, 11},
                      Case{"IndefiniteWithoutEnd", "\x30\x80\x02\x01\x05"sv, false, 0, 0},
                      Case{"IndefinitePrimitive", "\x04\x80\x61\x00\x00"sv, false, 0, 0},
                      Case{"HighTag", "\x1f\x81\x01\x00"sv, false, 0, 0},
                      Case{"Empty", ""sv, false, 0, 0}),
    [](const auto& one) { return one.param.name; });

TEST(Der, ObjectIds) {
    EXPECT_EQ(object_id(as_bytes("\x2b\x06\x01\x04\x01\x82\x37\x02\x01\x04"sv)),
              "1.3.6.1.4.1.311.2.1.4");
    EXPECT_EQ(object_id(as_bytes("\x60\x86\x48\x01\x65\x03\x04\x02\x01"sv)),
              "2.16.840.1.101.3.4.2.1");
    EXPECT_EQ(object_id(as_bytes("\x2b\x86"sv)), "");  // the last arc is open
    EXPECT_EQ(object_id({}), "");
}

TEST(Der, Times) {
    const auto time = [](std::uint8_t tag, std::string_view text) {
        Element element;
        element.tag = tag;
        element.content = as_bytes(text);
        const auto read = time_of(element);
        std::string out;
        if (read) append_iso(out, *read, 0);
        return out;
    };
    EXPECT_EQ(time(kUtcTime, "200912133907Z"), "2020-09-12T13:39:07Z");
    EXPECT_EQ(time(kUtcTime, "990101000000Z"), "1999-01-01T00:00:00Z");
    EXPECT_EQ(time(kGeneralizedTime, "20501231235959Z"), "2050-12-31T23:59:59Z");
    EXPECT_EQ(time(kGeneralizedTime, "20200912133907.5Z"), "2020-09-12T13:39:07Z");
    EXPECT_EQ(time(kUtcTime, "200912133907+0800"), "");
    EXPECT_EQ(time(kUtcTime, "20"), "");
    EXPECT_EQ(time(kOctets, "200912133907Z"), "");
}

}  // namespace
}  // namespace xiezhi::authenticode
