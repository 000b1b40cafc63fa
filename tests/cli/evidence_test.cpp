#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/cli/run_support.h"
#include "tests/support/corpus.h"
#include "tests/support/evtx_writer.h"
#include "tests/support/temp_folder.h"
#include "tests/support/zip_writer.h"

// The verbs over evidence that our own writer made.

namespace xiezhi::cli {
namespace {

using testing::EvtxLog;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::read_file;
using testing::run_xiezhi;
using testing::RunResult;
using testing::RunWorld;
using ::testing::StartsWith;
using testing::TempFolder;

constexpr const char* kHost = "财务-01";

std::string log_bytes() {
    EvtxLog log("Security");
    const auto add = [&](const char* time, const char* user) {
        log.add({"Microsoft-Windows-Security-Auditing",
                 4720,
                 *parse_iso(time),
                 kHost,
                 {{"TargetUserName", {user}}, {"SubjectUserName", {"zhangwei"}}}});
    };
    add("2024-06-01T00:00:00Z", "bob");
    add("2024-06-29T00:00:00Z", "admin$");
    const std::vector<std::byte> bytes = log.bytes();
    return std::string(as_text(bytes));
}

constexpr const char* kRule = R"(title: Hidden account
id: 00000000-0000-4000-8000-00000000000a
status: test
author: A. Writer
level: high
tags: [attack.t1136.001]
logsource: {product: windows, service: security}
detection:
    selection: {EventID: 4720, TargetUserName|endswith: '$'}
    condition: selection
)";

class Evidence : public ::testing::Test {
protected:
    void SetUp() override {
        folder_.write("case/Security.evtx", log_bytes());
        folder_.write("rules/windows/hidden.yml", kRule);
    }
    [[nodiscard]] RunResult hunt(std::vector<std::string> more, const RunWorld& world = {}) const {
        std::vector<std::string> arguments = {"hunt", folder_.path("case"), "--rules",
                                              folder_.path("rules")};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run_xiezhi(arguments, world);
    }
    TempFolder folder_;
};

TEST_F(Evidence, AFindingIsShownToPeople) {
    const RunResult result = hunt({});
    EXPECT_EQ(result.code, kExitFindings);
    EXPECT_THAT(result.out, HasSubstr("[high] Hidden account"));
    EXPECT_THAT(result.out, HasSubstr("> TargetUserName   admin$  <- selection"));
    EXPECT_THAT(result.out, HasSubstr(kHost));
    EXPECT_THAT(result.err, HasSubstr("Rules: 1 from "));
    EXPECT_THAT(result.err, HasSubstr("Read: 1 event logs"));
    EXPECT_THAT(result.err, HasSubstr("Findings: high 1"));
    EXPECT_THAT(hunt({"-q"}).err, IsEmpty());
    EXPECT_THAT(hunt({"--lang", "zh"}).out, HasSubstr("[高危] Hidden account"));
}

TEST_F(Evidence, MachinesGetFindingsOnly) {
    const RunResult result = hunt({"-f", "ndjson"});
    EXPECT_EQ(result.code, kExitFindings);
    EXPECT_THAT(result.out, StartsWith("{\"@timestamp\":\"2024-06-29T00:00:00.0000000Z\""));
    EXPECT_EQ(std::ranges::count(result.out, '\n'), 1);
    for (const char* format : {"json", "csv", "md", "timeline"}) {
        EXPECT_THAT(hunt({"-f", format}).out, HasSubstr("Hidden account")) << format;
    }
    EXPECT_THAT(hunt({"-f", "csv"}).out, StartsWith("\xef\xbb\xbf"));
    EXPECT_THAT(hunt({"-f", "csv", "--csv-no-bom"}).out, StartsWith("timestamp,"));
}

TEST_F(Evidence, AQueryIsARule) {
    const RunResult result =
        run_xiezhi({"hunt", folder_.path("case"), "--kql", "event.code:4720 and not event.code:1"});
    EXPECT_EQ(result.code, kExitFindings);
    EXPECT_THAT(result.out, HasSubstr("event.code:4720 and not event.code:1"));
    EXPECT_THAT(result.err, HasSubstr("Rules: 1 from "));
    EXPECT_THAT(hunt({"--kql", "event.code:4720"}).err, HasSubstr("Rules: 2 from "));
    const RunResult none = run_xiezhi({"hunt", folder_.path("case"), "--kql", "event.code:4721"});
    EXPECT_EQ(none.code, kExitDone);
}

TEST_F(Evidence, AMistakeInAQueryHasItsPlace) {
    const RunResult result =
        run_xiezhi({"hunt", folder_.path("case"), "--kql", "event.code:(4720 or"});
    EXPECT_EQ(result.code, kExitUsage);
    EXPECT_THAT(result.err, HasSubstr("--kql:1:20"));
    EXPECT_THAT(result.err, HasSubstr("is not closed"));
}

TEST_F(Evidence, AFolderWithoutAnyRuleIsAMistake) {
    folder_.write("words/readme.txt", "Nothing but words.\n");
    const RunResult result =
        run_xiezhi({"hunt", folder_.path("case"), "--rules", folder_.path("words")});
    EXPECT_NE(result.code, kExitDone);
    EXPECT_NE(result.code, kExitFindings);
    EXPECT_EQ(result.out, "");
}

TEST_F(Evidence, ElasticRulesAreCheckedBesideSigmas) {
    folder_.write("rules/a.toml",
                  "[rule]\nname = \"Later\"\nrule_id = \"x\"\ntype = \"eql\"\n"
                  "language = \"eql\"\nquery = \"any where true\"\n");
    folder_.write("rules/b.toml",
                  "[rule]\nname = \"Word\"\nrule_id = \"y\"\ntype = \"query\"\n"
                  "index = [\"logs-*\"]\nlanguage = \"kuery\"\n"
                  "query = \"powershell.file.script_block_text:x\"\n");
    const RunResult result = run_xiezhi({"rules", "check", folder_.path("rules")});
    EXPECT_EQ(result.code, kExitFindings);
    EXPECT_THAT(result.out, HasSubstr("language not supported yet: eql"));
    EXPECT_THAT(result.out, HasSubstr("script block logging"));
    EXPECT_THAT(result.err, HasSubstr("3"));
}

TEST_F(Evidence, TimesSelectRecords) {
    EXPECT_EQ(hunt({"--since", "2d"}).code, kExitFindings);
    EXPECT_EQ(hunt({"--since", "1d"}).code, kExitDone);
    EXPECT_EQ(hunt({"--to", "2024-06-28"}).code, kExitDone);
    EXPECT_EQ(hunt({"--from", "2024-06-29", "--to", "2024-06-29"}).code, kExitFindings);
    EXPECT_EQ(hunt({"--to", "2024-06-29T00:00:00", "--tz", "+08:00"}).code, kExitDone);
    EXPECT_THAT(hunt({"--tz", "local"}).out, HasSubstr("2024-06-29 08:00:00.000 +08:00"));
}

TEST_F(Evidence, LevelsDecideTheExitCode) {
    EXPECT_EQ(hunt({"--fail-level", "critical"}).code, kExitDone);
    EXPECT_EQ(hunt({"--fail-level", "high"}).code, kExitFindings);
    const RunResult none = hunt({"--min-level", "critical"});
    EXPECT_EQ(none.code, kExitUsage);
    EXPECT_THAT(none.err, HasSubstr("none of the 1 rules is left"));
}

TEST_F(Evidence, ResultsGoToAFileThatIsNotOverwrittenUnasked) {
    const std::string path = folder_.path("out.csv");
    EXPECT_EQ(hunt({"-f", "csv", "-o", path}).code, kExitFindings);
    const std::string first = read_file(path);
    EXPECT_THAT(first, HasSubstr("Hidden account"));
    const RunResult again = hunt({"-f", "ndjson", "-o", path});
    EXPECT_EQ(again.code, kExitUsage);
    EXPECT_THAT(again.err, HasSubstr("--force"));
    EXPECT_EQ(read_file(path), first);
    EXPECT_EQ(hunt({"-f", "ndjson", "-o", path, "--force"}).code, kExitFindings);
    EXPECT_THAT(read_file(path), StartsWith("{"));
}

TEST_F(Evidence, NotesSayWhichRulesWereBlind) {
    std::string rule = kRule;
    rule.replace(rule.find("service: security"), 17, "service: bits-client");
    rule.replace(rule.find("00000a"), 6, "00000b");
    folder_.write("rules/windows/bits.yml", rule);
    const std::string notes = folder_.path("notes.ndjson");
    const RunResult result = hunt({"--notes", notes});
    EXPECT_EQ(result.code, kExitFindings);
    EXPECT_THAT(read_file(notes), HasSubstr("\"note\":\"blind\""));
    EXPECT_THAT(read_file(notes), HasSubstr("00000000-0000-4000-8000-00000000000b"));
    EXPECT_THAT(result.err, HasSubstr("Could not apply: 1 of 2 rules"));
}

TEST_F(Evidence, NothingToReadIsNoSilence) {
    const TempFolder empty;
    const RunResult result = run_xiezhi({"hunt", empty.path()});
    EXPECT_EQ(result.code, kExitUnread);
    EXPECT_THAT(result.err, HasSubstr("Looked for, by content"));
    EXPECT_EQ(run_xiezhi({"hunt", empty.path("nowhere")}).code, kExitUnread);
    EXPECT_EQ(run_xiezhi({"dump", empty.path("nowhere")}).code, kExitUnread);
    empty.write("note.txt", "no log");
    const RunResult dump = run_xiezhi({"dump", empty.path("note.txt")});
    EXPECT_EQ(dump.code, kExitUnread);
    EXPECT_THAT(dump.err, HasSubstr("note.txt"));
}

TEST_F(Evidence, WhatCouldNotBeReadIsTold) {
    const RunResult result = run_xiezhi({"hunt", folder_.path("case"), folder_.path("nowhere"),
                                         "--rules", folder_.path("rules"), "--to", "2024-01-01"});
    EXPECT_EQ(result.code, kExitUnread);
    EXPECT_THAT(result.err, HasSubstr("nowhere"));
}

TEST_F(Evidence, AFullDiskIsAFailure) {
    const RunResult result = hunt({"-f", "ndjson"}, {.out_size_max = 10});
    EXPECT_EQ(result.code, kExitFailed);
    EXPECT_THAT(result.err, HasSubstr("the disk is full"));
    EXPECT_EQ(hunt({"-f", "ndjson"}, {.out_size_max = 10, .out_error = Errc::PipeClosed}).code,
              kExitDone);
    const std::string log = folder_.path("case/Security.evtx");
    EXPECT_EQ(run_xiezhi({"dump", log}, {.out_size_max = 10}).code, kExitFailed);
    EXPECT_EQ(run_xiezhi({"dump", log}, {.out_size_max = 10, .out_error = Errc::PipeClosed}).code,
              kExitDone);
}

TEST_F(Evidence, CtrlCIsSaid) {
    const std::atomic<bool> interrupted = true;
    const RunResult result = hunt({}, {.interrupted = &interrupted});
    EXPECT_EQ(result.code, kExitInterrupted);
    EXPECT_THAT(result.err, HasSubstr("interrupted"));
}

TEST_F(Evidence, DumpWritesAllFormats) {
    const std::string log = folder_.path("case/Security.evtx");
    const RunResult lines = run_xiezhi({"dump", log});
    EXPECT_EQ(lines.code, kExitDone);
    EXPECT_EQ(std::ranges::count(lines.out, '\n'), 2);
    const RunResult array = run_xiezhi({"dump", log, "-f", "json"});
    const std::size_t middle = lines.out.find('\n');
    EXPECT_EQ(array.out, "[\n" + lines.out.substr(0, middle) + ",\n" +
                             lines.out.substr(middle + 1, lines.out.size() - middle - 2) + "\n]\n");
    EXPECT_THAT(run_xiezhi({"dump", log, "-f", "xml"}).out, HasSubstr("<Event "));
    EXPECT_THAT(run_xiezhi({"dump", log, "-f", "csv"}).out, HasSubstr(log));
    EXPECT_EQ(run_xiezhi({"dump", log, "--threads", "4"}).out, lines.out);
}

TEST_F(Evidence, RulesComeFromAZipAndRetiredOnesAreCounted) {
    testing::ZipWriter zip;
    std::string second = kRule;
    second.replace(second.find("00000a"), 6, "00000c");
    zip.add("sigma-master/rules/windows/hidden.yml", kRule);
    zip.add("sigma-master/deprecated/windows/hidden.yml", second);
    zip.add("sigma-master/README.md", "# no rule");
    folder_.write("sigma.zip", zip.bytes());
    const RunResult some = run_xiezhi({"rules", "list", folder_.path("sigma.zip")});
    EXPECT_EQ(some.code, kExitDone);
    EXPECT_EQ(std::ranges::count(some.out, '\n'), 1);
    EXPECT_THAT(some.err, HasSubstr("1 rule files in folders named deprecated"));
    const RunResult all = run_xiezhi({"rules", "list", folder_.path("sigma.zip"), "--all-rules"});
    EXPECT_EQ(std::ranges::count(all.out, '\n'), 2);
}

TEST_F(Evidence, RulesAreCheckedListedAndExplained) {
    folder_.write("rules/broken.yml", "title: [\n");
    const RunResult check = run_xiezhi({"rules", "check", folder_.path("rules")});
    EXPECT_EQ(check.code, kExitFindings);
    EXPECT_THAT(check.out, HasSubstr("broken.yml:"));
    EXPECT_THAT(check.err, HasSubstr("2 rules: 1 can fire, 1 cannot"));
    const RunResult lines = run_xiezhi({"rules", "check", folder_.path("rules"), "-f", "ndjson"});
    EXPECT_EQ(std::ranges::count(lines.out, '\n'), 2);
    EXPECT_THAT(lines.out, HasSubstr("\"runnable\":true,\"channels\":[\"Security\"]"));
    EXPECT_THAT(lines.out, HasSubstr("\"runnable\":false,\"channels\":[],\"reason\":"));

    const RunResult list = run_xiezhi({"rules", "list", folder_.path("rules"), "-f", "ndjson"});
    EXPECT_THAT(list.out, HasSubstr("\"name\":\"Hidden account\",\"level\":\"high\""));

    const std::string file = folder_.path("rules/windows/hidden.yml");
    const RunResult explained = run_xiezhi({"rules", "explain", file});
    EXPECT_EQ(explained.code, kExitDone);
    EXPECT_THAT(explained.out, HasSubstr("TargetUserName"));
    EXPECT_EQ(
        run_xiezhi({"rules", "explain", "Hidden account", "--rules", folder_.path("rules")}).out,
        explained.out);
    EXPECT_EQ(run_xiezhi({"rules", "explain", "Nobody", "--rules", folder_.path("rules")}).code,
              kExitFailed);
}

TEST_F(Evidence, TheBuiltInPackIsThere) {
    EXPECT_EQ(run_xiezhi({"rules", "check"}).code, kExitDone);
    EXPECT_GE(std::ranges::count(run_xiezhi({"rules", "list"}).out, '\n'), 10);
    EXPECT_THAT(run_xiezhi({"hunt", folder_.path("case")}).err, HasSubstr("built-in pack"));
}

TEST_F(Evidence, ExclusionsComeByIdOrFromAFile) {
    folder_.write("more/hidden.yml", kRule);
    EXPECT_THAT(hunt({"--exclude", "00000000-0000-4000-8000-00000000000a"}).err,
                HasSubstr("none of the 1 rules"));
    const std::string list =
        folder_.write("exclude.txt", "# ours\n00000000-0000-4000-8000-00000000000a\n");
    EXPECT_THAT(hunt({"--exclude", list}).err, HasSubstr("none of the 1 rules"));
    EXPECT_EQ(hunt({"--exclude", "another"}).code, kExitFindings);
}

}  // namespace
}  // namespace xiezhi::cli
