// suites/sigma-regression: each rule finds in its log what the independent evaluator found there,
// and in the JSON made from the log the same records.
#include <gtest/gtest.h>

#include <map>

#include "tests/support/corpus.h"
#include "tests/support/corpus_events.h"
#include "xiezhi/rules/matcher.h"

namespace xiezhi::testing {
namespace {

std::vector<std::uint64_t> hits_in(const std::filesystem::path& path, std::uint32_t rule,
                                   rules::Matcher& matcher) {
    rules::Matcher::Worker worker(matcher);
    std::vector<std::uint64_t> records;
    std::vector<rules::Hit> hits;
    each_event(path, [&](const Event& event) {
        hits.clear();
        worker.match(event, hits);
        for (const rules::Hit& hit : hits) {
            if (hit.rule != rule) continue;
            records.push_back(event.head().record_id);
            EXPECT_FALSE(worker.explain(event, hit).matches.empty()) << path;
        }
    });
    return records;
}

std::size_t number(const std::string& text) {
    return text.empty() ? 0 : std::stoul(text);
}

TEST(SigmaRegression, EveryCaseIsFoundInLogAndJson) {
    XIEZHI_CORPUS_OR_SKIP(root);
    const std::filesystem::path suite = root / "suites" / "sigma-regression";
    const rules::RuleSet set = current_rules(root);
    std::map<std::string, std::uint32_t> by_id;
    for (std::uint32_t i = 0; i < set.rules.size(); ++i) by_id[set.rules[i].head.id] = i;
    rules::Matcher matcher(set.rules);
    const auto cases = read_tsv(suite / "cases.tsv");
    EXPECT_FALSE(cases.empty());
    for (const Row& row : cases) {
        const std::string& id = row.at("rule_id");
        ASSERT_TRUE(by_id.contains(id)) << id;
        const std::filesystem::path log = suite / row.at("evtx");
        const auto found = hits_in(log, by_id.at(id), matcher);
        EXPECT_EQ(found.size(), number(row.at("reference_matches"))) << row.at("rule");
        EXPECT_GE(found.size(), std::max<std::size_t>(1, number(row.at("match_count")))) << id;
        const auto json = std::filesystem::path(log).replace_extension(".json");
        if (!std::filesystem::exists(json)) continue;
        EXPECT_EQ(hits_in(json, by_id.at(id), matcher), found) << json;
    }
}

}  // namespace
}  // namespace xiezhi::testing
