// errors/*.yml -> errors/*.txt: what is said about a document that is wrong. Messages are an
// interface; XIEZHI_UPDATE=1 rewrites the expectations, and the difference is read.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <fstream>

#include "tests/support/corpus.h"
#include "xiezhi/rules/load.h"

namespace xiezhi::testing {
namespace {

std::string said(const std::filesystem::path& path) {
    const std::string text = read_file(path);
    const std::array files = {rules::RuleFile{path.filename().string(), as_bytes(text)}};
    const rules::RuleSet set = rules::load_rules(files, rules::LoadOptions{});
    std::string out;
    for (const rules::RuleProblem& problem : set.problems) {
        out += fmt::format("{}:{}:{}: {}: {}\n{}\n", problem.place.path, problem.place.line,
                           problem.place.column, problem.refused ? "refused" : "warning",
                           render(problem.what, Lang::En), render(problem.what, Lang::Zh));
    }
    return out;
}

TEST(SigmaErrors, SayWhatStandsInTheGoldenFiles) {
    const auto folder = std::filesystem::path(XIEZHI_SOURCE_DIR) / "tests" / "sigma" / "errors";
    const bool update = std::getenv("XIEZHI_UPDATE") != nullptr;
    std::size_t count = 0;
    for (const auto& path : files_below(folder, ".yml")) {
        ++count;
        auto golden = path;
        golden.replace_extension(".txt");
        const std::string answer = said(path);
        EXPECT_FALSE(answer.empty()) << path;
        if (update) std::ofstream(golden, std::ios::binary) << answer;
        EXPECT_EQ(answer, read_file(golden)) << path;
    }
    EXPECT_GT(count, 0U);
}

}  // namespace
}  // namespace xiezhi::testing
