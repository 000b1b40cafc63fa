// suites/sigma-spec: what a string, a detection item and a condition must become (column wanted).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <sstream>

#include "tests/support/corpus.h"
#include "tests/support/sigma_json.h"
#include "xiezhi/rules/sigma/condition.h"
#include "xiezhi/rules/sigma/detection.h"

namespace xiezhi::testing {
namespace {

using namespace rules::sigma;

std::filesystem::path suite(const std::filesystem::path& root) {
    return root / "suites" / "sigma-spec";
}

/// Link, negation and values of one item, as the table has them.
struct ItemAnswer {
    std::string link = "or";
    bool negated = false;
    std::string values;
};

ItemAnswer taken_apart(const Expr& whole, const std::string& key) {
    ItemAnswer answer;
    const Expr* expr = &whole;
    if (expr->kind == Expr::Kind::Not) {
        answer.negated = true;
        expr = &expr->children.front();
    }
    std::vector<std::string> values;
    if (expr->kind == Expr::Kind::Item) {
        values.push_back(to_json(expr->value));
        if (key.ends_with("|all")) answer.link = "and";  // one value: the link is not to be seen
    } else {
        if (expr->kind == Expr::Kind::And) answer.link = "and";
        for (const Expr& child : expr->children) values.push_back(to_json(child.value));
    }
    answer.values = canonical(fmt::format("[{}]", fmt::join(values, ",")));
    return answer;
}

TEST(SigmaSpec, Strings) {
    XIEZHI_CORPUS_OR_SKIP(root);
    const auto rows = read_tsv(suite(root) / "strings.tsv");
    EXPECT_FALSE(rows.empty());
    for (const Row& row : rows) {
        const Text text = parse_text(read_json(row.at("value_json")).text);
        EXPECT_EQ(canonical(to_json(text)), canonical("{\"str\":" + row.at("wanted") + "}"))
            << row.at("value_json");
    }
}

TEST(SigmaSpec, Modifiers) {
    XIEZHI_CORPUS_OR_SKIP(root);
    const auto rows = read_tsv(suite(root) / "modifiers.tsv");
    EXPECT_FALSE(rows.empty());
    for (const Row& row : rows) {
        const std::string& key = row.at("key");
        SCOPED_TRACE(key + " " + row.at("value_json"));
        YamlNode map;
        map.kind = YamlNode::Kind::Map;
        map.entries.push_back({key, {1, 1}, read_json(row.at("value_json"))});
        Diagnosis diagnosis;
        const auto expr = parse_selection(map, diagnosis);
        if (row.at("wanted") == "error") {
            EXPECT_FALSE(expr.has_value());
            EXPECT_TRUE(diagnosis.refusal.has_value());
            continue;
        }
        ASSERT_TRUE(expr.has_value());
        const ItemAnswer answer = taken_apart(*expr, key);
        EXPECT_EQ(answer.values, canonical(row.at("wanted")));
        EXPECT_EQ(answer.link, row.at("link").empty() ? "or" : row.at("link"));
        EXPECT_EQ(answer.negated, row.at("negated") == "yes");
    }
}

TEST(SigmaSpec, Conditions) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::istringstream lines(read_file(suite(root) / "conditions.jsonl"));
    std::size_t count = 0;
    for (std::string line; std::getline(lines, line); ++count) {
        const YamlNode vector = read_json(line);
        ASSERT_TRUE(vector.is_map()) << line;
        SCOPED_TRACE(vector.text_of("condition"));
        Diagnosis diagnosis;
        std::vector<Selection> selections;
        std::vector<std::string> names;
        for (const YamlEntry& entry : vector.find("detections")->entries) {
            auto expr = parse_selection(entry.value, diagnosis);
            ASSERT_TRUE(expr.has_value()) << entry.key;
            selections.push_back({entry.key, entry.mark, std::move(*expr)});
            names.push_back(entry.key);
        }
        const auto parsed = parse_condition(vector.text_of("condition"), names, {}, diagnosis);
        const YamlNode& wanted = *vector.find("wanted");
        if (wanted.kind == YamlNode::Kind::String && wanted.text == "error") {
            EXPECT_FALSE(parsed.has_value());
            continue;
        }
        ASSERT_TRUE(parsed.has_value());
        EXPECT_EQ(canonical(to_json(parsed->condition, selections)), canonical(wanted));
    }
    EXPECT_GT(count, 0U);
}

}  // namespace
}  // namespace xiezhi::testing
