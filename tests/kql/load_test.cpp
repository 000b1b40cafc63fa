// Rule documents in every form: what is read of them, what keeps them silent, and what is said of
// those that cannot run.
#include "xiezhi/rules/load.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/ecs_document.h"
#include "tests/support/rule_text.h"
#include "xiezhi/rules/check.h"

namespace xiezhi::testing {
namespace {

using namespace rules;

RuleSet load(const std::string& name, const std::string& text, LoadOptions options = {}) {
    const std::vector<RuleFile> files{{name, as_bytes(text)}};
    return load_rules(files, options);
}

/// "line:column message_id" of each problem; refusals with a "!".
std::string problems(const RuleSet& set) {
    std::string out;
    for (const RuleProblem& problem : set.problems) {
        out += fmt::format("{}{}:{}{} {}", out.empty() ? "" : ", ", problem.place.line,
                           problem.place.column, problem.refused ? "!" : "",
                           message_name(problem.what));
    }
    return out;
}

constexpr const char* kToml = R"([metadata]
creation_date = "2024/05/31"
maturity = "production"
updated_date = "2025/01/02"

[rule]
author = ["One", "Two"]
building_block_type = "default"
description = "Finds a word."
from = "now-119m"
interval = "60m"
index = ["logs-windows.powershell*", "winlogbeat-*"]
language = "kuery"
name = "A word in a script"
note = """
## Guide
Look at it.
"""
risk_score = 21.5
rule_id = "11111111-2222-3333-4444-555555555555"
setup = "Switch it on."
severity = "low"
tags = ["OS: Windows"]
type = "query"
query = '''
event.code:4104 and
  powershell.file.script_block_text:Alpha
'''

[[rule.filters]]
[rule.filters.meta]
negate = true
[rule.filters.query.wildcard."file.path"]
case_insensitive = true
value = "?:\\\\tools\\\\*"

[[rule.threat]]
framework = "MITRE ATT&CK"
[rule.threat.tactic]
id = "TA0005"
name = "Defense Evasion"
[[rule.threat.technique]]
id = "T1055"
[[rule.threat.technique.subtechnique]]
id = "T1055.001"
)";

TEST(Toml, HeadIsRead) {
    const RuleSet set = load("a.toml", kToml);
    ASSERT_EQ(problems(set), "");
    ASSERT_EQ(set.rules.size(), 1U);
    const RuleHead& head = set.rules.front().head;
    EXPECT_EQ(head.id, "11111111-2222-3333-4444-555555555555");
    EXPECT_EQ(head.title, "A word in a script");
    EXPECT_EQ(head.author, "One, Two");
    EXPECT_EQ(head.date, "2024-05-31");
    EXPECT_EQ(head.modified, "2025-01-02");
    EXPECT_EQ(head.level, Level::Low);
    EXPECT_EQ(head.ruleset, Ruleset::Elastic);
    EXPECT_EQ(head.tags, (std::vector<std::string>{"OS: Windows", "attack.defense_evasion",
                                                   "attack.t1055", "attack.t1055.001"}));
    const ElasticNotes& notes = head.elastic;
    EXPECT_DOUBLE_EQ(notes.risk_score, 21.5);
    EXPECT_EQ(notes.from, "now-119m");
    EXPECT_EQ(notes.interval, "60m");
    EXPECT_EQ(notes.max_signals, 100U);
    EXPECT_EQ(notes.note, "## Guide\nLook at it.");
    EXPECT_EQ(notes.setup, "Switch it on.");
    EXPECT_TRUE(notes.building_block);
    EXPECT_EQ(notes.techniques, (std::vector<std::string>{"T1055", "T1055.001"}));
    EXPECT_EQ(set.rules.front().source.indices.size(), 2U);
}

TEST(Toml, FilterKeepsSilent) {
    Rule rule = load("a.toml", kToml).rules.at(0);
    rule.source.indices.clear();
    const auto document = [](const std::string& path) {
        return ecs_event(R"({"event.code":"4104","powershell.file.script_block_text":"ALPHA(",)"
                         R"("file.path":")" +
                         path + "\"}");
    };
    EXPECT_TRUE(kql_holds(rule, document("C:\\\\x\\\\a.ps1")));
    EXPECT_FALSE(kql_holds(rule, document("d:\\\\TOOLS\\\\a.ps1")));
}

TEST(Toml, MistakesInTheQueryHaveTheirPlaceInTheFile) {
    std::string text = kToml;
    text.replace(text.find("Alpha"), 5, "(Alpha");
    EXPECT_EQ(problems(load("a.toml", text)), "28:1! kql_open_bracket");
    const std::string short_rule = "[rule]\nname = \"x\"\ntype = \"query\"\nquery = \"a:b:c\"\n";
    EXPECT_EQ(problems(load("a.toml", short_rule)), "4:13! kql_colon");
}

TEST(Toml, WhatIsNoRuleIsTold) {
    EXPECT_EQ(problems(load("a.toml", "[tool]\nx = 1\n")), "1:1! elastic_no_rule");
    EXPECT_EQ(problems(load("a.toml", "[rule\n")), "1:6! elastic_toml_broken");
    EXPECT_EQ(problems(load("a.toml", "[rule]\nname = \"x\"\ntype = \"query\"\n")),
              "1:1! elastic_no_query");
    const std::string deep = "[rule]\nx = " + std::string(100, '[') + std::string(100, ']') + "\n";
    EXPECT_EQ(problems(load("a.toml", deep)), "1:1! elastic_too_big");
}

TEST(Toml, DeprecatedRulesAreLeftOutUntilAskedFor) {
    std::string text = kToml;
    text.replace(text.find("production"), 10, "deprecated");
    EXPECT_EQ(load("a.toml", text).left_out, 1U);
    LoadOptions all;
    all.include_deprecated = true;
    EXPECT_EQ(load("a.toml", text, all).rules.size(), 1U);
}

std::string rule_json(const std::string& more, const std::string& kind = "query",
                      const std::string& language = "kuery") {
    return R"({"rule_id":"r","name":"R","type":")" + kind + R"(","language":")" + language +
           R"(","query":"user.name:bob")" + more + "}\n";
}

