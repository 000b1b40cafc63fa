// Which rules are asked of documents of what was deleted.
#include "xiezhi/triage/checks.h"

#include <gtest/gtest.h>

#include "tests/support/rule_text.h"

namespace xiezhi::triage {
namespace {

constexpr const char* kAutostarts = "{product: windows, service: state, category: autostart}";

std::size_t findings(const std::string& detection, const State& state) {
    const rules::RuleSet set = testing::rules_of({testing::rule_yaml(detection, kAutostarts)});
    Checks checks(set, nullptr);
    std::size_t count = 0;
    checks.judge(state, [&](const hunt::Finding&) {
        ++count;
        return true;
    });
    return count;
}

State autostart(bool deleted) {
    State state(Dataset::Autostart);
    state.set(StateField::FileName, "a.exe");
    if (deleted) state.set_truth(StateField::Deleted, true);
    return state;
}

TEST(Checks, AskOfTheDeletedOnlyWhatSpeaksOfIt) {
    const std::string any = "{s: {file.name: a.exe}, condition: s}";
    const std::string deleted = "{s: {file.name: a.exe, xiezhi.deleted: 'true'}, condition: s}";
    const std::string live =
        "{s: {file.name: a.exe}, f: {xiezhi.deleted: 'true'}, "
        "condition: s and not f}";
    EXPECT_EQ(findings(any, autostart(false)), 1U);
    EXPECT_EQ(findings(any, autostart(true)), 0U);
    EXPECT_EQ(findings(deleted, autostart(true)), 1U);
    EXPECT_EQ(findings(deleted, autostart(false)), 0U);
    EXPECT_EQ(findings(live, autostart(true)), 0U);
}

}  // namespace
}  // namespace xiezhi::triage
