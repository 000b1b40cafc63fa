// From detection items to leaves: what the engine is asked.
#include "xiezhi/rules/sigma/lower.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>

#include "tests/support/sigma_json.h"

namespace xiezhi::testing {
namespace {

using namespace rules;
using namespace rules::sigma;

std::string name_of(Op op) {
    constexpr auto kNames = std::to_array<std::string_view>({"equals", "contains", "starts", "ends",
                                                             "wildcard", "regex", "cidr", "compare",
                                                             "exists", "null", "same", "time"});
    return std::string(kNames.at(static_cast<std::size_t>(op)));
}

std::string pattern_text(const Pattern& pattern) {
    std::string out;
    for (const PatternPart& part : pattern) {
        if (const auto* literal = std::get_if<std::string>(&part)) {
            out += *literal;
        } else if (std::holds_alternative<AnyOf>(part)) {
            out += "[-]";
        } else {
            out += std::holds_alternative<AnyRun>(part) ? "<*>" : "<?>";
        }
    }
    return out;
}

std::string text_of(const Node& node) {
    if (node.kind == Node::Kind::Leaf) {
        const Leaf& leaf = node.leaf;
        std::string out = leaf.field + " " + (leaf.cased && leaf.op != Op::Regex ? "cased " : "") +
                          name_of(leaf.op);
        if (leaf.op == Op::SameAs) out += " " + name_of(leaf.relation);
        if (leaf.op == Op::Compare || leaf.op == Op::TimePart)
            return out + fmt::format(" {}", leaf.number);
        if (leaf.op == Op::Exists || leaf.op == Op::Null) return out;
        return out + " " + (leaf.op == Op::Wildcard ? pattern_text(leaf.pattern) : leaf.text);
    }
    constexpr auto kNames =
        std::to_array<std::string_view>({"and", "or", "not", "", "true", "false"});
    std::vector<std::string> children;
    for (const Node& child : node.children) children.push_back(text_of(child));
    return fmt::format("{}({})", kNames.at(static_cast<std::size_t>(node.kind)),
                       fmt::join(children, " | "));
}

const Placeholders kLists = {{"hosts", {"a", "b*"}}, {"one", {"x.y"}}};

std::string lowered(const std::string& yaml, bool wildcard = false) {
    Diagnosis diagnosis;
    const auto expr = parse_selection(read_json(yaml), diagnosis);
    if (!expr) return "refused";
    const std::vector<Selection> selections = {{"s", {}, *expr}};
    Condition condition;
    condition.kind = Condition::Kind::Selection;
    const auto node = lower(condition, selections,
                            {.placeholders = &kLists, .placeholder_wildcard = wildcard}, diagnosis);
    if (!node) return diagnosis.placeholder_missing ? "missing" : "refused";
    EXPECT_EQ(node->name, "s");
    return text_of(*node);
}

struct Lowered {
    std::string yaml;
    std::string wanted;
};

class LowerItem : public ::testing::TestWithParam<Lowered> {};

TEST_P(LowerItem, BecomesLeaves) {
    EXPECT_EQ(lowered(GetParam().yaml), GetParam().wanted);
}

INSTANTIATE_TEST_SUITE_P(
    Items, LowerItem,
    ::testing::Values(
        Lowered{"{f: abc}", "f equals abc"}, Lowered{"{f: ''}", "f equals "},
        Lowered{"{f: 'a*'}", "f starts a"}, Lowered{"{f: '*a'}", "f ends a"},
        Lowered{"{f: '*a*'}", "f contains a"}, Lowered{"{f: '**a**'}", "f contains a"},
        Lowered{"{f: 'a*b'}", "f wildcard a<*>b"}, Lowered{"{f: 'a?'}", "f wildcard a<?>"},
        Lowered{"{f: '*'}", "f wildcard <*>"}, Lowered{"{f: 0x10}", "f equals 16"},
        Lowered{"{f: true}", "f equals true"}, Lowered{"{f: null}", "f null"},
        Lowered{"{f|contains: 'a\\'}", "f contains a\\"},
        Lowered{"{f|contains|windash: ' -x'}", "f wildcard <*> [-]x<*>"},
        Lowered{"{f|cased: Ab}", "f cased equals Ab"},
        Lowered{"{f|re|i|s: 'a.b'}", "f regex (?is)a.b"},
        Lowered{"{f|cidr: 10.0.0.0/8}", "f cidr 10.0.0.0/8"},
        Lowered{"{f|fieldref: g}", "f same equals g"},
        Lowered{"{f|fieldref|endswith: g}", "f same ends g"},
        Lowered{"{f|exists: false}", "not(f exists)"}, Lowered{"{f|gte: 5}", "f compare 5"},
        Lowered{"{f|hour: 5}", "f time 5"},
        Lowered{"{f|neq: [a, b]}", "not(or(f equals a | f equals b))"},
        Lowered{"{f|all|contains: [a, b]}", "and(f contains a | f contains b)"},
        Lowered{"{f: '{0f1e2d3c-0000-1111-2222-AABBCCDDEEFF}'}",
                "or(f equals {0f1e2d3c-0000-1111-2222-AABBCCDDEEFF} | "
                "f equals 0f1e2d3c-0000-1111-2222-AABBCCDDEEFF)"},
        Lowered{"{f|expand: '%hosts%'}", "or(f equals a | f starts b)"},
        Lowered{"{f|contains|expand: 'x%hosts%'}", "or(f contains xa | f contains xb)"},
        Lowered{"{f|re|expand: '^%one%$'}", "f regex ^x\\.y$"},
        Lowered{"{f|expand: '%none%'}", "missing"}, Lowered{"{f: '%none%'}", "f equals %none%"},
        Lowered{"[a, b]", "or( contains a |  contains b)"},
        Lowered{"{'|all': [a, b]}", "and( contains a |  contains b)"},
        Lowered{"{'|endswith': a}", " ends a"}, Lowered{"{'|re': 'a'}", " regex a"},
        Lowered{"[a, {f: b, g: c}]", "or( contains a | and(f equals b | g equals c))"}));

TEST(LowerItem, AMissingListMayCountAsAnyText) {
    EXPECT_EQ(lowered("{f|expand: '%none%'}", true), "f wildcard <*>");
}

TEST(LowerItem, ListsThatMultiplyAreBounded) {
    std::string value;
    for (int i = 0; i < 20; ++i) value += "%hosts%";
    EXPECT_EQ(lowered("{f|expand: '" + value + "'}"), "refused");
}

TEST(LowerCondition, NamesStandAtTheRootOfEachSelection) {
    Diagnosis diagnosis;
    std::vector<Selection> selections;
    for (const std::string name : {"filter_a", "filter_b"}) {
        selections.push_back({name, {}, *parse_selection(read_json("{f: x, g: y}"), diagnosis)});
    }
    const auto condition =
        parse_condition("not 1 of filter_*", {"filter_a", "filter_b"}, {}, diagnosis);
    const auto node = lower(condition->condition, selections, {}, diagnosis);
    ASSERT_TRUE(node.has_value());
    const Node& either = node->children.front();
    EXPECT_EQ(either.name, "");
    EXPECT_EQ(either.children[0].name, "filter_a");
    EXPECT_EQ(either.children[1].name, "filter_b");
}

}  // namespace
}  // namespace xiezhi::testing
