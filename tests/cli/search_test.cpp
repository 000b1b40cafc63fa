// `xiezhi search` from the command line to its screen.
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

class Search : public ::testing::Test {
protected:
    void SetUp() override {
        EvtxLog log("Security");
        log.add(hunt::logon(1, 4625, "bob", "pc-1"));
        log.add(hunt::logon(100, 4624, "alice", "pc-1"));
        log.add(hunt::logon(5000, 4624, "bob", "pc-2"));
        folder_.write("Security.evtx", hunt::bytes_of(log));
    }
    [[nodiscard]] RunResult search(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "search");
        arguments.insert(arguments.begin() + 2, folder_.path(""));
        return run_xiezhi(arguments);
    }

    testing::TempFolder folder_;
};

TEST_F(Search, GroupsByHost) {
    const RunResult result = search({"BOB"});
    EXPECT_EQ(result.code, kExitFindings);
    EXPECT_THAT(result.out, HasSubstr("== pc-1"));
    EXPECT_THAT(result.out, HasSubstr("== pc-2"));
    EXPECT_THAT(result.out, HasSubstr("bob"));
    EXPECT_THAT(result.out, Not(HasSubstr("alice")));
    EXPECT_THAT(result.err, HasSubstr("Found: 2 events or registry entries"));
    EXPECT_THAT(result.err, Not(HasSubstr("rules")));
}

TEST_F(Search, FindsNothing) {
    const RunResult result = search({"203.0.113.9"});
    EXPECT_EQ(result.code, kExitDone);
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err, HasSubstr("address"));
}

TEST_F(Search, ShowsWhatHappenedAroundARecord) {
    const RunResult near = search({"*", "--around", "Security:1", "--window", "5m"});
    EXPECT_EQ(near.code, kExitFindings) << near.err;
    EXPECT_THAT(near.out, HasSubstr("alice"));
    EXPECT_THAT(near.out, Not(HasSubstr("pc-2")));
    const RunResult at = search({"bob", "--around", "2026-03-01T01:23:20Z"});
    EXPECT_THAT(at.out, HasSubstr("pc-2"));
    EXPECT_THAT(at.out, Not(HasSubstr("pc-1")));
}

TEST_F(Search, SaysWhatIsWrong) {
    EXPECT_EQ(search({"*"}).code, kExitUsage);
    EXPECT_THAT(search({"*"}).err, HasSubstr("--around"));
    EXPECT_EQ(search({"x", "--as", "colour"}).code, kExitUsage);
    EXPECT_EQ(search({"(", "--as", "regex"}).code, kExitUsage);
    EXPECT_THAT(search({"*", "--around", "999"}).err, HasSubstr("no record 999"));
    EXPECT_EQ(search({"*", "--around", "soon"}).code, kExitUsage);
    EXPECT_EQ(search({"*", "--around", "1", "--since", "1d"}).code, kExitUsage);
    EXPECT_EQ(run_xiezhi({"search"}).code, kExitUsage);
    EXPECT_EQ(run_xiezhi({"search", "x"}).code, kExitUsage);
}

TEST_F(Search, WritesDocuments) {
    const RunResult result = search({"alice", "-f", "ndjson"});
    EXPECT_THAT(result.out, HasSubstr(R"("ruleset":"search")"));
    EXPECT_THAT(result.out, HasSubstr(R"("text":"alice")"));
}

}  // namespace
}  // namespace xiezhi::cli
