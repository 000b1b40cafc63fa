// Where artefacts stood on the volume, by what collectors make of paths.
#include "xiezhi/readers/volume.h"

#include <gtest/gtest.h>

namespace xiezhi::readers {
namespace {

struct PathCase {
    const char* name;
    const char* path;
    const char* root;  // null: no volume
    char drive;
    const char* rest;
};

class VolumePaths : public testing::TestWithParam<PathCase> {};

TEST_P(VolumePaths, AreCut) {
    const std::string_view path = GetParam().path;
    const auto found = volume_path(path);
    ASSERT_EQ(found.has_value(), GetParam().root != nullptr);
    if (!found) return;
    EXPECT_EQ(path.substr(0, found->root_size), GetParam().root);
    EXPECT_EQ(found->drive, GetParam().drive);
    EXPECT_EQ(path.substr(found->path_at), GetParam().rest);
}

INSTANTIATE_TEST_SUITE_P(
    Collectors, VolumePaths,
    testing::Values(
        PathCase{"Plain", "host/C/Windows/System32/config/SAM", "host/", 'C',
                 "Windows/System32/config/SAM"},
        PathCase{"Kape", "k.zip/D/Users/a/NTUSER.DAT", "k.zip/", 'D', "Users/a/NTUSER.DAT"},
        PathCase{"Velociraptor", "v.zip/uploads/auto/C:/Windows/x", "v.zip/uploads/auto/", 'C',
                 "Windows/x"},
        PathCase{"Percent", "v/uploads/ntfs/C%3A/ProgramData/y", "v/uploads/ntfs/", 'C',
                 "ProgramData/y"},
        PathCase{"DriveWithOddFolder", "h/C:/TMP/p.exe", "h/", 'C', "TMP/p.exe"},
        PathCase{"DriveLetterAlone", "h/C/TMP/p.exe", "h/", 'C', "TMP/p.exe"},
        PathCase{"NoDrive", "host/Windows/Prefetch/A.pf", "host/", '\0', "Windows/Prefetch/A.pf"},
        PathCase{"RootMarker", "image/[root]/Users/b/x", "image/", '\0', "Users/b/x"},
        PathCase{"OldWindows", "xp/C/WINDOWS/system32/config/system", "xp/", 'C',
                 "WINDOWS/system32/config/system"},
        PathCase{"UserNamedWindows", "h/C/Users/windows/a", "h/", 'C', "Users/windows/a"},
        PathCase{"BelowUsersOfOurOwn", "C:/Users/li/case/C/Windows/x", "C:/Users/li/case/", 'C',
                 "Windows/x"},
        PathCase{"BelowUsersWithoutDrive", "C:/Users/li/case/Windows/x", "C:/Users/li/case/", '\0',
                 "Windows/x"},
        PathCase{"LiveVolume", "C:/Windows/System32/config/SAM", "", 'C',
                 "Windows/System32/config/SAM"},
        PathCase{"Heap", "heap/SYSTEM", nullptr, '\0', ""},
        PathCase{"OneLetterFolder", "a/b/NTUSER.DAT", nullptr, '\0', ""}),
    [](const auto& one) { return one.param.name; });

TEST(VolumePaths, OfOurOwnHostAreMarked) {
    const auto own = volume_path("C:/Users/li/case/D/a/README.txt");
    ASSERT_TRUE(own);
    EXPECT_TRUE(own->live) << "only the user's folder names a volume";
    const auto copied = volume_path("C:/Users/li/case/C/Windows/x");
    ASSERT_TRUE(copied);
    EXPECT_FALSE(copied->live);
}

}  // namespace
}  // namespace xiezhi::readers
