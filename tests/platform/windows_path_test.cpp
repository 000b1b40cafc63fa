#include "xiezhi/platform/windows_path.h"

#include <gtest/gtest.h>

namespace xiezhi::platform {
namespace {

struct PathCase {
    const char* name;
    const char* path;
    const char* current;
    const char* extended;
};

class ExtendedPath : public testing::TestWithParam<PathCase> {};

TEST_P(ExtendedPath, Is) {
    EXPECT_EQ(extended_path(GetParam().path, GetParam().current), GetParam().extended);
}

INSTANTIATE_TEST_SUITE_P(
    Paths, ExtendedPath,
    testing::Values(  //  name                 path                 current           extended
        PathCase{"Absolute", R"(C:\a\b.evtx)", R"(D:\x)", R"(\\?\C:\a\b.evtx)"},
        PathCase{"Slashes", "C:/a//b", R"(D:\x)", R"(\\?\C:\a\b)"},
        PathCase{"Relative", "logs/a", R"(D:\x)", R"(\\?\D:\x\logs\a)"},
        PathCase{"DotAlone", ".", R"(D:\x\y)", R"(\\?\D:\x\y)"},
        PathCase{"Up", R"(..\a)", R"(D:\x\y)", R"(\\?\D:\x\a)"},
        PathCase{"UpStopsAtRoot", R"(..\..\..\a)", R"(D:\x)", R"(\\?\D:\a)"},
        PathCase{"FromRoot", R"(\a\b)", R"(D:\x\y)", R"(\\?\D:\a\b)"},
        PathCase{"DriveRoot", "C:/", R"(D:\x)", R"(\\?\C:\)"},
        PathCase{"DriveFolder", "d:a", R"(D:\x)", R"(\\?\D:\x\a)"},
        PathCase{"OtherDriveFolder", "e:a", R"(D:\x)", R"(\\?\e:\a)"},
        PathCase{"Share", R"(\\srv\logs\a)", R"(D:\x)", R"(\\?\UNC\srv\logs\a)"},
        PathCase{"ShareKeepsRoot", R"(\\srv\logs\..\a)", R"(D:\x)", R"(\\?\UNC\srv\logs\a)"},
        PathCase{"OnShare", "a", R"(\\srv\logs\x)", R"(\\?\UNC\srv\logs\x\a)"},
        PathCase{"RootOfShare", R"(\a)", R"(\\srv\logs\x)", R"(\\?\UNC\srv\logs\a)"},
        PathCase{"Literal", R"(\\?\C:\a.)", R"(D:\x)", R"(\\?\C:\a.)"},
        PathCase{"Shadow", "//?/GLOBALROOT/Device/HarddiskVolumeShadowCopy1/a", R"(D:\x)",
                 R"(\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy1\a)"},
        PathCase{"Device", R"(\\.\PhysicalDrive0)", R"(D:\x)", R"(\\.\PhysicalDrive0)"},
        PathCase{"TrailingDot", R"(C:\a.)", R"(D:\x)", R"(\\?\C:\a.)"},
        PathCase{"Chinese", "证据/安全.evtx", R"(D:\x)", R"(\\?\D:\x\证据\安全.evtx)"}),
    [](const auto& path) { return std::string(path.param.name); });

}  // namespace
}  // namespace xiezhi::platform
