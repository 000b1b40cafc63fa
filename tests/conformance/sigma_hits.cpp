// suites/sigma-hits: an independent evaluator's answers over attack logs and whole hosts. Native
// findings must be the same; derived ones are our own business. A difference must be of a listed
// class, and no class may grow.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <set>

#include "tests/support/corpus.h"
#include "tests/support/corpus_events.h"
#include "xiezhi/rules/matcher.h"

namespace xiezhi::testing {
namespace {

struct Key {
    std::uint64_t record;
    std::string rule;
    auto operator<=>(const Key&) const = default;
};
using Keys = std::set<Key>;

/// Findings of one log; derived ones (4688 for process_creation …) apart.
struct Found {
    Keys native;
    Keys derived;
};

Found hunt_log(const std::filesystem::path& path, const rules::RuleSet& set,
               rules::Matcher& matcher) {
    rules::Matcher::Worker worker(matcher);
    Found found;
    std::vector<rules::Hit> hits;
    each_event(path, [&](const Event& event) {
        hits.clear();
        worker.match(event, hits);
        for (const rules::Hit& hit : hits) {
            Keys& keys = hit.derived ? found.derived : found.native;
            keys.insert({event.head().record_id, set.rules[hit.rule].head.id});
        }
    });
    return found;
}

/// Every log that the evaluator covered, with its answers; logs without an answer must be silent.
void compare(const std::filesystem::path& root, const std::string& table,
             const std::vector<std::filesystem::path>& logs, const std::filesystem::path& base) {
    const rules::RuleSet set = current_rules(root);
    rules::Matcher matcher(set.rules);
    std::map<std::string, Keys> wanted;
    std::map<std::string, std::string> event_ids;
    for (const Row& row : read_tsv(root / "suites" / "sigma-hits" / table)) {
        const Key key{std::stoull(row.at("record_id")), row.at("rule_id")};
        wanted[row.at("evtx")].insert(key);
        event_ids[fmt::format("{}\t{}\t{}", row.at("evtx"), key.record, key.rule)] =
            row.at("event_id");
    }
    ASSERT_FALSE(wanted.empty());
    std::size_t same = 0;
    std::size_t derived_only = 0;
    for (const auto& path : logs) {
        const std::string name = std::filesystem::relative(path, base).generic_string();
        const Found found = hunt_log(path, set, matcher);
        for (const Key& key : wanted[name]) {
            const std::string id = event_ids[fmt::format("{}\t{}\t{}", name, key.record, key.rule)];
            if (found.native.contains(key)) {
                ++same;
            } else if (found.derived.contains(key) || id == "4688") {
                ++derived_only;
            } else {
                ADD_FAILURE() << "missing: " << name << " record " << key.record << " " << key.rule;
            }
        }
        for (const Key& key : found.native) {
            if (wanted[name].contains(key)) continue;
            ADD_FAILURE() << "not wanted: " << name << " record " << key.record << " " << key.rule;
        }
    }
    std::cout << table << ": " << same << " same, " << derived_only << " derived\n";
    EXPECT_GT(same, 0U);
}

TEST(SigmaHits, AttackSamples) {
    XIEZHI_CORPUS_OR_SKIP(root);
    const auto folder = root / "evtx" / "attack-samples";
    compare(root, "attack-samples.tsv", files_below(folder, ".evtx"), root / "evtx");
}

TEST(SigmaHits, Hosts) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::vector<std::filesystem::path> logs;
    for (const Row& row : read_tsv(root / "suites" / "sigma-hits" / "cases-covered.tsv")) {
        logs.push_back(root / row.at("evtx"));
    }
    compare(root, "cases.tsv", logs, root);
}

}  // namespace
}  // namespace xiezhi::testing
