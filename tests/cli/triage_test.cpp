// The verb triage over small made-up evidence.
#include <gtest/gtest.h>

#include <sstream>

#include "tests/cli/run_support.h"
#include "tests/support/corpus.h"
#include "tests/support/hive_writer.h"
#include "tests/support/hunt_support.h"
#include "tests/support/temp_folder.h"
#include "tools/demo/state.h"

namespace xiezhi::testing {
namespace {

void write_host(const TempFolder& folder, const std::string& root) {
    folder.write(root + "C/Windows/System32/drivers/etc/hosts",
                 "# comment\n127.0.0.1 localhost\n0.0.0.0 update.microsoft.com\n");
    folder.write(root +
                     "C/Users/李四/AppData/Roaming/Microsoft/Windows/PowerShell/PSReadLine/"
                     "ConsoleHost_history.txt",
                 "dir\nnet user support$ P@ssw0rd! /add\n");
    folder.write(root + "C/ProgramData/Microsoft/Windows/Start Menu/Programs/StartUp/upd.bat",
                 "@start /b C:\\ProgramData\\x.exe\n");
}

TEST(Triage, FirstScreenSaysVerdictEvidenceAndBlindness) {
    const TempFolder folder;
    write_host(folder, "");
    const RunResult run = run_xiezhi({"triage", folder.path()});
    EXPECT_EQ(run.code, 1) << run.err;
    EXPECT_NE(run.out.find("TOO LITTLE SEEN"), std::string::npos) << run.out;
    EXPECT_NE(run.out.find("0.0.0.0 update.microsoft.com"), std::string::npos);
    EXPECT_NE(run.out.find("line 3"), std::string::npos);
    EXPECT_NE(run.out.find("upd.bat"), std::string::npos);
    EXPECT_NE(run.out.find("SOFTWARE, SAM"), std::string::npos) << "what was not seen";
}

TEST(Triage, SpeaksChinese) {
    const TempFolder folder;
    write_host(folder, "");
    const RunResult run = run_xiezhi({"triage", folder.path(), "--lang", "zh", "--brief"});
    EXPECT_NE(run.out.find("所见不足"), std::string::npos) << run.out;
    EXPECT_NE(run.out.find("没看到什么"), std::string::npos);
}

TEST(Triage, TellsHostsApart) {
    const TempFolder folder;
    write_host(folder, "one/");
    write_host(folder, "two/");
    const RunResult run = run_xiezhi({"triage", folder.path(), "-f", "ndjson", "-q"});
    std::size_t verdicts = 0;
    for (std::size_t at = run.out.find("\"record\":\"verdict\""); at != std::string::npos;
         at = run.out.find("\"record\":\"verdict\"", at + 1)) {
        ++verdicts;
    }
    EXPECT_EQ(verdicts, 2U) << run.out.substr(0, 2000);
}

TEST(Triage, DocumentsAndLayers) {
    const TempFolder folder;
    write_host(folder, "");
    const RunResult documents =
        run_xiezhi({"triage", folder.path(), "-f", "ndjson", "--documents", "-q"});
    EXPECT_NE(documents.out.find("\"dataset\":\"powershell_line\""), std::string::npos);
    EXPECT_NE(documents.out.find("李四"), std::string::npos);
    const RunResult layer = run_xiezhi({"triage", folder.path(), "-f", "navigator", "-q"});
    EXPECT_NE(layer.out.find("\"techniqueID\":\"T1547.001\""), std::string::npos) << layer.out;
}

TEST(Triage, CoverageSaysWhatCannotBeJudged) {
    const TempFolder folder;
    write_host(folder, "");
    const RunResult run = run_xiezhi({"coverage", folder.path()});
    EXPECT_EQ(run.code, 0);
    EXPECT_NE(run.out.find("account.cloned-rid"), std::string::npos);
    EXPECT_NE(run.out.find("not checked"), std::string::npos);
    EXPECT_EQ(run.out.find("[checked, clean]"), std::string::npos)
        << "nothing was checked: " << run.out;
    EXPECT_EQ(run.out.find("[with findings]"), std::string::npos);
    EXPECT_EQ(run_xiezhi({"coverage", folder.path(), "-f", "csv"}).code, 2);
}

TEST(Triage, TablesHaveOneHeadForAllHosts) {
    const TempFolder folder;
    write_host(folder, "one/");
    write_host(folder, "two/");
    const RunResult run = run_xiezhi({"triage", folder.path(), "-f", "csv", "-q"});
    const std::size_t head = run.out.find("timestamp,");
    ASSERT_NE(head, std::string::npos);
    EXPECT_EQ(run.out.find("timestamp,", head + 1), std::string::npos);
    EXPECT_NE(run.out.find("one/"), std::string::npos);
    EXPECT_NE(run.out.find("two/"), std::string::npos);
}

TEST(Triage, NotesGoIntoTheirFile) {
    const TempFolder folder;
    write_host(folder, "");
    const std::string notes = folder.path("notes.ndjson");
    EXPECT_NE(
        run_xiezhi({"triage", folder.path(), folder.path("nowhere"), "-q", "--notes", notes}).code,
        2);
    EXPECT_NE(read_file(notes).find("nowhere"), std::string::npos);
}

TEST(Triage, TimelineHasDocumentsToo) {
    const TempFolder folder;
    ASSERT_EQ(demo::write_demo(folder.path("host")), "");
    const std::vector<std::string> arguments = {"triage", folder.path("host"), "-f", "timeline",
                                                "-q"};
    const RunResult all = run_xiezhi(arguments);
    EXPECT_NE(all.out.find("Traces of execution: C:\\USERS\\PUBLIC\\T.EXE"), std::string::npos);
    EXPECT_NE(all.out.find(",last run,"), std::string::npos);
    EXPECT_NE(all.out.find(",key last written,"), std::string::npos);
    std::vector<std::string> later = arguments;
    later.insert(later.end(), {"--from", "2027-01-01"});
    const RunResult none = run_xiezhi(later);
    EXPECT_EQ(none.out.find(",last run,"), std::string::npos) << none.out;
}

TEST(Triage, ScenarioNarrowsButTheVerdictStays) {
    const TempFolder folder;
    write_host(folder, "");
    const RunResult all = run_xiezhi({"triage", folder.path(), "-f", "ndjson", "-q"});
    const RunResult own =
        run_xiezhi({"triage", folder.path(), "-f", "ndjson", "-q", "--scenario", "intermittent"});
    EXPECT_NE(all.out.find("update.microsoft.com"), std::string::npos);
    EXPECT_NE(own.out.find("update.microsoft.com"), std::string::npos);
    EXPECT_NE(all.out.find("upd.bat"), std::string::npos);
    EXPECT_EQ(own.out.find("upd.bat"), std::string::npos) << own.out;
    EXPECT_NE(own.out.find("\"stories_outside\":"), std::string::npos) << own.out;
    EXPECT_EQ(own.code, all.code);
    const RunResult wrong = run_xiezhi({"triage", folder.path(), "--scenario", "mining"});
    EXPECT_EQ(wrong.code, 2);
    EXPECT_NE(wrong.err.find("miner"), std::string::npos) << wrong.err;
}

TEST(Triage, MeetsIndicators) {
    const TempFolder folder;
    write_host(folder, "case/");
    folder.write("iocs.txt", "update[.]microsoft[.]com # for this test\n10.0.0.1\n");
    const RunResult run = run_xiezhi(
        {"triage", folder.path("case"), "--ioc", folder.path("iocs.txt"), "-f", "ndjson"});
    EXPECT_NE(run.out.find("ioc:iocs.txt"), std::string::npos);
    EXPECT_NE(run.out.find("domain: # for this test"), std::string::npos);
    EXPECT_NE(run.err.find("iocs.txt: 1 indicators"), std::string::npos) << run.err;
    const RunResult empty =
        run_xiezhi({"triage", folder.path("case"), "--ioc", folder.path("case")});
    EXPECT_NE(empty.code, 0);
}

TEST(Triage, FirewallLogIsAskedOfRulesAndIndicators) {
    const TempFolder folder;
    folder.write("case/C/Windows/System32/LogFiles/Firewall/pfirewall.log",
                 "#Version: 1.5\n#Time Format: Local\n"
                 "#Fields: date time action protocol src-ip dst-ip src-port dst-port path\n"
                 "2024-01-02 08:00:00 ALLOW TCP 10.0.0.7 203.0.113.9 50001 3333 SEND\n"
                 "2024-01-02 08:00:00 ALLOW TCP 10.0.0.7 198.51.100.4 50001 8123 SEND\n"
                 "2024-01-02 08:00:00 DROP TCP 203.0.113.8 10.0.0.7 50001 3333 RECEIVE\n");
    folder.write("iocs.txt", "198.51.100.4\n");
    const RunResult run = run_xiezhi({"triage", folder.path("case"), "--ioc",
                                      folder.path("iocs.txt"), "-f", "ndjson", "--documents"});
    EXPECT_NE(run.out.find("ioc:iocs.txt"), std::string::npos) << run.out;
    std::size_t pool_ports = 0;
    std::istringstream lines(run.out);
    for (std::string line; std::getline(lines, line);) {
        const bool alert = line.find("\"kind\":\"alert\"") != std::string::npos;
        if (alert && line.find("typical pool port") != std::string::npos) ++pool_ports;
    }
    EXPECT_EQ(pool_ports, 1U) << "the one that this host began";
    EXPECT_NE(run.out.find("\"dataset\":\"connection\""), std::string::npos);
}

/// A SECURITY hive by whose policy nothing is audited.
std::string silent_security() {
    HiveKey root{.name = "ROOT"};
    std::string value(12 + 2 * 60, '\0');
    value[1] = 1;
    value[4] = 9;
    value[8] = static_cast<char>(value.size());
    for (const int count : {5, 11, 14, 3, 6, 6, 6, 4, 4}) {
        value += static_cast<char>(count);
        value += '\0';
    }
    key_at(root, R"(Policy\PolAdtEv)").values = {{.name = "", .type = 0, .data = value}};
    return write_hive(root);
}

TEST(Triage, CoverageSaysWhatTheHostDoesNotRecord) {
    const TempFolder folder;
    folder.write("C/Windows/System32/config/SECURITY", silent_security());
    EvtxLog log("Security");
    log.add(hunt::logon(0, 4624, "wang"));
    folder.write("C/Windows/System32/winevt/Logs/Security.evtx", hunt::bytes_of(log));
    const RunResult run = run_xiezhi({"coverage", folder.path()});
    EXPECT_NE(run.out.find("The audit policy is off for Process Creation"), std::string::npos)
        << run.out;
    EXPECT_NE(run.out.find("[not checked: this host does not record it]"), std::string::npos);
    const RunResult chinese = run_xiezhi({"coverage", folder.path(), "--lang", "zh"});
    EXPECT_NE(chinese.out.find("审核策略没有开启“进程创建”"), std::string::npos) << chinese.out;
    EXPECT_NE(chinese.out.find("未查：本机没有记录"), std::string::npos);
    const RunResult rows = run_xiezhi({"coverage", folder.path(), "-f", "ndjson"});
    EXPECT_NE(rows.out.find("\"status\":\"not_recorded\""), std::string::npos);
    EXPECT_NE(rows.out.find("\"reason\":\"audit_off\""), std::string::npos);
    const RunResult judged = run_xiezhi({"triage", folder.path(), "--brief"});
    EXPECT_NE(judged.out.find("Auditing off that Windows has on by default"), std::string::npos)
        << judged.out;
}

TEST(Triage, EmptyFolderIsSaid) {
    const TempFolder folder;
    const RunResult run = run_xiezhi({"triage", folder.path()});
    EXPECT_EQ(run.code, 3);
    EXPECT_NE(run.err.find(folder.path()), std::string::npos);
}

}  // namespace
}  // namespace xiezhi::testing
