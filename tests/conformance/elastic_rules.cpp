// rules/elastic and suites/elastic-verdicts: every file loads or says why not, KQL rules compile
// and decide as the suite has it.
#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <set>

#include "tests/support/ecs_document.h"
#include "tests/support/json_lines.h"
#include "xiezhi/rules/check.h"
#include "xiezhi/rules/elastic/document.h"
#include "xiezhi/rules/elastic/filters.h"
#include "xiezhi/rules/kql/lower.h"
#include "xiezhi/rules/load.h"

namespace xiezhi::testing {
namespace {

using namespace rules;

RuleSet load(const std::filesystem::path& root, const std::string& path) {
    const std::string text = read_file(root / "rules" / path);
    const std::vector<RuleFile> files{{path, as_bytes(text)}};
    return load_rules(files, {});
}

TEST(ElasticRules, EveryFileLoadsOrSaysWhatComesLater) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::map<std::string, std::size_t> counts;
    for (const Row& row : read_tsv(root / "rules" / "elastic" / "rules.tsv")) {
        const RuleSet set = load(root, row.at("path"));
        ASSERT_EQ(set.rules.size() + set.problems.size(), 1U) << row.at("path");
        if (set.rules.empty()) {
            const RuleProblem& problem = set.problems.front();
            EXPECT_TRUE(problem.refused);
            EXPECT_EQ(problem.title, row.at("name"));
            ++counts[message_name(problem.what)];
            EXPECT_NE(row.at("type"), "query") << row.at("path");
            continue;
        }
        ++counts["loaded"];
        EXPECT_EQ(set.rules.front().head.id, row.at("rule_id"));
        EXPECT_EQ(row.at("type"), "query") << row.at("path");
        const RuleCheck check = check_rule(set.rules.front());
        EXPECT_EQ(check.runnable, row.at("event_log_data") == "yes") << row.at("path");
    }
    EXPECT_GT(counts["loaded"], 0U);
    for (const auto& [what, count] : counts) {
        std::cout << what << ": " << count << "\n";
        EXPECT_TRUE(what == "loaded" || what == "elastic_language_later" ||
                    what == "elastic_kind_later")
            << what;
    }
}

/// The query and filters of any KQL rule, whatever its kind, over every event; the base query of
/// threshold and new_terms rules, too.
std::optional<Rule> base_rule(const std::filesystem::path& root, const std::string& path) {
    const auto read = elastic::parse_toml(read_file(root / "rules" / path));
    const auto* document = std::get_if<elastic::Document>(&read);
    const elastic::Document* body = document == nullptr ? nullptr : document->find("rule");
    if (body == nullptr) return std::nullopt;
    auto compiled = kql::compile(body->text_of("query"), {});
    if (const auto* problem = std::get_if<kql::Problem>(&compiled)) {
        ADD_FAILURE() << path << ": " << render(problem->what, Lang::En);
        return std::nullopt;
    }
    Rule rule;
    rule.head.title = path;
    rule.source.space = FieldSpace::Ecs;
    std::vector<Node> all{std::get<kql::Lowered>(std::move(compiled)).condition};
    if (const elastic::Document* filters = body->find("filters")) {
        for (const elastic::Document& filter : filters->items) {
            auto node = elastic::read_filter(filter, {});
            if (std::holds_alternative<Node>(node)) all.push_back(std::get<Node>(std::move(node)));
        }
    }
    rule.condition = Node::all(std::move(all));
    return rule;
}

/// KQL rules of the corpus by path.
std::map<std::string, Rule> kql_rules(const std::filesystem::path& root) {
    std::map<std::string, Rule> out;
    for (const Row& row : read_tsv(root / "rules" / "elastic" / "rules.tsv")) {
        if (row.at("language") != "kuery") continue;
        if (auto rule = base_rule(root, row.at("path")))
            out.emplace(row.at("path"), std::move(*rule));
    }
    return out;
}

TEST(ElasticRules, EveryKqlQueryCompiles) {
    XIEZHI_CORPUS_OR_SKIP(root);
    EXPECT_GT(kql_rules(root).size(), 0U);  // base_rule() told of each that does not
}

TEST(ElasticVerdicts, PositivesAlertAndNegativesDoNot) {
    XIEZHI_CORPUS_OR_SKIP(root);
    const auto rules = kql_rules(root);
    const auto folder = root / "suites" / "elastic-verdicts";
    std::size_t positives = 0;
    std::size_t negatives = 0;
    each_json_line(folder / "positives.jsonl", [&](const auto& row, const std::string&) {
        const auto rule = rules.find(row["path"].GetString());
        if (rule == rules.end()) return;
        for (const auto& branch : row["branches"].GetArray()) {
            for (const auto& document : branch.GetArray()) {
                ++positives;
                EXPECT_TRUE(kql_holds(rule->second, ecs_event(document))) << rule->first;
            }
        }
    });
    each_json_line(folder / "negatives.jsonl", [&](const auto& row, const std::string& line) {
        const auto rule = rules.find(row["path"].GetString());
        if (rule == rules.end()) return;
        ++negatives;
        EXPECT_FALSE(kql_holds(rule->second, ecs_event(row["doc"]))) << line.substr(0, 300);
    });
    RecordProperty("positives", static_cast<int>(positives));
    RecordProperty("negatives", static_cast<int>(negatives));
    EXPECT_GT(positives, 0U);
    EXPECT_GT(negatives, 0U);
}

/// Documents of one golden file: a list, or a list below `expected`.
void each_golden(const std::filesystem::path& path, const auto& visit) {
    rapidjson::Document document;
    document.Parse(read_file(path));
    ASSERT_FALSE(document.HasParseError()) << path;
    const rapidjson::Value& list = document.IsArray() ? document : document["expected"];
    std::size_t index = 0;
    for (const auto& each : list.GetArray()) {
        if (each.IsObject()) visit(ecs_event(each), index);
        ++index;
    }
}

/// `ecs-winlogbeat/security/1102.evtx`: the name that goldens.tsv has for a file of documents.
std::string golden_name(std::string name) {
    for (const std::string suffix : {".golden.json", "-expected.json"}) {
        if (name.ends_with(suffix)) name.resize(name.size() - suffix.size());
    }
    return name;
}

/// Rules of kind `query` that the suite ran: not those over script text.
std::map<std::string, Rule> golden_rules(const std::filesystem::path& root) {
    std::map<std::string, Rule> out;
    for (const Row& row : read_tsv(root / "rules" / "elastic" / "rules.tsv")) {
        if (row.at("type") != "query" || row.at("event_log_data") != "yes") continue;
        if (row.at("fields").find("script_block_text") != std::string::npos) continue;
        RuleSet set = load(root, row.at("path"));
        if (set.rules.size() == 1) out.emplace(row.at("rule_id"), std::move(set.rules.front()));
    }
    return out;
}

TEST(ElasticVerdicts, GoldenDocumentsAlertAsListed) {
    XIEZHI_CORPUS_OR_SKIP(root);
    const auto rules = golden_rules(root);
    std::set<std::string> wanted;
    for (const Row& row : read_tsv(root / "suites" / "elastic-verdicts" / "goldens.tsv")) {
        if (row.at("type") == "query")
            wanted.insert(row.at("file") + " " + row.at("index") + " " + row.at("rule_id"));
    }
    std::set<std::string> found;
    std::size_t documents = 0;
    for (const char* suite : {"ecs-winlogbeat", "ecs-integrations"}) {
        for (const auto& path : files_below(root / "suites" / suite, ".json")) {
            const std::string name = path.lexically_relative(root / "suites").generic_string();
            if (golden_name(name) == name) continue;
            each_golden(path, [&](KeptEvent event, std::size_t index) {
                ++documents;
                event.fields.push_back({"host.os.type", FieldOrigin::Other, {"windows"}});
                for (const auto& [id, rule] : rules) {
                    if (kql_holds(rule, event))
                        found.insert(golden_name(name) + " " + std::to_string(index) + " " + id);
                }
            });
        }
    }
    EXPECT_EQ(found, wanted);
    EXPECT_GT(documents, 0U);
    EXPECT_FALSE(rules.empty());
}

}  // namespace
}  // namespace xiezhi::testing
