// Lists beside rules fill their placeholders, whether a folder or one of its files was named.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/run_support.h"
#include "tests/support/temp_folder.h"

namespace xiezhi::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::run_xiezhi;
using testing::RunResult;

constexpr std::string_view kRule =
    "title: Tool\nid: 11111111-2222-4333-8444-555555555555\n"
    "logsource: {product: windows, category: process_creation}\n"
    "detection: {selection: {Image|endswith|expand: '%tools%'}, condition: selection}\n";

class RuleLists : public ::testing::Test {
protected:
    void SetUp() override { rule_ = folder_.write("rules/tool.yml", kRule); }

    testing::TempFolder folder_;
    std::string rule_;
};

TEST_F(RuleLists, AreMissedWhenTheyAreNotThere) {
    const RunResult result = run_xiezhi({"rules", "check", folder_.path("rules")});
    EXPECT_THAT(result.out + result.err, HasSubstr("%tools%"));
    EXPECT_THAT(result.out + result.err, HasSubstr("0 can fire"));
}

TEST_F(RuleLists, OfAFolderAreRead) {
    folder_.write("rules/lists/tools.txt", "# source: x\n\\a.exe\n");
    const RunResult result = run_xiezhi({"rules", "check", folder_.path("rules")});
    EXPECT_THAT(result.out + result.err, HasSubstr("1 can fire, 0 cannot"));
}

TEST_F(RuleLists, BesideAFileAreRead) {
    folder_.write("rules/lists/tools.txt", "\\a.exe\n");
    folder_.write("rules/lists/notes.md", "no list");
    const RunResult result = run_xiezhi({"rules", "check", rule_});
    EXPECT_THAT(result.out + result.err, HasSubstr("1 can fire, 0 cannot"));
}

TEST_F(RuleLists, GiveWayToTheUsersOwn) {
    folder_.write("rules/lists/tools.txt", "\\ours.exe\n");
    const std::string own = folder_.write("own.yml", "tools: ['\\theirs.exe']\n");
    const RunResult result = run_xiezhi({"rules", "explain", "11111111-2222-4333-8444-555555555555",
                                         "--rules", folder_.path("rules"), "--placeholders", own});
    EXPECT_THAT(result.out, HasSubstr("theirs.exe"));
    EXPECT_THAT(result.out, Not(HasSubstr("ours.exe")));
}

TEST_F(RuleLists, AreNoRulesThemselves) {
    folder_.write("alone/lists/tools.txt", "\\a.exe\n");
    const RunResult result = run_xiezhi({"rules", "check", folder_.path("alone")});
    EXPECT_NE(result.code, 0);
    EXPECT_THAT(result.out + result.err, Not(HasSubstr("can fire")));
}

}  // namespace
}  // namespace xiezhi::cli
