// What code says of names and folders; each with its near miss.
#include "xiezhi/triage/traits.h"

#include <gtest/gtest.h>

#include "xiezhi/base/time.h"
#include "xiezhi/readers/command.h"
#include "xiezhi/schema/host.h"

namespace xiezhi::triage {
namespace {

State of_path(const char* path) {
    State state(Dataset::Autostart);
    readers::set_file(state, path);
    add_traits(state);
    return state;
}

TEST(Recency, IsOfTheEvidenceNotOfToday) {
    constexpr std::uint64_t kDay = 864'000'000'000;
    const FileTime installed{150'000 * kDay};
    std::vector<State> documents;
    State& host = documents.emplace_back(Dataset::Host);
    host.set_time(StateField::HostInstalled, installed);
    const auto add = [&](std::uint64_t ticks, TimeMeaning meaning) {
        State& state = documents.emplace_back(Dataset::RegistryValue);
        state.time = {ticks};
        state.meaning = meaning;
    };
    add(installed.ticks + kDay / 2, TimeMeaning::KeyLastWritten);
    add(installed.ticks + 3 * kDay, TimeMeaning::KeyLastWritten);
    add(installed.ticks + 20 * kDay, TimeMeaning::LastRun);
    add(installed.ticks + 9000 * kDay, TimeMeaning::Registered);  // as somebody wrote it
    add_recency(documents);
    EXPECT_FALSE(documents[1].is_true(StateField::TraitRecent)) << "the day of installation";
    EXPECT_TRUE(documents[2].is_true(StateField::TraitRecent));
    EXPECT_TRUE(documents[3].is_true(StateField::TraitRecent));
    add(installed.ticks + 100 * kDay, TimeMeaning::KeyLastWritten);
    add(installed.ticks + 69 * kDay, TimeMeaning::FileModified);
    add_recency(documents);
    EXPECT_FALSE(documents.back().is_true(StateField::TraitRecent)) << "31 days before the newest";
}

TEST(Hideouts, OfAnExclusionIsTheFolderItself) {
    State state(Dataset::DefenderExclusion);
    readers::set_file(state, "C:\\Windows\\Temp");
    add_traits(state);
    EXPECT_EQ(state.text(StateField::TraitHideout), "temp");
}

struct NameCase {
    const char* name;
    const char* file;
    const char* alike;
};

class Lookalikes : public testing::TestWithParam<NameCase> {};

TEST_P(Lookalikes, AreNamed) {
    EXPECT_EQ(lookalike_of(GetParam().file), GetParam().alike);
}

INSTANTIATE_TEST_SUITE_P(Names, Lookalikes,
                         testing::Values(NameCase{"OneMore", "svchosts.exe", "svchost.exe"},
                                         NameCase{"OneLess", "svchst.exe", "svchost.exe"},
                                         NameCase{"Zero", "svch0st.exe", "svchost.exe"},
                                         NameCase{"Swapped", "scvhost.exe", "svchost.exe"},
                                         NameCase{"CapitalI", "Isass.exe", "lsass.exe"},
                                         NameCase{"Cyrillic", "ехрlоrеr.exe", "explorer.exe"},
                                         NameCase{"Number", "svchost32.exe", "svchost.exe"},
                                         NameCase{"Itself", "svchost.exe", ""},
                                         NameCase{"AnotherProgram", "taskhost.exe", ""},
                                         NameCase{"ShortName", "cmdd.exe", ""},
                                         NameCase{"OtherWord", "chrome.exe", ""},
                                         NameCase{"Library", "svchost.dll", ""},
                                         NameCase{"Empty", "", ""}),
                         [](const auto& one) { return one.param.name; });

TEST(RandomNames, AreToldFromWords) {
    for (const char* name : {"a8f3c91e", "x7k2m9q4", "qwrtpsdf", "3fa94b7c21de"}) {
        EXPECT_TRUE(is_random_name(name)) << name;
    }
    for (const char* name :
         {"svchost", "explorer", "setup64", "msedge", "OneDrive", "rundll32", "a1b2", "Teams-win32",
          "20240101", "NvContainer", "MpCmdRun", "java"}) {
        EXPECT_FALSE(is_random_name(name)) << name;
    }
}

struct FolderCase {
    const char* name;
    const char* path;
    const char* hideout;
    const char* writable;
    const char* system;
    const char* wrong_folder;
};

class Folders : public testing::TestWithParam<FolderCase> {};

TEST_P(Folders, AreTold) {
    const State state = of_path(GetParam().path);
    EXPECT_EQ(state.text(StateField::TraitHideout), GetParam().hideout);
    EXPECT_EQ(state.text(StateField::TraitUserWritable), GetParam().writable);
    EXPECT_EQ(state.text(StateField::TraitSystemFolder), GetParam().system);
    EXPECT_EQ(state.text(StateField::TraitWrongFolderOf), GetParam().wrong_folder);
}

INSTANTIATE_TEST_SUITE_P(
    Paths, Folders,
    testing::Values(
        FolderCase{"Public", R"(C:\Users\Public\a.exe)", "public", "true", "false", ""},
        FolderCase{"NotPublic", R"(C:\Users\PublicTools\a.exe)", "user", "true", "false", ""},
        FolderCase{"WindowsTemp", R"(C:\Windows\Temp\a.exe)", "temp", "true", "false", ""},
        FolderCase{"System32", R"(C:\Windows\System32\svchost.exe)", "", "false", "true", ""},
        FolderCase{"Mask", R"(C:\Windows\svchost.exe)", "", "false", "true", "svchost.exe"},
        FolderCase{"SideBySide", R"(C:\Windows\WinSxS\amd64_x\svchost.exe)", "", "false", "true",
                   ""},
        FolderCase{"ProgramDataTop", R"(C:\ProgramData\as.exe)", "programdata", "true", "false",
                   ""},
        FolderCase{"ProgramDataBelow", R"(C:\ProgramData\Oracle\java.exe)", "programdata_below",
                   "true", "false", ""},
        FolderCase{"Defender",
                   R"(C:\ProgramData\Microsoft\Windows Defender\Platform\4.18\MsMpEng.exe)", "",
                   "false", "false", ""},
        FolderCase{"DriveRoot", R"(D:\TMP\p.exe)", "drive_root", "true", "false", ""},
        FolderCase{"Stream", R"(C:\Windows\a.txt:b.exe)", "stream", "false", "true", ""},
        FolderCase{"Share", R"(\\host\share\a.exe)", "network", "", "", ""},
        FolderCase{"Url", "http://a.example/svchost.exe", "", "", "", ""},
        FolderCase{"BareName", "svchost.exe", "", "", "", ""}),
    [](const auto& one) { return one.param.name; });

TEST(Traits, NamesThatDeceive) {
    EXPECT_TRUE(of_path(R"(C:\a\invoice.pdf.exe)").is_true(StateField::TraitDoubleExtension));
    EXPECT_FALSE(of_path(R"(C:\a\setup.1.2.exe)").is_true(StateField::TraitDoubleExtension));
    EXPECT_TRUE(
        of_path("C:\\a\\ann\xE2\x80\xAEtxt.exe").is_true(StateField::TraitHiddenCharacters));
    State state(Dataset::Autostart);
    readers::set_command(state, R"(rundll32 C:\ProgramData\wh.dat,Start)", readers::HostPaths());
    add_traits(state);
    EXPECT_TRUE(state.is_true(StateField::TraitOddExtension));
}

TEST(PathMatch, StarsStayInAFolderUnlessDoubled) {
    EXPECT_TRUE(schema::path_match(R"(\users\*\x)", R"(\users\li\x)"));
    EXPECT_FALSE(schema::path_match(R"(\users\*\x)", R"(\users\li\y\x)"));
    EXPECT_TRUE(schema::path_match(R"(\users\**\x)", R"(\users\li\y\x)"));
    EXPECT_TRUE(schema::path_match(R"(\a\**)", R"(\a\b\c)"));
    EXPECT_FALSE(schema::path_match(R"(\a\**)", R"(\b\a\c)"));
    EXPECT_TRUE(schema::path_match(R"(\p\*\q*\**)", R"(\p\1\qr\s\t)"));
    EXPECT_FALSE(schema::path_match("", "a"));
    EXPECT_TRUE(schema::path_match("**", ""));
}

}  // namespace
}  // namespace xiezhi::triage
