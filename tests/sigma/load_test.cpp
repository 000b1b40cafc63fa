// Documents into a rule set: collections, filters, correlations, references, selection.
#include "xiezhi/rules/load.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "xiezhi/base/time.h"
#include "xiezhi/rules/describe.h"
#include "xiezhi/rules/select.h"

namespace xiezhi::testing {
namespace {

using namespace rules;

RuleSet loaded(const std::string& text, const LoadOptions& options = {}) {
    const std::array files = {RuleFile{"test.yml", as_bytes(text)}};
    return load_rules(files, options);
}

std::string rule(const std::string& title, const std::string& more = "") {
    return "title: " + title + "\nname: " + title + "\n" + more +
           "logsource: {product: windows, category: process_creation}\n"
           "detection: {selection: {Image: x}, condition: selection}\n";
}

std::string correlation(const std::string& name, const std::string& body) {
    return "---\ntitle: " + name + "\nname: " + name + "\ncorrelation: {" + body + "}\n";
}

std::vector<std::string> titles(const RuleSet& set) {
    std::vector<std::string> out;
    for (const Rule& each : set.rules) out.push_back(each.head.title);
    return out;
}

TEST(LoadRules, ReadsTheHead) {
    const RuleSet set = loaded(rule("T",
                                    "id: AAAAAAAA-0000-0000-0000-000000000000\nstatus: test\n"
                                    "level: high\ndate: 2024/01/31\ntags: [attack.t1059]\n"
                                    "xiezhi: {title: {zh: 标题}, why: [{zh: 因, en: Because}],"
                                    " for: {zh: 证, en: Yes}, capabilities: [P1]}\n"));
    ASSERT_EQ(set.rules.size(), 1U);
    const RuleHead& head = set.rules[0].head;
    EXPECT_EQ(head.id, "aaaaaaaa-0000-0000-0000-000000000000");
    EXPECT_EQ(head.level, Level::High);
    EXPECT_EQ(head.date, "2024-01-31");
    EXPECT_EQ(head.pack.title_zh, "标题");
    ASSERT_EQ(head.pack.why.size(), 1U);
    EXPECT_EQ(head.pack.why[0].en, "Because");
    ASSERT_EQ(head.pack.supports.size(), 1U);
    EXPECT_EQ(head.pack.capabilities, std::vector<std::string>{"P1"});
    EXPECT_EQ(head.place.line, 1U);
}

TEST(LoadRules, CollectionsShareAGlobalDocument) {
    const RuleSet set = loaded(
        "action: global\ntitle: G\ndetection: {condition: selection}\n---\n"
        "logsource: {service: security}\ndetection: {selection: {EventID: 1}}\n---\n"
        "action: repeat\nlogsource: {service: system}\n---\n"
        "action: reset\n---\n" +
        rule("Alone"));
    ASSERT_EQ(titles(set), (std::vector<std::string>{"G", "G", "Alone"}));
    EXPECT_EQ(set.rules[1].source.service, "system");
    EXPECT_EQ(set.rules[0].condition, set.rules[1].condition);
    EXPECT_TRUE(set.problems.empty());
}

TEST(LoadRules, DeprecatedAndUnsupportedOnlyWhenAsked) {
    const std::string text =
        rule("A", "status: deprecated\n") + "---\n" + rule("B", "status: unsupported\n");
    EXPECT_TRUE(loaded(text).rules.empty());
    EXPECT_EQ(loaded(text).left_out, 2U);
    EXPECT_EQ(titles(loaded(text, {.include_deprecated = true})), std::vector<std::string>{"A"});
    EXPECT_EQ(titles(loaded(text, {.include_unsupported = true})), std::vector<std::string>{"B"});
}

TEST(LoadRules, FiltersAreLaidOverTheRulesTheyName) {
    const std::string filter =
        "---\ntitle: F\nlogsource: {product: windows}\n"
        "filter: {rules: [A], selection: {User: admin}, condition: not selection}\n";
    const RuleSet set = loaded(rule("A") + "---\n" + rule("B") + filter);
    ASSERT_EQ(set.rules.size(), 2U);
    ASSERT_EQ(set.rules[0].condition.kind, Node::Kind::And);
    EXPECT_EQ(set.rules[0].condition.children[1].kind, Node::Kind::Not);
    EXPECT_EQ(set.rules[0].condition.children[1].children[0].name, "_F: selection");
    EXPECT_EQ(set.rules[1].condition.kind, Node::Kind::Leaf);
}

TEST(LoadRules, AFilterForAnyRuleKeepsToItsLogSource) {
    const std::string filter =
        "---\ntitle: F\nlogsource: {product: windows, category: image_load}\n"
        "filter: {rules: any, selection: {User: admin}, condition: not selection}\n";
    const RuleSet set = loaded(rule("A") + filter);
    EXPECT_EQ(set.rules[0].condition.kind, Node::Kind::Leaf);
}

TEST(LoadRules, CorrelationsSilenceTheirRulesUnlessTheyGenerate) {
    const std::string body =
        "type: event_count, rules: [A], group-by: [User], timespan: 5m, condition: {gt: 1, lte: 9}";
    const RuleSet silent = loaded(rule("A") + correlation("C", body));
    ASSERT_EQ(silent.correlations.size(), 1U);
    EXPECT_FALSE(silent.rules[0].reports);
    EXPECT_TRUE(silent.correlations[0].reports);
    EXPECT_EQ(silent.correlations[0].timespan_ticks, 300 * kTicksPerSecond);
    EXPECT_EQ(silent.correlations[0].thresholds.size(), 2U);
    EXPECT_TRUE(loaded(rule("A") + correlation("C", body + ", generate: true")).rules[0].reports);
}

TEST(LoadRules, CorrelationsOfCorrelations) {
    const RuleSet set =
        loaded(rule("A") + correlation("C", "type: temporal, rules: [A], timespan: 5m") +
               correlation("D", "type: temporal, rules: [C], timespan: 1h"));
    ASSERT_EQ(set.correlations.size(), 2U);
    EXPECT_FALSE(set.correlations[0].reports);
    EXPECT_TRUE(set.correlations[1].reports);
}

TEST(LoadRules, CirclesAreRefusedTogether) {
    const RuleSet set =
        loaded(rule("A") + correlation("C", "type: temporal, rules: [D, A], timespan: 5m") +
               correlation("D", "type: temporal, rules: [C], timespan: 5m"));
    EXPECT_TRUE(set.correlations.empty());
    EXPECT_EQ(std::ranges::count(set.problems, true, &RuleProblem::refused), 2);
    EXPECT_TRUE(set.rules[0].reports);
}

TEST(LoadRules, LongChainsOfCorrelationsAreRefused) {
    std::string text = rule("c0");
    for (int i = 1; i <= 20; ++i) {
        text += correlation("c" + std::to_string(i), "type: temporal, rules: [c" +
                                                         std::to_string(i - 1) + "], timespan: 5m");
    }
    EXPECT_EQ(loaded(text).correlations.size(), 17U);
}

TEST(LoadRules, TextConditionsOverRuleNames) {
    const RuleSet set = loaded(
        rule("A") + "---\n" + rule("B") +
        correlation("C", "type: temporal, rules: [A, B], timespan: 5m, condition: A and not B"));
    ASSERT_EQ(set.correlations.size(), 1U);
    const Node& node = *set.correlations[0].rule_condition;
    ASSERT_EQ(node.kind, Node::Kind::And);
    EXPECT_EQ(node.children[0].leaf.field, "A");
    EXPECT_EQ(node.children[1].children[0].leaf.field, "B");
}

TEST(LoadRules, OldCountsBecomeCorrelations) {
    const RuleSet set = loaded(
        "title: T\nid: 11111111-0000-0000-0000-000000000000\nlogsource: {service: security}\n"
        "detection:\n  s: {EventID: 4625}\n  timeframe: 1h\n"
        "  condition: s | count(User) by Ip, Host >= 3\n");
    ASSERT_EQ(set.correlations.size(), 1U);
    const Correlation& made = set.correlations[0];
    EXPECT_EQ(made.type, CorrelationType::ValueCount);
    EXPECT_EQ(made.fields, std::vector<std::string>{"User"});
    EXPECT_EQ(made.group_by, (std::vector<std::string>{"Ip", "Host"}));
    EXPECT_EQ(made.thresholds[0].op, CompareOp::Ge);
    EXPECT_EQ(made.head.id, "11111111-0000-0000-0000-000000000000");
    ASSERT_EQ(made.rules.size(), 1U);
    EXPECT_EQ(set.rules[0].head.name, made.rules[0]);
    EXPECT_FALSE(set.rules[0].reports);
}

TEST(LoadRules, IdsThatStandTwiceAreWarnedOf) {
    const std::string text = rule("A", "id: 11111111-0000-0000-0000-000000000000\n");
    const std::vector<RuleFile> files = {{"a.yml", as_bytes(text)},
                                         {"b.yml", as_bytes(text)},
                                         {"a.test.yml", as_bytes(text)},
                                         {"LICENSE", as_bytes(text)}};
    const RuleSet set = load_rules(files, {});
    EXPECT_EQ(set.rules.size(), 2U);
    ASSERT_EQ(set.problems.size(), 1U);
    EXPECT_FALSE(set.problems[0].refused);
}

TEST(LoadRules, ManyThreadsGiveTheSameSet) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < 300; ++i) {
        const std::string name = "R" + std::to_string(i);
        texts.push_back(i % 7 == 0 ? "title: [\n"
                                   : rule(name, "id: " + std::string(i % 5, 'x') + "\n"));
    }
    std::vector<RuleFile> files;
    for (std::size_t i = 0; i < texts.size(); ++i)
        files.push_back({"f" + std::to_string(i) + ".yml", as_bytes(texts[i])});
    const RuleSet one = load_rules(files, {});
    LoadOptions options;
    options.threads = 4;
    const RuleSet four = load_rules(files, options);
    EXPECT_EQ(titles(one), titles(four));
    ASSERT_EQ(one.problems.size(), four.problems.size());
    EXPECT_FALSE(one.problems.empty());
    for (std::size_t i = 0; i < one.problems.size(); ++i) {
        EXPECT_EQ(one.problems[i].place.path, four.problems[i].place.path);
        EXPECT_EQ(render(one.problems[i].what, Lang::En), render(four.problems[i].what, Lang::En));
    }
}