TEST(Export, LanguagesAndKindsThatComeLaterAreNamed) {
    const RuleSet set =
        load("a.ndjson", rule_json("", "eql", "eql") + rule_json("", "esql", "esql") +
                             rule_json("", "query", "lucene") + rule_json("", "threshold") +
                             "{\"exported_count\":4}\n");
    EXPECT_EQ(problems(set),
              "1:0! elastic_language_later, 2:0! elastic_language_later, "
              "3:0! elastic_language_later, 4:0! elastic_kind_later");
    for (const RuleProblem& problem : set.problems) EXPECT_EQ(problem.title, "R");
    for (const RuleCheck& check : check_rules(set)) EXPECT_FALSE(check.runnable);
}

TEST(Export, OddLinesCostThemselves) {
    const RuleSet set = load("a.ndjson", "{broken\n" + rule_json(R"(,"colour":1)"));
    EXPECT_EQ(problems(set), "1:0! elastic_json_broken, 2:0 elastic_unknown_key");
    EXPECT_EQ(set.rules.size(), 1U);
    EXPECT_EQ(load("a.json", "[" + rule_json("") + "," + rule_json("") + "]").rules.size(), 2U);
    EXPECT_EQ(problems(load("a.json", "{\"some\":\"thing\"}")), "");  // may be anything
    EXPECT_EQ(problems(load("a.json", "{\"some\":\n")), "");
    EXPECT_EQ(problems(load("a.ndjson", "{\"some\":\"thing\"}")), "1:1! elastic_no_rule");
    const std::string deep = "{\"rule_id\":" + std::string(500, '[') + std::string(500, ']') + "}";
    EXPECT_EQ(problems(load("a.ndjson", deep)), "1:0! elastic_too_big");
}

