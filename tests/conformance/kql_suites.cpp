// suites/kql: what Kibana's grammar reads, and what its queries find. A case whose expectation is
// not Kibana's is listed with the reason; it fails here when it is met after all.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <filesystem>
#include <map>

#include "tests/support/ecs_document.h"
#include "tests/support/json_lines.h"
#include "tests/support/rule_text.h"
#include "xiezhi/rules/kql/lower.h"
#include "xiezhi/rules/load.h"

namespace xiezhi::testing {
namespace {

using namespace rules;

std::string canonical(const rapidjson::Value& value) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    value.Accept(writer);
    return buffer.GetString();
}

std::string quoted(const std::string& text) {
    rapidjson::Document document;
    document.SetString(text.c_str(), static_cast<rapidjson::SizeType>(text.size()),
                       document.GetAllocator());
    return canonical(document);
}

std::string field_text(const std::optional<kql::Literal>& field) {
    if (!field) return "null";
    if (field->kind != kql::Literal::Kind::Wildcard) return quoted(field->text);
    return "{\"wildcard\":" + quoted(field->text) + "}";
}

/// A tree in the suite's notation.
std::string notation(const kql::Tree& tree) {
    using Kind = kql::Tree::Kind;
    using Value = kql::Literal::Kind;
    std::string children;
    for (const kql::Tree& child : tree.children) children += "," + notation(child);
    static const std::map<CompareOp, std::string> kOperators{{CompareOp::Lt, "lt"},
                                                             {CompareOp::Le, "lte"},
                                                             {CompareOp::Gt, "gt"},
                                                             {CompareOp::Ge, "gte"}};
    const std::string field = field_text(tree.field);
    const std::string value = quoted(tree.value.text);
    switch (tree.kind) {
        case Kind::MatchAll:
            return "[\"match_all\"]";
        case Kind::And:
            return "[\"and\"" + children + "]";
        case Kind::Or:
            return "[\"or\"" + children + "]";
        case Kind::Not:
            return "[\"not\"" + children + "]";
        case Kind::Nested:
            return "[\"nested\"," + field + children + "]";
        case Kind::Range:
            return fmt::format("[\"range\",{},\"{}\",{}]", field, kOperators.at(tree.op), value);
        case Kind::Is:
            break;
    }
    if (tree.value.is_star() && tree.field) return "[\"exists\"," + field + "]";
    if (tree.value.kind == Value::Quoted) return "[\"is_phrase\"," + field + "," + value + "]";
    if (tree.value.kind == Value::Wildcard) return "[\"is_wildcard\"," + field + "," + value + "]";
    const bool typed = tree.value.kind == Value::True || tree.value.kind == Value::False ||
                       tree.value.kind == Value::Null;
    return "[\"is\"," + field + "," + (typed ? tree.value.text : value) + "]";
}

TEST(KqlSuites, EveryQueryIsReadAsKibanaDoes) {
    XIEZHI_CORPUS_OR_SKIP(root);
    const auto count = each_json_line(
        root / "suites" / "kql" / "parse.jsonl", [](const auto& row, const std::string& line) {
            const auto parsed = kql::parse(row["query"].GetString());
            const auto* tree = std::get_if<kql::Tree>(&parsed);
            EXPECT_EQ(tree == nullptr ? "[\"error\"]" : notation(*tree), canonical(row["ast"]))
                << line;
        });
    EXPECT_GT(count, 0U);
}

/// The document of match.jsonl is no event: its fields have these types.
schema::EcsField match_type(std::string_view name) {
    using schema::EcsType;
    static const std::map<std::string_view, EcsType> kTypes{
        {"number", EcsType::Number},   {"number_list", EcsType::Number},
        {"boolean", EcsType::Boolean}, {"boolean_list", EcsType::Boolean},
        {"ip", EcsType::Address},      {"structured.a.b", EcsType::Number}};
    const auto found = kTypes.find(name);
    return {name, found == kTypes.end() ? EcsType::Keyword : found->second, 0};
}

bool holds(const std::string& query, const KeptEvent& event) {
    kql::LowerOptions options;
    options.type_of = match_type;
    auto read = kql::compile(query, options);
    if (auto* problem = std::get_if<kql::Problem>(&read)) {
        ADD_FAILURE() << query << ": " << render(problem->what, Lang::En);
        return false;
    }
    Rule rule;
    rule.source.space = FieldSpace::Ecs;
    rule.condition = std::get<kql::Lowered>(std::move(read)).condition;
    return kql_holds(rule, event);
}

TEST(KqlSuites, DocumentsMatchAsWanted) {
    XIEZHI_CORPUS_OR_SKIP(root);
    static const std::map<std::string, std::string> kNotKibana{
        {"deltas:{ action:ADD and role:\"roles/other\" }",
         "no data stream of event logs has a field of type nested, so a group asks all values at "
         "once"}};
    rapidjson::Document documents;
    documents.Parse(read_file(root / "suites" / "kql" / "match-docs.json"));
    std::size_t listed = 0;
    const auto count = each_json_line(
        root / "suites" / "kql" / "match.jsonl", [&](const auto& row, const std::string& line) {
            const std::string query = row["query"].GetString();
            const bool found = holds(query, ecs_event(documents[row["doc"].GetString()]));
            const bool is_listed = kNotKibana.contains(query);
            listed += is_listed ? 1 : 0;
            EXPECT_EQ(found, row["match"].GetBool() != is_listed) << line;
        });
    EXPECT_GT(count, 0U);
    EXPECT_LE(listed, kNotKibana.size());
}

TEST(KqlSuites, ScriptTextIsMatchedByWords) {
    XIEZHI_CORPUS_OR_SKIP(root);
    const auto count = each_json_line(
        root / "suites" / "kql" / "text.jsonl", [](const auto& row, const std::string& line) {
            KeptEvent event;
            event.ecs = true;
            event.fields.push_back({"powershell.file.script_block_text",
                                    FieldOrigin::Other,
                                    {row["text"].GetString()}});
            EXPECT_EQ(kql_holds(kql_rule(row["query"].GetString()), event), row["match"].GetBool())
                << line;
        });
    EXPECT_GT(count, 0U);
}

TEST(KqlSuites, MadeDocumentsRaiseAlerts) {
    XIEZHI_CORPUS_OR_SKIP(root);
    each_json_line(root / "suites" / "kql" / "geneve.jsonl",
                   [](const auto& row, const std::string& line) {
                       const Rule rule = kql_rule(row["query"].GetString());
                       for (const auto& branch : row["branches"].GetArray()) {
                           for (const auto& document : branch.GetArray())
                               EXPECT_TRUE(kql_holds(rule, ecs_event(document))) << line;
                       }
                   });
}

constexpr std::string_view kScript = "powershell.file.script_block_text";

/// Each list of names that the rule looks for in a script: of each, one must be there.
void find_name_lists(const Node& node, std::vector<std::vector<std::string>>& lists) {
    if (node.kind == Node::Kind::Not) return;
    if (node.kind == Node::Kind::Or) {
        std::vector<std::string> names;
        for (const Node& child : node.children) {
            if (child.kind == Node::Kind::Leaf && child.leaf.field == kScript)
                names.push_back(child.leaf.text);
        }
        if (names.size() > 1) lists.push_back(std::move(names));
        return;
    }
    for (const Node& child : node.children) find_name_lists(child, lists);
}

bool alerts_on(const Rule& rule, const std::string& script) {
    KeptEvent event;
    event.ecs = true;
    event.fields = {{"event.category", FieldOrigin::EventData, {"process"}},
                    {"host.os.type", FieldOrigin::EventData, {"windows"}},
                    {std::string(kScript), FieldOrigin::EventData, {script}}};
    return kql_holds(rule, event);
}

/// Every name of every list makes the rule alert with one of each other list; a word that only
/// begins with it does not.
void check_names(const Rule& rule, const std::string& file) {
    std::vector<std::vector<std::string>> lists;
    find_name_lists(rule.condition, lists);
    ASSERT_FALSE(lists.empty()) << file;
    for (std::size_t which = 0; which < lists.size(); ++which) {
        std::string others;
        for (std::size_t i = 0; i < lists.size(); ++i) {
            if (i != which) others += " " + lists[i].front();
        }
        for (const std::string& name : lists[which]) {
            EXPECT_TRUE(alerts_on(rule, "[K]::" + name + "(1)" + others)) << file << ": " << name;
            EXPECT_FALSE(alerts_on(rule, "[K]::" + name + "Xyz(1)" + others))
                << file << ": " << name;
        }
    }
}

/// Verdicts of a published rule from one of its files, by the column named after its version.
void check_published(const std::filesystem::path& file, const std::filesystem::path& suite) {
    const std::string name = file.filename().string();
    const std::string text = read_file(file);
    const std::vector<RuleFile> files{{name, as_bytes(text)}};
    const RuleSet set = load_rules(files, {});
    for (const RuleProblem& problem : set.problems)
        ADD_FAILURE() << name << ": " << render(problem.what, Lang::En);
    ASSERT_EQ(set.rules.size(), 1U) << name;
    std::size_t asked = 0;
    each_json_line(suite, [&](const auto& row, const std::string& line) {
        for (const auto& member : row.GetObject()) {
            const std::string column = member.name.GetString();
            if (!member.value.IsBool() || name.find(column) == std::string::npos) continue;
            ++asked;
            EXPECT_EQ(kql_holds(set.rules.front(), ecs_event(row["doc"])), member.value.GetBool())
                << name << ": " << line;
        }
    });
    EXPECT_GT(asked, 0U) << name;
    check_names(set.rules.front(), name);
}

/// suites/kql/rule-ID.jsonl belongs to rules/published/ID-*.
TEST(KqlSuites, PublishedRulesDecideAlikeInEveryForm) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::size_t forms = 0;
    for (const auto& suite : files_below(root / "suites" / "kql", ".jsonl")) {
        const std::string stem = suite.stem().string();
        if (!stem.starts_with("rule-")) continue;
        for (const auto& entry :
             std::filesystem::directory_iterator(root / "rules" / "published")) {
            if (!entry.path().filename().string().starts_with(stem.substr(5))) continue;
            ++forms;
            check_published(entry.path(), suite);
        }
    }
    EXPECT_GT(forms, 0U);
}

}  // namespace
}  // namespace xiezhi::testing
