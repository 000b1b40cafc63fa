#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/run_support.h"
#include "xiezhi/output/width.h"

namespace xiezhi::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::run_xiezhi;
using testing::RunResult;
using testing::RunWorld;

const std::vector<std::vector<std::string>>& all_verbs() {
    static const std::vector<std::vector<std::string>> verbs = {
        {"hunt"}, {"dump"}, {"rules", "check"}, {"rules", "list"}, {"rules", "explain"}};
    return verbs;
}

void expect_narrow(const std::string& text) {
    std::size_t start = 0;
    for (std::size_t end = text.find('\n'); end != std::string::npos;
         end = text.find('\n', start)) {
        const std::string line = text.substr(start, end - start);
        EXPECT_LE(output::display_width(line), 80U) << line;
        start = end + 1;
    }
}

TEST(Help, OfEveryVerbFitsInBothLanguages) {
    for (const char* lang : {"en", "zh"}) {
        for (std::vector<std::string> arguments : all_verbs()) {
            arguments.insert(arguments.end(), {"--help", "--lang", lang});
            const RunResult result = run_xiezhi(arguments);
            EXPECT_EQ(result.code, kExitDone);
            EXPECT_THAT(result.out, HasSubstr(lang == std::string("zh") ? "用法：" : "Usage: "));
            EXPECT_THAT(result.out, HasSubstr("--lang"));
            EXPECT_EQ(result.err, "");
            expect_narrow(result.out);
        }
    }
}

TEST(Help, IsAlsoAVerb) {
    EXPECT_EQ(run_xiezhi({"help", "hunt"}).out, run_xiezhi({"hunt", "--help"}).out);
    EXPECT_EQ(run_xiezhi({"help"}).out, run_xiezhi({}).out);
    EXPECT_EQ(run_xiezhi({"--help"}).out, run_xiezhi({}).out);
}

TEST(Nothing, SaysWhatToTryFirst) {
    const RunResult result = run_xiezhi({});
    EXPECT_EQ(result.code, kExitDone);
    EXPECT_THAT(result.out, HasSubstr("xiezhi hunt FOLDER"));
    expect_narrow(result.out);
    const RunResult chinese = run_xiezhi({"--lang", "zh"});
    EXPECT_THAT(chinese.out, HasSubstr("从这里开始"));
    expect_narrow(chinese.out);
    EXPECT_EQ(run_xiezhi({}, {.lang = Lang::Zh}).out, chinese.out);
}

TEST(Version, IsSaid) {
    EXPECT_EQ(run_xiezhi({"--version"}).out, "xiezhi 0.0.0\n");
    EXPECT_EQ(run_xiezhi({"--lang", "en", "--version"}, {.lang = Lang::Zh}).out, "xiezhi 0.0.0\n");
}

struct Mistake {
    const char* name;
    std::vector<std::string> arguments;
    const char* said;
};

class Mistakes : public ::testing::TestWithParam<Mistake> {};

TEST_P(Mistakes, AreToldWithTheirCure) {
    const RunResult result = run_xiezhi(GetParam().arguments);
    EXPECT_EQ(result.code, kExitUsage);
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err, HasSubstr(GetParam().said));
    EXPECT_THAT(result.err, HasSubstr("--help"));
    const RunResult chinese = run_xiezhi(GetParam().arguments, {.lang = Lang::Zh});
    EXPECT_EQ(chinese.code, kExitUsage);
    EXPECT_NE(chinese.err, result.err);
}