struct Silence {
    const char* name;
    const char* entries;
    const char* alert;
    const char* silent;
};

class Exceptions : public ::testing::TestWithParam<Silence> {};

TEST_P(Exceptions, KeepSilent) {
    const std::string item =
        std::string(R"({"list_id":"l","name":"known","entries":[)") + GetParam().entries + "]}\n";
    const RuleSet set =
        load("a.ndjson", rule_json(R"(,"exceptions_list":[{"list_id":"l"}])") + item);
    ASSERT_EQ(problems(set), "");
    EXPECT_TRUE(kql_holds(set.rules.at(0), ecs_event(GetParam().alert)));
    EXPECT_FALSE(kql_holds(set.rules.at(0), ecs_event(GetParam().silent)));
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Entries, Exceptions, ::testing::Values(
    Silence{"Match", R"({"field":"host.name","operator":"included","type":"match","value":"h1"})",
            R"({"user.name":"bob","host.name":"h2"})", R"({"user.name":"bob","host.name":"h1"})"},
    Silence{"MatchAny", R"({"field":"host.name","operator":"included","type":"match_any","value":["h1","h2"]})",
            R"({"user.name":"bob","host.name":"h3"})", R"({"user.name":"bob","host.name":"h2"})"},
    Silence{"ExcludedMatch", R"({"field":"host.name","operator":"excluded","type":"match","value":"h1"})",
            R"({"user.name":"bob","host.name":"h1"})", R"({"user.name":"bob","host.name":"h2"})"},
    Silence{"Exists", R"({"field":"host.name","operator":"included","type":"exists"})",
            R"({"user.name":"bob"})", R"({"user.name":"bob","host.name":"h"})"},
    Silence{"Wildcard", R"({"field":"file.path","operator":"included","type":"wildcard","value":"C:\\\\a\\\\*.ps?"})",
            R"({"user.name":"bob","file.path":"C:\\b\\x.ps1"})", R"({"user.name":"bob","file.path":"C:\\a\\x.ps1"})"},
    Silence{"Nested", R"({"field":"file","type":"nested","entries":[{"field":"name","operator":"included","type":"match","value":"x"}]})",
            R"({"user.name":"bob","file.name":"y"})", R"({"user.name":"bob","file.name":"x"})"},
    Silence{"AllEntriesOfAnItem", R"({"field":"host.name","operator":"included","type":"match","value":"h"},{"field":"file.name","operator":"included","type":"match","value":"x"})",
            R"({"user.name":"bob","host.name":"h"})", R"({"user.name":"bob","host.name":"h","file.name":"x"})"}),
    [](const auto& one) { return one.param.name; });
// clang-format on

TEST(Exceptions, WhatCannotBeHonouredIsTold) {
    const std::string with_list = rule_json(R"(,"exceptions_list":[{"list_id":"l"}])");
    EXPECT_EQ(problems(load("a.ndjson", with_list)), "1:0 elastic_exceptions_missing");
    const char* item =
        R"({"list_id":"l","entries":[{"field":"a","type":"list","list":{"id":"v"}}]})";
    EXPECT_EQ(problems(load("a.ndjson", with_list + item)), "2:0 elastic_value_list");
}

TEST(Exceptions, EndWhenTheirTimeIsOver) {
    const std::string text = rule_json(R"(,"exceptions_list":[{"list_id":"l"}])") +
                             R"({"list_id":"l","expire_time":"2024-06-01T00:00:00Z","entries":[)"
                             R"({"field":"host.name","operator":"included","type":"exists"}]})";
    LoadOptions later;
    later.now = *parse_iso("2024-06-02");
    const KeptEvent event = ecs_event(R"({"user.name":"bob","host.name":"h"})");
    EXPECT_FALSE(kql_holds(load("a.ndjson", text).rules.at(0), event));
    EXPECT_TRUE(kql_holds(load("a.ndjson", text, later).rules.at(0), event));
}

