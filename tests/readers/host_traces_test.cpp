// Links, recycle bin, Defender, transcripts and policies of a host, by our own writers.
#include <gtest/gtest.h>

#include "tests/support/binary_writer.h"
#include "tests/support/defender_writer.h"
#include "tests/support/host_state.h"
#include "tests/support/lnk_writer.h"
#include "tests/support/regpol_writer.h"
#include "xiezhi/base/bytes.h"

namespace xiezhi::readers {
namespace {

using testing::HostState;
using testing::TempFolder;

TEST(HostLinks, OfStartupFoldersAreCommands) {
    const TempFolder folder;
    const std::string startup =
        "C/ProgramData/Microsoft/Windows/Start Menu/Programs/StartUp/upd.lnk";
    folder.write(startup, testing::link_file(
                              {.arguments = R"(/c C:\Users\Public\u.bat)" + std::string(300, ' '),
                               .environment_path = R"(%SystemRoot%\System32\cmd.exe)",
                               .machine_id = "ws77"}));
    folder.write("C/Users/li/AppData/Roaming/Microsoft/Windows/Recent/a.lnk",
                 testing::link_file({.environment_path = R"(D:\秘密.docx)"}));
    folder.write(
        "C/Users/li/AppData/Roaming/Microsoft/Windows/Recent/AutomaticDestinations/"
        "5f7b5f1e01b83767.automaticDestinations-ms",
        testing::jump_list_file(
            3, {{.number = 1, .link = testing::link_file({.environment_path = R"(E:\b.txt)"})}}));
    const HostState host = testing::host_state(folder);
    const auto links = host.of(Dataset::Link);
    ASSERT_EQ(links.size(), 3U);
    const State* const start = host.about(Dataset::Link, R"(C:\Users\Public\u.bat)");
    ASSERT_NE(start, nullptr);
    EXPECT_EQ(start->text(StateField::LinkPlace), "startup");
    EXPECT_EQ(start->text(StateField::LinkName), "upd");
    EXPECT_EQ(start->text(StateField::LinkTarget), R"(C:\Windows\System32\cmd.exe)");
    EXPECT_EQ(start->text(StateField::LinkBlanks), "300");
    EXPECT_EQ(start->text(StateField::LinkMachine), "ws77");
    EXPECT_EQ(start->text(StateField::TraitInterpreter), "cmd");
    const State* const recent = host.about(Dataset::Link, R"(D:\秘密.docx)");
    ASSERT_NE(recent, nullptr);
    EXPECT_EQ(recent->text(StateField::LinkPlace), "recent");
    EXPECT_EQ(recent->text(StateField::UserName), "li");
    EXPECT_FALSE(recent->has(StateField::ProcessCommandLine));  // it starts nothing by itself
    const State* const listed = host.about(Dataset::Link, R"(E:\b.txt)");
    ASSERT_NE(listed, nullptr);
    EXPECT_EQ(listed->text(StateField::LinkPlace), "jump_list");
    EXPECT_EQ(host.outcome(Dataset::Link), Outcome::Read);
}

TEST(HostLinks, BrokenOnesAreToldAndNoneAreAbsent) {
    const TempFolder folder;
    folder.write("C/Windows/x", "");
    EXPECT_EQ(testing::host_state(folder).outcome(Dataset::Link), Outcome::Absent);
    folder.write("C/Users/li/Desktop/a.automaticDestinations-ms",
                 "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(40, 'x'));
    EXPECT_EQ(testing::host_state(folder).outcome(Dataset::Link), Outcome::Partly);
}

TEST(HostRecycleBin, JoinsIndexAndContent) {
    const TempFolder folder;
    constexpr std::uint64_t kDeleted = 133'000'000'000'000'000;
    testing::BinaryWriter index;
    index.put(std::uint64_t{1})
        .put(std::uint64_t{3})
        .put(kDeleted)
        .utf16("C:\\Users\\Public\\m.exe")
        .fill_to(544);
    const std::string bin = "C/$Recycle.Bin/S-1-5-21-1-2-3-1001/";
    folder.write(bin + "$IABCDEF.exe", index.bytes());
    folder.write(bin + "$RABCDEF.exe", "abc");
    const HostState host = testing::host_state(folder);
    const State* const gone = host.about(Dataset::DeletedFile, R"(C:\Users\Public\m.exe)");
    ASSERT_NE(gone, nullptr);
    EXPECT_EQ(gone->text(StateField::DeletedSid), "S-1-5-21-1-2-3-1001");
    EXPECT_EQ(gone->text(StateField::DeletedTime), "2022-06-18T04:26:40.0000000Z");
    EXPECT_EQ(gone->text(StateField::DeletedStoredAs),
              R"(C:\$Recycle.Bin\S-1-5-21-1-2-3-1001\$RABCDEF.exe)");
    EXPECT_EQ(gone->text(StateField::FileHashMd5), "900150983cd24fb0d6963f7d28e17f72");
    EXPECT_EQ(host.outcome(Dataset::DeletedFile), Outcome::Read);
}

TEST(HostDefender, HistoryAndLogTellADetectionOnce) {
    const TempFolder folder;
    const std::string defender = "C/ProgramData/Microsoft/Windows Defender/";
    folder.write(defender + "Scans/History/Service/DetectionHistory/00/A",
                 as_text(testing::detection_file()));
    const std::string line =
        "2022-03-10T19:49:22.667Z DETECTIONEVENT MPSOURCE_REALTIME Trojan:BAT/Vigorf.A "
        "file:C:\\TMP\\a.bat;file:C:\\TMP\\b.bat;\r\n";
    folder.write(defender + "Support/MPLog-20220310-113238.log", line + line);
    const HostState host = testing::host_state(folder);
    const auto all = host.of(Dataset::DefenderDetection);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0]->text(StateField::DefenderSource), "history");
    EXPECT_TRUE(all[0]->has(StateField::DefenderThreatName));
    EXPECT_TRUE(all[0]->has(StateField::FilePath));
    EXPECT_EQ(all[1]->text(StateField::DefenderSource), "log");
    EXPECT_EQ(all[1]->text(StateField::DefenderThreatName), "Trojan:BAT/Vigorf.A");
    EXPECT_EQ(all[1]->text(StateField::FilePath), R"(C:\TMP\a.bat)");
    EXPECT_EQ(all[1]->values(StateField::DefenderResources).size(), 2U);
    EXPECT_EQ(all[1]->meaning, TimeMeaning::Detected);
}

TEST(HostTranscripts, GiveTheirCommands) {
    const TempFolder folder;
    folder.write("C/Users/li/Documents/20260301/PowerShell_transcript.PC.abc.20260301.txt",
                 "**********************\r\nWindows PowerShell transcript start\r\n"
                 "Start time: 20260301020304\r\nUsername: PC\\li\r\nRunAs User: PC\\li\r\n"
                 "Machine: PC (Microsoft Windows NT 10.0.19045.0)\r\n"
                 "Host Application: powershell.exe -w hidden\r\nProcess ID: 5\r\n"
                 "PSVersion: 5.1.1\r\n**********************\r\n"
                 "PS C:\\> whoami\r\npc\\li\r\n");
    const HostState host = testing::host_state(folder);
    const auto lines = host.of(Dataset::PowershellLine);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0]->text(StateField::PowershellText), "powershell.exe -w hidden");
    EXPECT_EQ(lines[1]->text(StateField::PowershellText), "whoami");
    EXPECT_EQ(lines[1]->text(StateField::UserName), "PC\\li");
}

TEST(HostPolicies, AreSettingsAndStandInForHivesThatAreNotThere) {
    const TempFolder folder;
    testing::RegistryPolWriter policy;
    policy.number("Software\\Policies\\Microsoft\\Windows Defender", "DisableAntiSpyware", 1);
    policy.text("Software\\Policies\\A", "**Del.b", " ");
    folder.write("C/Windows/System32/GroupPolicy/Machine/Registry.pol", as_text(policy.bytes()));
    const HostState host = testing::host_state(folder);
    const auto settings = host.of(Dataset::Setting);
    ASSERT_EQ(settings.size(), 2U);
    EXPECT_TRUE(settings[0]->is_true(StateField::SettingPolicy));
    EXPECT_EQ(settings[0]->text(StateField::SettingValue), "DWORD (0x00000001)");
    const auto values = host.of(Dataset::RegistryValue);
    ASSERT_EQ(values.size(), 1U);
    EXPECT_EQ(values[0]->text(StateField::RegistryPath),
              R"(HKLM\Software\Policies\Microsoft\Windows Defender\DisableAntiSpyware)");
    EXPECT_EQ(values[0]->text(StateField::RegistryDetails), "DWORD (0x00000001)");
}

}  // namespace
}  // namespace xiezhi::readers