INSTANTIATE_TEST_SUITE_P(
    CommandLines, Mistakes,
    ::testing::Values(
        Mistake{"Verb", {"hnut", "x"}, "there is no verb \"hnut\"; did you mean \"hunt\"?"},
        Mistake{"VerbFarOff", {"abracadabra"}, "there is no verb \"abracadabra\""},
        Mistake{"SecondWord", {"rules", "chekc"}, "did you mean \"rules check\"?"},
        Mistake{"PathFirst", {"."}, "\".\" is a path, not a verb"},
        Mistake{"Option", {"hunt", "x", "--min-levle", "high"}, "did you mean --min-level?"},
        Mistake{"OptionFarOff", {"hunt", "x", "--frobnicate"}, "has no option --frobnicate"},
        Mistake{"ShortOption", {"hunt", "x", "-Z"}, "has no option -Z"},
        Mistake{"ValueMissing", {"hunt", "x", "-o"}, "--output needs a value"},
        Mistake{"SwitchWithValue", {"hunt", "x", "--carve=3"}, "--carve"},
        Mistake{"Nothing", {"hunt"}, "nothing to read was named"},
        Mistake{"NothingToDump", {"dump", "--carve"}, "nothing to read was named"},
        Mistake{"Format", {"hunt", "x", "-f", "html"}, "terminal, ndjson, json, csv, md, timeline"},
        Mistake{"DumpFormat", {"dump", "x", "-f", "md"}, "jsonl, json, xml, csv"},
        Mistake{"Level", {"hunt", "x", "--min-level", "bad"}, "informational, low, medium, high"},
        Mistake{
            "FailLevel", {"hunt", "x", "--fail-level", "9"}, "informational, low, medium, high"},
        Mistake{"Threads", {"hunt", "x", "--threads", "0"}, "expected a number from 1 to 256"},
        Mistake{"Time", {"hunt", "x", "--from", "monday"}, "--from cannot be \"monday\""},
        Mistake{"Period", {"hunt", "x", "--since", "5"}, "45m, 12h, 30d, 2w"},
        Mistake{"SinceAndFrom", {"hunt", "x", "--since", "5d", "--from", "2024-01-01"}, "--since"},
        Mistake{"Zone", {"hunt", "x", "--tz", "CST"}, "utc, local or an offset"},
        Mistake{"Colour", {"hunt", "x", "--color", "blue"}, "auto, always, never"},
        Mistake{"RuleNotNamed", {"rules", "explain"}, "name one rule"},
        Mistake{"Language", {"hunt", "x", "--lang", "fr"}, "zh, en"}),
    [](const auto& mistake) { return mistake.param.name; });

TEST(Options, TakeValuesThatLookLikeOptions) {
    // A zone west of Greenwich begins with a dash; the next complaint shows that it was taken.
    const RunResult result = run_xiezhi({"hunt", "x", "--tz", "-05:00", "--threads", "0"});
    EXPECT_THAT(result.err, HasSubstr("--threads"));
}

TEST(Options, RulesDoNotSwallowTheEvidence) {
    const RunResult result = run_xiezhi({"hunt", "--rules", "no/such/rules", "no/such/evidence"});
    EXPECT_EQ(result.code, kExitFailed);
    EXPECT_THAT(result.err, HasSubstr("no/such/rules"));
    EXPECT_THAT(result.err, Not(HasSubstr("nothing to read")));
}

TEST(Quotes, AreRepairedWithANoteOnWindows) {
    const RunWorld windows{.quotes_may_swallow = true};
    const RunResult result = run_xiezhi({"hunt", "D:\\case\" --threads 0"}, windows);
    EXPECT_EQ(result.code, kExitUsage);
    EXPECT_THAT(result.err, HasSubstr("note: "));
    EXPECT_THAT(result.err, HasSubstr("--threads"));
}

TEST(Output, AClosedPipeIsNoFailure) {
    const RunWorld world{.out_size_max = 10, .out_error = Errc::PipeClosed};
    EXPECT_EQ(run_xiezhi({"hunt", "--help"}, world).code, kExitDone);
    EXPECT_EQ(run_xiezhi({"rules", "list"}, world).code, kExitDone);
}

TEST(Output, AFullDiskIsAFailureThatIsNamed) {
    const RunResult result = run_xiezhi({"rules", "list"}, {.out_size_max = 10});
    EXPECT_EQ(result.code, kExitFailed);
    EXPECT_THAT(result.err, HasSubstr("writing standard output failed: the disk is full"));
}

}  // namespace
}  // namespace xiezhi::cli