TEST(Filters, KindsOfQueries) {
    const auto holds = [](const std::string& query, const char* document) {
        const RuleSet set = load("a.ndjson", rule_json(R"(,"filters":[{"query":)" + query + "}]"));
        if (set.rules.size() != 1) return problems(set);
        return std::string(kql_holds(set.rules.front(), ecs_event(document)) ? "yes" : "no");
    };
    const char* bob = R"({"user.name":"bob","process.pid":7,"message":"Log on failed"})";
    EXPECT_EQ(holds(R"({"term":{"process.pid":7}})", bob), "yes");
    EXPECT_EQ(holds(R"({"terms":{"process.pid":[1,2]}})", bob), "no");
    EXPECT_EQ(holds(R"({"term":{"user.name":{"value":"BOB","case_insensitive":true}}})", bob),
              "yes");
    EXPECT_EQ(holds(R"({"prefix":{"user.name":"bo"}})", bob), "yes");
    EXPECT_EQ(holds(R"({"range":{"process.pid":{"gte":7,"lt":8}}})", bob), "yes");
    EXPECT_EQ(holds(R"({"match_phrase":{"message":"on failed"}})", bob), "yes");
    EXPECT_EQ(holds(R"({"match":{"message":{"query":"failed twice","operator":"and"}}})", bob),
              "no");
    EXPECT_EQ(holds(R"({"match":{"message":"failed twice"}})", bob), "yes");
    EXPECT_EQ(holds(R"({"exists":{"field":"host.name"}})", bob), "no");
    EXPECT_EQ(holds(R"({"bool":{"should":[{"match_none":{}}],"must_not":[]}})", bob), "no");
    EXPECT_EQ(holds(R"({"bool":{"filter":[{"match_all":{}}],"should":[{"match_none":{}}]}})", bob),
              "yes");
    EXPECT_EQ(holds(R"({"bool":{"must_not":{"term":{"process.pid":7}}}})", bob), "no");
    EXPECT_EQ(holds(R"({"script":{"x":1}})", bob), "1:0! elastic_filter_kind");
    EXPECT_EQ(holds("[]", bob), "1:0! elastic_filter_shape");
    EXPECT_EQ(holds(R"({"range":{"process.pid":{"gte":"x"}}})", bob), "1:0! kql_not_number");
}

constexpr const char* kPage = R"(A rule about wordsedit
Finds one word.
Rule type: query
Rule indices:
* winlogbeat-*
* logs-system.security*
Severity: critical
Risk score: 99
Runs every: 10m
Searches indices from: now-20m (Date Math format, see also Additional look-back time)
Maximum alerts per execution: 33
References:
* https://example.org/a
Tags:
* Domain: Endpoint
Version: 7
Rule authors:
* Somebody
Investigation guideedit
Severity: it depends.
Setupedit
Switch the log on.
Rule queryedit
event.code:4104 and
  user.name:"bob"
Framework: MITRE ATT&CKTM
* Tactic:
* Name: Execution
* ID: TA0002
* Technique:
* ID: T1059
)";

TEST(Page, IsReadInEnglish) {
    const RuleSet set = load("page.txt", kPage);
    ASSERT_EQ(problems(set), "");
    ASSERT_EQ(set.rules.size(), 1U);
    const Rule& rule = set.rules.front();
    EXPECT_EQ(rule.head.title, "A rule about words");
    EXPECT_EQ(rule.head.description, "Finds one word.");
    EXPECT_EQ(rule.head.level, Level::Critical);
    EXPECT_DOUBLE_EQ(rule.head.elastic.risk_score, 99);
    EXPECT_EQ(rule.head.elastic.version, 7U);
    EXPECT_EQ(rule.head.elastic.interval, "10m");
    EXPECT_EQ(rule.head.elastic.from, "now-20m");
    EXPECT_EQ(rule.head.elastic.max_signals, 33U);
    EXPECT_EQ(rule.head.elastic.note, "Severity: it depends.");
    EXPECT_EQ(rule.head.elastic.setup, "Switch the log on.");
    EXPECT_EQ(rule.head.author, "Somebody");
    EXPECT_EQ(rule.head.references, (std::vector<std::string>{"https://example.org/a"}));
    EXPECT_EQ(rule.head.elastic.techniques, (std::vector<std::string>{"T1059"}));
    EXPECT_EQ(rule.source.indices,
              (std::vector<std::string>{"winlogbeat-*", "logs-system.security*"}));
    EXPECT_EQ(rule.selections.size(), 2U);
}

