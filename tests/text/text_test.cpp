#include "xiezhi/base/text.h"

#include <gtest/gtest.h>

#include "tests/support/native_records.h"
#include "xiezhi/formats/text/line_reader.h"

namespace xiezhi::testing {
namespace {

using Names = std::vector<std::string>;
using Records = std::vector<NativeRecord>;

std::string utf16(std::string_view utf8, bool big_endian = false) {
    std::string out;
    append_utf16le(out, utf8);
    for (std::size_t i = 0; big_endian && i < out.size(); i += 2) std::swap(out[i], out[i + 1]);
    return out;
}

struct TextFile {
    const char* name;
    std::string bytes;
};
class Encodings : public ::testing::TestWithParam<TextFile> {};

TEST_P(Encodings, LinesAreTheSame) {
    const std::string& bytes = GetParam().bytes;
    const Bytes raw = as_bytes(bytes);
    const MemorySource source({raw.begin(), raw.end()});
    const DamageSink damages = [](const Damage&) { FAIL(); };
    text::LineReader reader(source, damages);
    std::vector<text::Line> lines;
    for (text::Line line;;) {
        const auto more = reader.next(line);
        ASSERT_TRUE(more.has_value());
        if (!*more) break;
        lines.push_back(line);
    }
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[0].text, "first");
    EXPECT_EQ(lines[1].text, "");
    EXPECT_EQ(lines[2].text, "文件 here");
    EXPECT_EQ(lines[2].number, 3U);
    EXPECT_LE(lines[2].offset, bytes.size());
    EXPECT_NE(bytes.substr(lines[0].offset, 2).find('f'), std::string::npos);
}

constexpr const char* kText = "first\r\n\r\n文件 here\r\n";
INSTANTIATE_TEST_SUITE_P(
    All, Encodings,
    ::testing::Values(TextFile{"Utf8", kText},
                      TextFile{"Utf8Mark", std::string("\xEF\xBB\xBF") + kText},
                      TextFile{"NoLastEnd", "first\n\n文件 here"},
                      TextFile{"Gbk", "first\r\n\r\n\xCE\xC4\xBC\xFE here\r\n"},
                      TextFile{"Utf16Mark", "\xFF\xFE" + utf16(kText)},
                      TextFile{"Utf16", utf16(kText)},
                      TextFile{"Utf16BigMark", "\xFE\xFF" + utf16(kText, true)},
                      TextFile{"Utf16NoLastEnd", "\xFF\xFE" + utf16("first\n\n文件 here")}),
    [](const auto& file) { return std::string(file.param.name); });

TEST(LineReader, ALongLineIsCutAndTheNextOneRead) {
    const std::string bytes =
        std::string(text::LineReader::kLineSizeMax + 100'000, 'a') + "\nnext\n";
    const Bytes raw = as_bytes(bytes);
    const MemorySource source({raw.begin(), raw.end()});
    Names damages;
    const DamageSink sink = [&](const Damage& damage) {
        damages.emplace_back(message_name(damage.what));
    };
    text::LineReader reader(source, sink);
    text::Line line;
    ASSERT_TRUE(*reader.next(line));
    EXPECT_EQ(line.text.size(), text::LineReader::kLineSizeMax);
    ASSERT_TRUE(*reader.next(line));
    EXPECT_EQ(line.text, "next");
    EXPECT_EQ(damages, Names{"text_line_cut"});
}

TEST(Hosts, EntriesCommentsAndWhatHidesThem) {
    const NativeDumped got =
        native_dumped("# sample\r\n127.0.0.1 a b # why\r\n\r\n\r\n   0.0.0.0\tc\r\n",
                      "C/Windows/System32/drivers/etc/HOSTS");
    EXPECT_EQ(got.kind, evidence::ArtefactKind::Hosts);
    ASSERT_EQ(got.records.size(), 3U);
    EXPECT_EQ(got.records[0].kind, "comment");
    EXPECT_EQ(got.records[1].get("address"), "127.0.0.1");
    EXPECT_EQ(got.records[1].all("names"), (Names{"a", "b"}));
    EXPECT_EQ(got.records[1].get("comment"), "why");
    EXPECT_EQ(got.records[2].get("line"), "5");
    EXPECT_EQ(got.records[2].get("offset"), "35");
    EXPECT_EQ(got.records[2].get("blank_lines"), "2");
    EXPECT_EQ(got.records[2].get("indent"), "3");
}

TEST(History, BackTicksContinueACommand) {
    const NativeDumped got =
        native_dumped("whoami\nif (1) {`\n  2`\n}\nlast`\n", "PSReadLine/ConsoleHost_history.txt");
    EXPECT_EQ(got.kind, evidence::ArtefactKind::PowerShellHistory);
    ASSERT_EQ(got.records.size(), 3U);
    EXPECT_EQ(got.records[1].get("text"), "if (1) {\n  2\n}");
    EXPECT_EQ(got.records[1].get("line"), "2");
    EXPECT_EQ(got.records[1].get("line_count"), "3");
    EXPECT_EQ(got.records[2].get("text"), "last");
}

const std::string kStars = "**********************\r\n";

std::string chinese_transcript() {
    return kStars + "Windows PowerShell 脚本开始\r\n开始时间：20240102030405\r\n用户名: PC\\u\r\n" +
           "RunAs 用户: PC\\admin\r\n配置名称: \r\n" +
           "计算机: PC (Microsoft Windows NT 10.0.19045.0)\r\n" +
           "主机应用程序: powershell.exe -File C:\\a.ps1\r\n进程 ID: 42\r\nPSVersion: 5.1\r\n" +
           kStars + "脚本已启动，输出文件为 x\r\n" + kStars + "命令开始时间: 20240102030406\r\n" +
           kStars + "PS C:\\> if (1) {\r\n>> 2 }\r\n2\r\n[host]: PS C:\\> ls\r\n" + kStars +
           "Windows PowerShell 脚本结束\r\n结束时间: 20240102030500\r\n" + kStars;
}

TEST(Transcript, IsReadInAnyLanguage) {
    for (const std::string& bytes :
         {chinese_transcript(), "\xFF\xFE" + utf16(chinese_transcript())}) {
        const NativeDumped got = native_dumped(bytes, "PowerShell_transcript.PC.x.20240102.txt");
        EXPECT_EQ(got.kind, evidence::ArtefactKind::PowerShellTranscript);
        EXPECT_EQ(got.damages, Names{});
        ASSERT_EQ(got.records.size(), 5U);
        const NativeRecord& header = got.records[0];
        EXPECT_EQ(header.get("start_time"), "2024-01-02T03:04:05");
        EXPECT_EQ(header.get("username"), "PC\\u");
        EXPECT_EQ(header.get("runas_user"), "PC\\admin");
        EXPECT_EQ(header.get("machine"), "PC (Microsoft Windows NT 10.0.19045.0)");
        EXPECT_EQ(header.get("host_application"), "powershell.exe -File C:\\a.ps1");
        EXPECT_EQ(header.get("process_id"), "42");
        EXPECT_EQ(header.get("versions[0].name"), "PSVersion");
        EXPECT_EQ(got.records[1].get("prompt"), std::nullopt);
        const NativeRecord& command = got.records[2];
        EXPECT_EQ(command.get("line"), "16");
        EXPECT_EQ(command.get("start_time"), "2024-01-02T03:04:06");
        EXPECT_EQ(command.get("text"), "if (1) {\n2 }");
        EXPECT_EQ(command.get("output"), "2");
        EXPECT_EQ(got.records[3].get("prompt"), "[host]: PS C:\\>");
        EXPECT_EQ(got.records[4].get("end_time"), "2024-01-02T03:05:00");
    }
}

TEST(Transcript, OfPowerShell5WithoutConfiguration) {
    const std::string bytes =
        kStars + "start\nStart time: 20240102030405\nUsername: a\nRunAs User: b\n" +
        "Machine: PC (Microsoft Windows NT 6.1)\nHost Application: p.exe\nProcess ID: 1\n" +
        "PSVersion: 5.0\n" + kStars;
    const Records records = native_dumped(bytes, "t.txt").records;
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records[0].get("runas_user"), "b");
    EXPECT_EQ(records[0].get("process_id"), "1");
    EXPECT_EQ(records[0].get("configuration"), std::nullopt);
}

TEST(Transcript, OfPowerShell4) {
    const std::string bytes = kStars + "start\nStart time: 20240102030405\nUsername: a\n" +
                              "Machine: PC (Microsoft Windows NT 6.1)\n" + kStars;
    const Records records = native_dumped(bytes, "PowerShell_transcript.1.txt").records;
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records[0].get("username"), "a");
    EXPECT_EQ(records[0].get("runas_user"), std::nullopt);
    EXPECT_EQ(records[0].get("machine"), "PC (Microsoft Windows NT 6.1)");
}

