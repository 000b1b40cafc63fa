#include "xiezhi/model/ecs/registry.h"

#include <gtest/gtest.h>

namespace xiezhi::ecs {
namespace {

Texts part(std::string_view text, std::string_view which) {
    Texts out;
    registry(text, which, out);
    return out;
}

TEST(EcsRegistry, PartsOfPaths) {
    EXPECT_EQ(part(R"(HKLM\System\X\Start)", "hive"), Texts{"HKLM"});
    EXPECT_EQ(part(R"(HKLM\System\X\Start)", "key"), Texts{R"(System\X\Start)"});
    EXPECT_EQ(part(R"(HKLM\System\X\Start)", "value"), Texts{"Start"});
    EXPECT_EQ(part(R"(HKEY_USERS\S-1-5-18)", "hive"), Texts{"HKU"});
    EXPECT_EQ(part(R"(\REGISTRY\A\x)", "hive"), Texts{});
    EXPECT_EQ(part(R"(\REGISTRY\A\x)", "key"), Texts{});
    EXPECT_EQ(part("HKU", "key"), Texts{});
    EXPECT_EQ(part("", "value"), Texts{});
}

TEST(EcsRegistry, Data) {
    EXPECT_EQ(part("DWORD (0x0000000a)", "strings"), Texts{"10"});
    EXPECT_EQ(part("DWORD (0x0000000a)", "type"), Texts{"SZ_DWORD"});
    EXPECT_EQ(part("QWORD (0x00000001-0x00000002)", "strings"), Texts{"258"});  // (1 << 8) + 2
    EXPECT_EQ(part("QWORD (0x00000001-0x00000002)", "type"), Texts{"SZ_QWORD"});
    EXPECT_EQ(part("Binary Data", "strings"), Texts{"Binary Data"});
    EXPECT_EQ(part("Binary Data", "type"), Texts{"REG_BINARY"});
    for (const char* text : {"x", "DWORD (?)", "DWORD", "DWORD 1)", "QWORD (0x1)", "(1)"}) {
        EXPECT_EQ(part(text, "strings"), Texts{text});
        EXPECT_EQ(part(text, "type"), Texts{"REG_SZ"});
    }
    EXPECT_EQ(part("", "strings"), Texts{});
}

}  // namespace
}  // namespace xiezhi::ecs