TEST(Page, OtherLanguagesAreTold) {
    std::string text = kPage;
    const std::size_t begin = text.find("event.code");
    const std::size_t size = text.find("Framework") - begin;
    EXPECT_EQ(problems(load("p.txt", std::string(text).replace(
                                         begin, size, "process where user.name == \"x\"\n"))),
              "24:0! elastic_language_later");
    EXPECT_EQ(
        problems(load("p.txt", std::string(text).replace(begin, size, "from logs-* | limit 3\n"))),
        "24:0! elastic_language_later");
    EXPECT_EQ(problems(load("p.txt", std::string(text).replace(begin, size, "user.name:(\n"))),
              "25:1! kql_ends");
}

TEST(Query, BareTextIsOneWhenItNamesAField) {
    EXPECT_EQ(load("q.txt", "user.name:bob\n").rules.size(), 1U);
    EXPECT_EQ(problems(load("readme.txt", "Some words about the rules.\n")), "");
    EXPECT_EQ(problems(load("readme.kql", "Some words.\n")), "1:1! elastic_no_rule");
    EXPECT_EQ(problems(load_query("user.name:(bob", "--kql", {})), "1:15! kql_open_bracket");
    EXPECT_EQ(load_query("bob", "--kql", {}).rules.size(), 1U);
}

TEST(Mixed, SigmaAndElasticRunTogether) {
    const std::string yaml = rule_yaml("{s: {User: bob}, condition: s}");
    const std::string toml = kToml;
    const std::vector<RuleFile> files{{"a.yml", as_bytes(yaml)}, {"b.toml", as_bytes(toml)}};
    const RuleSet set = load_rules(files, {});
    ASSERT_EQ(set.rules.size(), 2U);
    EXPECT_EQ(set.rules[0].head.ruleset, Ruleset::Sigma);
    EXPECT_EQ(set.rules[1].head.ruleset, Ruleset::Elastic);
}

std::string checked(const std::string& query, const char* index) {
    Rule rule = kql_rule(query);
    rule.source.indices = {index};
    const RuleCheck check = check_rule(rule);
    std::string out = check.runnable ? "runs" : "blind";
    if (check.reason) out += std::string(" ") + message_name(*check.reason);
    for (const Message& remark : check.remarks) out += std::string(" ") + message_name(remark);
    return out;
}

TEST(Check, SaysWhetherItCanRunAndWhatItNeeds) {
    EXPECT_EQ(checked("user.name:x", "winlogbeat-*"), "runs");
    EXPECT_EQ(checked("user.name:x", "logs-endpoint.events.*"), "blind check_no_index");
    EXPECT_EQ(checked("process.Ext.token:x", "winlogbeat-*"), "blind check_missing_field");
    EXPECT_EQ(checked("not process.Ext.token:x", "winlogbeat-*"), "runs check_fields_absent");
    EXPECT_EQ(checked("powershell.file.script_block_text:x", "winlogbeat-*"),
              "runs check_needs_script_blocks");
    EXPECT_EQ(checked("event.code:(4662 or 5136)", "logs-*"), "runs check_needs_audit");
    EXPECT_EQ(checked("process.command_line:x", "logs-*"), "runs check_needs_command_line");
}

}  // namespace
}  // namespace xiezhi::testing