TEST(Transcript, StarsThatACommandPrintsHideNoBlock) {
    const NativeDumped got =
        native_dumped(kStars + "s\nStart time: 20240102030405\nUser: a\nMachine: P (x)\n" + kStars +
                          "PS C:\\> a\n" + kStars + "banner\n" + kStars +
                          "end\nEnd time: 20240102030406\n" + kStars,
                      "PowerShell_transcript.1.txt");
    EXPECT_EQ(got.damages, Names{"text_unknown_block"});
    ASSERT_EQ(got.records.size(), 4U);
    EXPECT_EQ(got.records[1].get("text"), "a");
    EXPECT_EQ(got.records[2].get("output"), "banner");
    EXPECT_EQ(got.records[3].get("end_time"), "2024-01-02T03:04:06");
}

TEST(Firewall, ColumnsByTheNamesOfTheHeader) {
    const NativeDumped got = native_dumped(
        "#Version: 1.5\n#Software: Microsoft Windows Firewall\n#Time Format: Local\n"
        "#Fields: date time action protocol src-ip info\n\n"
        "2024-01-02 03:04:05 DROP TCP 10.0.0.1 -\n2024-01-02 03:04:06 DROP\n",
        "pfirewall.log.old");
    EXPECT_EQ(got.kind, evidence::ArtefactKind::FirewallLog);
    EXPECT_EQ(got.damages, Names{"text_firewall_columns"});
    ASSERT_EQ(got.records.size(), 3U);
    EXPECT_EQ(got.records[0].get("time_format"), "Local");
    EXPECT_EQ(got.records[1].get("time"), "2024-01-02T03:04:05");
    EXPECT_EQ(got.records[1].get("src_ip"), "10.0.0.1");
    EXPECT_EQ(got.records[1].get("info"), std::nullopt);
    EXPECT_EQ(got.records[1].get("line"), "6");
    EXPECT_EQ(got.records[2].get("action"), "DROP");
}

