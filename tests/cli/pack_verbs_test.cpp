// The pack written out and used from a folder; rules that are blind on evidence; Elastic's
// schedule.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/run_support.h"
#include "tests/support/hunt_support.h"
#include "tests/support/temp_folder.h"

namespace xiezhi::cli {
namespace {

using testing::EvtxLog;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::run_xiezhi;
using testing::RunResult;

class PackVerbs : public ::testing::Test {
protected:
    void SetUp() override {
        EvtxLog log("Security");
        for (std::uint64_t second = 1; second <= 4; ++second)
            log.add(hunt::logon(second, 4625, "bob"));
        folder_.write("logs/Security.evtx", hunt::bytes_of(log));
    }
    testing::TempFolder folder_;
};

TEST_F(PackVerbs, ExportedPackIsThePack) {
    const std::string out = folder_.path("pack");
    EXPECT_EQ(run_xiezhi({"rules", "export-pack", out}).code, kExitDone);
    const RunResult again = run_xiezhi({"rules", "export-pack", out});
    EXPECT_NE(again.code, kExitDone);
    EXPECT_THAT(again.err, HasSubstr("--force"));
    EXPECT_EQ(run_xiezhi({"rules", "export-pack", out, "--force"}).code, kExitDone);
    EXPECT_EQ(run_xiezhi({"rules", "export-pack"}).code, kExitUsage);

    const RunResult built_in = run_xiezhi({"rules", "list", "-f", "ndjson"});
    const RunResult exported = run_xiezhi({"rules", "list", "-f", "ndjson", "--pack", out});
    const auto lines = [](const std::string& text) { return std::ranges::count(text, '\n'); };
    EXPECT_GT(lines(built_in.out), 50);
    EXPECT_EQ(lines(built_in.out), lines(exported.out));
    EXPECT_THAT(exported.out, HasSubstr(R"("ruleset":"pack")"));
    EXPECT_THAT(exported.out, Not(HasSubstr(R"("ruleset":"sigma")")));
}

TEST_F(PackVerbs, PackIsUsedBesideOtherRules) {
    const std::string rule =
        folder_.write("own/rule.yml",
                      "title: Own\nlogsource: {product: windows, service: security}\n"
                      "detection: {selection: {EventID: 4625}, condition: selection}\n");
    EXPECT_THAT(run_xiezhi({"rules", "list", rule}).err, HasSubstr("Rules: 1 "));
    const RunResult both = run_xiezhi({"rules", "list", rule, "--pack", "builtin"});
    EXPECT_THAT(both.out, HasSubstr("Own"));
    EXPECT_THAT(both.err, HasSubstr("built-in pack"));
    EXPECT_THAT(both.err, Not(HasSubstr("Rules: 1 ")));
}

TEST_F(PackVerbs, BlindRulesAreListedWithWhatTheyNeed) {
    const RunResult result = run_xiezhi({"rules", "list", "--missing", folder_.path("logs")});
    EXPECT_EQ(result.code, kExitDone);
    EXPECT_THAT(result.out, HasSubstr("Microsoft-Windows-Sysmon/Operational"));
    EXPECT_THAT(result.err, HasSubstr("blind"));
    EXPECT_NE(run_xiezhi({"rules", "list", "--missing", folder_.path("nothing")}).code, kExitDone);
}

TEST_F(PackVerbs, ScheduleCapsElasticRules) {
    const std::string rule = folder_.write("rule.toml",
                                           "[rule]\nname = \"Failed\"\nlanguage = \"kuery\"\n"
                                           "type = \"query\"\nrule_id = \"1\"\nrisk_score = 21\n"
                                           "severity = \"low\"\nmax_signals = 2\n"
                                           "index = [\"logs-system.security*\"]\n"
                                           "query = '''event.code:4625'''\n");
    const std::vector<std::string> hunt{"hunt",  folder_.path("logs"), "--rules", rule, "-f",
                                        "ndjson"};
    const auto findings = [](const RunResult& result) {
        return std::ranges::count(result.out, '\n');
    };
    EXPECT_EQ(findings(run_xiezhi(hunt)), 4);
    std::vector<std::string> scheduled = hunt;
    scheduled.emplace_back("--emulate-schedule");
    const RunResult result = run_xiezhi(scheduled);
    // Two in the first run, two more in the next: from is now-6m, the interval 5m; the events are
    // older than that by then.
    EXPECT_EQ(findings(result), 2) << result.out;
    EXPECT_THAT(result.out, HasSubstr(R"("risk_score":21)"));
    EXPECT_THAT(result.err, HasSubstr("2 findings"));
    scheduled.emplace_back("--collapse");
    EXPECT_EQ(run_xiezhi(scheduled).code, kExitUsage);
}

}  // namespace
}  // namespace xiezhi::cli
