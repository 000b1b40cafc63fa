#include "xiezhi/base/guid.h"

#include <gtest/gtest.h>

#include "xiezhi/base/code_page.h"

namespace xiezhi {
namespace {

Guid guid(std::string_view bytes) {
    return guid_of(as_bytes(bytes));
}

TEST(Guid, TextAndOrigin) {
    const Guid one = guid(
        std::string_view("\x84\xe5\x1c\x9b\x4c\x4a\xe5\x11\xb5\xc9\x08\x00\x27\xac\x3d\x7f", 16));
    EXPECT_EQ(one.text(), "9b1ce584-4a4c-11e5-b5c9-080027ac3d7f");
    const auto origin = guid_origin(one);
    ASSERT_TRUE(origin.has_value());
    EXPECT_EQ(origin->mac_address, "08:00:27:ac:3d:7f");
    std::string made;
    append_iso(made, origin->made, 7);
    EXPECT_EQ(made, "2015-08-24T10:40:58.5000324Z");
    EXPECT_FALSE(guid_origin(Guid{}).has_value());
    EXPECT_TRUE(guid("too short").is_null());
}

TEST(FatTime, DatesAndWhatIsNone) {
    const auto time = from_fat(0x5a61, 0x6000);  // 2025-03-01 12:00
    ASSERT_TRUE(time.has_value());
    std::string text;
    append_iso(text, *time, 0);
    EXPECT_EQ(text, "2025-03-01T12:00:00Z");
    EXPECT_FALSE(from_fat(0, 0).has_value());
    EXPECT_FALSE(from_fat(0x5a61, 0xffff).has_value());
}

TEST(AnsiText, ChineseAndWesternAreToldApart) {
    EXPECT_EQ(decode_ansi("plain"), "plain");
    EXPECT_EQ(decode_ansi("文件"), "文件");
    EXPECT_EQ(decode_ansi("\xCE\xC4\xBC\xFE"), "文件");
    EXPECT_EQ(decode_ansi("f\xFCr Gr\xF6\xDF"
                          "e"),
              "für Größe");
    EXPECT_EQ(decode_ansi("\x80 5"), "€ 5");
}

}  // namespace
}  // namespace xiezhi