TEST(Firewall, NamesOfADamagedHeaderAreNamesAllTheSame) {
    const NativeDumped got = native_dumped(
        "#Fields: date time a'B.\xC3\xBC\n#Fields: date time a'B.\xC3\xBC\n1 2 x\n", "f");
    ASSERT_EQ(got.records.size(), 2U);
    EXPECT_EQ(got.records[1].get("a_b___"), "x");
}

TEST(PolicyScripts, EachWithItsParameters) {
    const NativeDumped got = native_dumped(
        "\xFF\xFE" + utf16("\r\n[Startup]\r\n0CmdLine=a.bat\r\n0Parameters=-x\r\n1CmdLine=b.bat\r\n"
                           "1Parameters=\r\nwrong\r\n[Shutdown]\r\n0CmdLine=c.bat\r\n"),
        "GroupPolicy/Machine/Scripts/scripts.ini");
    EXPECT_EQ(got.kind, evidence::ArtefactKind::PolicyScripts);
    EXPECT_EQ(got.damages, Names{"text_policy_line"});
    ASSERT_EQ(got.records.size(), 3U);
    EXPECT_EQ(got.records[0].get("command_line"), "a.bat");
    EXPECT_EQ(got.records[0].get("parameters"), "-x");
    EXPECT_EQ(got.records[1].get("line"), "5");
    EXPECT_EQ(got.records[2].get("section"), "Shutdown");
}

TEST(CompatibilityList, LaunchesAndEvents) {
    const NativeDumped got = native_dumped(
        utf16("2022-11-14 23:37:11.789|2|c:\\a.exe|desc|vendor|1.0|0006|Abnormal exit\r\n"
              "c:\\b.exe|2022-11-15 00:02:08.476\r\nbroken\r\n"),
        "appcompat/pca/PcaGeneralDb0.txt");
    EXPECT_EQ(got.kind, evidence::ArtefactKind::CompatibilityList);
    EXPECT_EQ(got.damages, Names{"text_compatibility_line"});
    ASSERT_EQ(got.records.size(), 2U);
    EXPECT_EQ(got.records[0].kind, "program_event");
    EXPECT_EQ(got.records[0].get("time"), "2022-11-14T23:37:11.7890000Z");
    EXPECT_EQ(got.records[0].get("exit_text"), "Abnormal exit");
    EXPECT_EQ(got.records[1].kind, "launch");
    EXPECT_EQ(got.records[1].get("path"), "c:\\b.exe");
}

}  // namespace
}  // namespace xiezhi::testing
