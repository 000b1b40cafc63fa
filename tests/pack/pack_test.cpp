// Every rule of pack/ with its hits, near misses and decoys, through the matcher that hunt uses.
#include "xiezhi/rules/pack.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

#include "tests/pack/pack_cases.h"
#include "tests/support/corpus.h"
#include "tests/support/evtx_writer.h"
#include "tests/support/hunted.h"
#include "tests/support/temp_folder.h"
#include "xiezhi/base/text.h"
#include "xiezhi/rules/matcher.h"
#include "xiezhi/rules/select.h"
#include "xiezhi/rules/value_lists.h"
#include "xiezhi/schema/dataset.h"

namespace xiezhi {
namespace {

using rules::RuleHead;
using rules::RuleSet;
using testing::Expected;
using testing::PackCase;
using testing::PackTest;

const RuleSet& pack() {
    static const RuleSet loaded = rules::load_builtin_pack();
    return loaded;
}

std::filesystem::path pack_folder() {
    return std::filesystem::path(XIEZHI_SOURCE_DIR) / "pack";
}

std::vector<std::filesystem::path> rule_paths() {
    auto paths = testing::files_below(pack_folder(), ".yml");
    std::erase_if(paths, [](const auto& path) { return path.string().ends_with(".test.yml"); });
    return paths;
}

/// All heads, of rules and correlations.
std::vector<const RuleHead*> heads() {
    std::vector<const RuleHead*> all;
    for (const rules::Rule& rule : pack().rules) all.push_back(&rule.head);
    for (const rules::Correlation& correlation : pack().correlations)
        all.push_back(&correlation.head);
    return all;
}

std::vector<PackTest> tests() {
    std::vector<PackTest> all;
    for (const auto& path : rule_paths()) {
        std::string name = path.string();
        name.replace(name.size() - 4, 4, ".test.yml");
        EXPECT_TRUE(std::filesystem::exists(name)) << name;
        all.push_back(testing::read_pack_test(name));
        if (!all.back().rule.empty()) continue;
        for (const RuleHead* head : heads()) {
            const auto relative = std::filesystem::relative(path, pack_folder());
            if (head->place.path == "pack/" + relative.generic_string()) {
                all.back().rule = head->id;
            }
        }
    }
    return all;
}

std::optional<std::uint32_t> rule_index(const std::string& name) {
    for (std::uint32_t i = 0; i < pack().rules.size(); ++i) {
        const RuleHead& head = pack().rules[i].head;
        if (head.id == name || head.name == name) return i;
    }
    return std::nullopt;
}

TEST(Pack, LoadsWithoutAProblem) {
    for (const rules::RuleProblem& problem : pack().problems) {
        ADD_FAILURE() << problem.place.path << ":" << problem.place.line << " "
                      << render(problem.what, Lang::En);
    }
    EXPECT_GE(pack().rules.size() + pack().correlations.size(), 20U);
}

TEST(Pack, IsWhatStandsInTheRepository) {
    const std::filesystem::path root(XIEZHI_SOURCE_DIR);
    auto paths = rule_paths();
    const auto lists = testing::files_below(root / "pack" / "lists", ".txt");
    paths.insert(paths.end(), lists.begin(), lists.end());
    paths.emplace_back(pack_folder() / "capabilities.tsv");
    paths.emplace_back(pack_folder() / "measures.tsv");
    std::vector<std::string> names;
    for (const auto& path : paths) {
        names.push_back(std::filesystem::relative(path, root).generic_string());
    }
    std::ranges::sort(names);
    const std::vector<rules::PackFile> built = rules::builtin_pack();
    ASSERT_EQ(built.size(), names.size());
    for (std::size_t i = 0; i < built.size(); ++i) {
        EXPECT_EQ(built[i].name, names[i]);
        EXPECT_EQ(built[i].text, testing::read_file(root / names[i]));
    }
}

TEST(Pack, ListsSayWhereTheyComeFromAndAreUsed) {
    std::string all_rules;
    for (const auto& path : rule_paths()) all_rules += testing::read_file(path);
    const auto lists = testing::files_below(pack_folder() / "lists", ".txt");
    EXPECT_GE(lists.size(), 6U);
    for (const auto& path : lists) {
        const std::string text = testing::read_file(path);
        EXPECT_NE(text.find("\n# source: "), std::string::npos) << path;
        EXPECT_NE(text.find("\n# date: 20"), std::string::npos) << path;
        EXPECT_NE(all_rules.find("%" + path.stem().string() + "%"), std::string::npos)
            << path << " is used by no rule";
        std::vector<std::string> values = rules::parse_value_list(text);
        EXPECT_FALSE(values.empty()) << path;
        for (std::string& value : values) value = folded(value);
        std::ranges::sort(values);
        const auto twice = std::ranges::adjacent_find(values);
        EXPECT_TRUE(twice == values.end()) << path << " has twice " << *twice;
    }
}

void expect_both_languages(const std::vector<rules::TwoTexts>& texts, const std::string& where) {
    EXPECT_FALSE(texts.empty()) << where;
    for (const rules::TwoTexts& text : texts) {
        EXPECT_FALSE(text.en.empty() || text.zh.empty()) << where;
    }
}

TEST(Pack, ExplainsItselfInBothLanguages) {
    for (const RuleHead* head : heads()) {
        EXPECT_FALSE(head->id.empty() || head->title.empty() || head->pack.title_zh.empty())
            << head->place.path;
        EXPECT_FALSE(head->pack.capabilities.empty()) << head->title;
        EXPECT_EQ(head->ruleset, rules::Ruleset::Pack);
        if (head->level == rules::Level::Informational) continue;  // steps of correlations
        expect_both_languages(head->pack.why, head->title);
        expect_both_languages(head->pack.against, head->title);
        expect_both_languages(head->pack.next, head->title);
    }
}

TEST(Pack, IdsAreUnique) {
    std::vector<std::string> ids;
    for (const RuleHead* head : heads()) ids.push_back(head->id);
    std::ranges::sort(ids);
    EXPECT_TRUE(std::ranges::adjacent_find(ids) == ids.end());
}

TEST(Pack, RulesJudgeTheirCases) {
    rules::Matcher matcher(pack().rules);
    rules::Matcher::Worker worker(matcher);
    std::size_t judged = 0;
    for (const PackTest& test : tests()) {
        const auto index = rule_index(test.rule);
        if (!index) continue;  // a correlation: below
        for (const PackCase& each : test.cases) {
            for (const KeptEvent& event : each.events) {
                std::vector<rules::Hit> hits;
                worker.match(KeptEventView(event), hits);
                const bool hit = std::ranges::any_of(
                    hits, [&](const rules::Hit& found) { return found.rule == *index; });
                EXPECT_EQ(hit, each.expected == Expected::Hit) << each.name;
                ++judged;
            }
        }
    }
    EXPECT_GT(judged, 60U);
}

/// Execution_ProcessID, which stands in the head of a record and not among its data.
std::uint32_t process_of(const KeptEvent& event, std::uint32_t otherwise) {
    for (const KeptField& field : event.fields) {
        if (field.name == "Execution_ProcessID") {
            return static_cast<std::uint32_t>(std::stoul(field.values.front()));
        }
    }
    return otherwise;
}

/// The case as logs on disk, one a channel, as a host would have them.
void write_logs(const PackCase& each, const testing::TempFolder& folder) {
    std::map<std::string, testing::EvtxLog> logs;
    for (const KeptEvent& event : each.events) {
        testing::EvtxEvent made;
        made.provider = event.provider;
        made.event_id = event.event_id;
        made.time = event.time;
        made.computer = event.computer;
        made.process_id = process_of(event, made.process_id);
        for (const KeptField& field : event.fields) {
            if (field.origin == FieldOrigin::System) continue;
            const std::string name = field.name == "Data" ? "" : field.name;
            for (const std::string& value : field.values) made.fields.push_back({name, value});
        }
        logs.try_emplace(event.channel, event.channel).first->second.add(made);
    }
    std::size_t number = 0;
    for (const auto& [channel, log] : logs) {
        folder.write(std::to_string(number++) + ".evtx", as_text(log.bytes()));
    }
}

/// The rule and what it is made of: a hunt with the whole pack for each case takes too long.
RuleSet rule_alone(const std::string& name) {
    RuleSet rules = pack();
    rules::RuleSelection selection;
    selection.ids = {name};
    rules::select_rules(rules, selection);
    return rules;
}

TEST(Pack, RulesAndCorrelationsFindTheirCasesInLogs) {
    std::size_t judged = 0;
    for (const PackTest& test : tests()) {
        const RuleSet rules = rule_alone(test.rule);
        for (const PackCase& each : test.cases) {
            if (schema::is_state_channel(each.events.front().channel)) continue;  // in no log
            const testing::TempFolder folder;
            write_logs(each, folder);
            const testing::Hunted hunted = testing::hunt_paths({folder.path()}, rules);
            EXPECT_EQ(hunted.summary.records, each.events.size()) << each.name;
            const bool found = std::ranges::any_of(hunted.findings, [&](const auto& finding) {
                return finding.rule->id == test.rule || finding.rule->name == test.rule;
            });
            EXPECT_EQ(found, each.expected == Expected::Hit) << each.name;
            ++judged;
        }
    }
    EXPECT_GT(judged, 400U);
}

}  // namespace
}  // namespace xiezhi