TEST(LoadRules, PlaceholderFile) {
    const std::string text = "hosts: [a, b]\none: x\n";
    const auto lists = parse_placeholders({"p.yml", as_bytes(text)});
    ASSERT_TRUE(lists.has_value());
    EXPECT_EQ(lists->at("hosts"), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(lists->at("one"), std::vector<std::string>{"x"});
    const std::string wrong = "hosts: {a: b}\n";
    const auto refused = parse_placeholders({"p.yml", as_bytes(wrong)});
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().where, "p.yml:1");
}

TEST(SelectRules, ByLevelStatusTagIdAndExclusion) {
    const std::string text = rule("A", "level: low\nstatus: test\ntags: [attack.t1059.001]\n") +
                             "---\n" +
                             rule("B", "level: high\nstatus: stable\ntags: [attack.t10590]\n");
    const auto left = [&](const RuleSelection& selection) {
        RuleSet set = loaded(text);
        select_rules(set, selection);
        return titles(set);
    };
    using Names = std::vector<std::string>;
    EXPECT_EQ(left({}), (Names{"A", "B"}));
    EXPECT_EQ(left({.min_level = Level::Medium}), Names{"B"});
    EXPECT_EQ(left({.statuses = {"test"}}), Names{"A"});
    EXPECT_EQ(left({.tags = {"attack.T1059"}}), Names{"A"});
    EXPECT_EQ(left({.ids = {"b"}}), Names{"B"});
    EXPECT_EQ(left({.excluded = {"B"}}), Names{"A"});
    EXPECT_EQ(parse_exclusions("# none\nA # why\n\n  B\r\n"), (Names{"A", "B"}));
}

