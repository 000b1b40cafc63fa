// The built-in pack over whole hosts: silent where nothing happened, loud where something did.
#include <gtest/gtest.h>

#include <set>

#include "tests/support/corpus.h"
#include "tests/support/hunted.h"
#include "xiezhi/rules/pack.h"

namespace xiezhi {
namespace {

constexpr std::uint64_t kMediumMax = 3;  // rules that fire on a clean host

struct Levels {
    std::set<std::string> medium;
    std::set<std::string> high;
};

Levels hunt_case(const std::filesystem::path& folder, const rules::RuleSet& pack) {
    hunt::HuntOptions options;
    options.threads = 2;
    const auto hunted = testing::hunt_paths({folder.string()}, pack, options);
    EXPECT_TRUE(hunted.done) << folder;
    EXPECT_GT(hunted.summary.records, 1000U) << folder;
    Levels levels;
    for (const hunt::Finding& finding : hunted.findings) {
        if (finding.rule->level == rules::Level::Medium) levels.medium.insert(finding.rule->title);
        if (finding.rule->level >= rules::Level::High) levels.high.insert(finding.rule->title);
    }
    return levels;
}

TEST(PackHosts, TellAttackedHostsFromCleanOnes) {
    XIEZHI_CORPUS_OR_SKIP(root);
    const rules::RuleSet pack = rules::load_builtin_pack();
    std::size_t clean = 0;
    std::size_t attacked = 0;
    for (const testing::Row& row : testing::read_tsv(root / "cases" / "cases.tsv")) {
        if (row.at("has_logs") != "yes") continue;
        const Levels levels = hunt_case(root / "cases" / row.at("case"), pack);
        if (row.at("class") == "clean") {
            ++clean;
            EXPECT_TRUE(levels.high.empty()) << row.at("case") << ": " << *levels.high.begin();
            EXPECT_LE(levels.medium.size(), kMediumMax) << row.at("case");
        } else {
            ++attacked;
            EXPECT_GE(levels.high.size(), 3U) << row.at("case");
        }
    }
    EXPECT_GT(clean, 0U);
    EXPECT_GT(attacked, 0U);
}

}  // namespace
}  // namespace xiezhi
