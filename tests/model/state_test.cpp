// Documents of a dataset: what is set is what rules see, under the same names.
#include "xiezhi/model/state.h"

#include <gtest/gtest.h>

#include "xiezhi/rules/load.h"
#include "xiezhi/rules/matcher.h"

namespace xiezhi {
namespace {

State service() {
    State state(Dataset::Service);
    state.set(StateField::ServiceName, "WinDefendr");
    state.set(StateField::FilePath, R"(C:\Users\Public\s.exe)");
    state.set_truth(StateField::ServiceDelayed, false);
    state.set_number(StateField::FileSize, 4096);
    return state;
}

TEST(State, KeepsWhatWasSetAndLeavesOutWhatIsEmpty) {
    State state = service();
    state.set(StateField::UserName, "");
    state.add(StateField::ServiceWritableBy, "S-1-1-0");
    state.add(StateField::ServiceWritableBy, "S-1-5-11");
    EXPECT_FALSE(state.has(StateField::UserName));
    EXPECT_EQ(state.text(StateField::ServiceDelayed), "false");
    EXPECT_EQ(state.values(StateField::ServiceWritableBy).size(), 2U);
    state.set(StateField::ServiceName, "");
    EXPECT_FALSE(state.has(StateField::ServiceName));
    EXPECT_EQ(state.text(StateField::ServiceName), "");
}

std::vector<std::string> rules_true_of(const State& state, const std::string& detection,
                                       const std::string& source) {
    const std::string yaml =
        "title: t\nid: 6a7d1f0e-3c0b-4b5e-9a54-0d3f3b7c2e11\nlogsource: " + source +
        "\ndetection:\n" + detection + "level: high\n";
    const rules::RuleSet set =
        rules::load_rules(std::vector<rules::RuleFile>{{"t.yml", as_bytes(yaml)}}, {});
    EXPECT_TRUE(set.problems.empty());
    rules::Matcher matcher(set.rules);
    rules::Matcher::Worker worker(matcher);
    std::vector<rules::Hit> hits;
    worker.match(StateEvent(state), hits);
    std::vector<std::string> titles;
    for (const rules::Hit& hit : hits) {
        titles.push_back(hit.derived ? "derived" : "native");
    }
    return titles;
}

const char* const kService = "{product: windows, service: state, category: service}";

TEST(State, RulesSeeFieldsOfTheDataset) {
    const std::string in_public =
        "    a:\n        file.path|contains: '\\Users\\Public\\'\n"
        "        file.size|gte: 4096\n    condition: a\n";
    EXPECT_EQ(rules_true_of(service(), in_public, kService), std::vector<std::string>{"native"});
    const std::string absent = "    a:\n        user.name: null\n    condition: a\n";
    EXPECT_EQ(rules_true_of(service(), absent, kService), std::vector<std::string>{"native"});
    const std::string task = "{product: windows, service: state, category: task}";
    EXPECT_TRUE(rules_true_of(service(), in_public, task).empty());
}

TEST(State, RulesOverLogsDoNotSeeDocumentsUnlessARouteSaysSo) {
    const std::string words = "    words: ['WinDefendr']\n    condition: words\n";
    EXPECT_TRUE(rules_true_of(service(), words, "{product: windows}").empty());
    State command(Dataset::Command);
    command.set(StateField::ProcessCommandLine, "powershell -w hidden -enc SQBFAFgA");
    const std::string encoded =
        "    a:\n        CommandLine|contains: ' -enc '\n    condition: a\n";
    EXPECT_EQ(rules_true_of(command, encoded, "{product: windows, category: process_creation}"),
              std::vector<std::string>{"derived"});
}

}  // namespace
}  // namespace xiezhi