TEST(SelectRules, WhatACorrelationNeedsStays) {
    RuleSet set = loaded(rule("A", "level: low\n") + "---\n" + rule("B", "level: low\n") +
                         "---\ntitle: C\nlevel: high\ncorrelation: {type: event_count, rules: [A], "
                         "timespan: 5m, condition: {gte: 2}, generate: true}\n");
    select_rules(set, {.min_level = Level::High});
    EXPECT_EQ(titles(set), std::vector<std::string>{"A"});
    EXPECT_FALSE(set.rules[0].reports);
}

TEST(Describe, SaysARuleInWords) {
    const RuleSet set = loaded(
        "title: T\nlogsource: {product: windows, category: process_creation}\ndetection:\n"
        "  selection:\n    Image|endswith: ['\\a.exe', '\\b.exe']\n    CommandLine|contains|all: "
        "[x, y]\n"
        "  filter: {User: null}\n  condition: selection and not filter\n");
    ASSERT_EQ(set.rules.size(), 1U);
    std::string text;
    for (const DescribedLine& line : describe(set.rules[0])) {
        if (line.depth > 0)
            text += std::string(line.depth, ' ') + render(line.text, Lang::En) + "\n";
    }
    EXPECT_EQ(text,
              " all of these hold:\n"
              "  selection:\n"
              "   all of these hold:\n"
              "    Image ends with one of '\\a.exe', '\\b.exe'\n"
              "    CommandLine contains all of 'x', 'y'\n"
              "  this does not hold:\n"
              "   filter:\n"
              "    User is missing or empty\n");
}

}  // namespace
}  // namespace xiezhi::testing
