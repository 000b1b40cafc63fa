#include "xiezhi/rules/sigma/yaml.h"

#include <gtest/gtest.h>

#include "tests/support/sigma_json.h"

namespace xiezhi::testing {
namespace {

using namespace rules::sigma;

std::vector<YamlNode> parsed(const std::string& text, Diagnosis& diagnosis) {
    return parse_yaml(as_bytes(text), diagnosis);
}

YamlNode value_of(const std::string& scalar) {
    Diagnosis diagnosis;
    auto documents = parsed("v: " + scalar + "\n", diagnosis);
    EXPECT_FALSE(diagnosis.refusal.has_value()) << scalar;
    const YamlNode* value = documents.empty() ? nullptr : documents.front().find("v");
    return value == nullptr ? YamlNode{} : *value;
}

struct Typed {
    std::string scalar;
    YamlNode::Kind kind;
    std::string text;
};

class PlainScalar : public ::testing::TestWithParam<Typed> {};

TEST_P(PlainScalar, HasTheTypeThatPyYamlGives) {
    const YamlNode node = value_of(GetParam().scalar);
    EXPECT_EQ(node.kind, GetParam().kind);
    EXPECT_EQ(node.text, GetParam().text);
}

using Kind = YamlNode::Kind;
INSTANTIATE_TEST_SUITE_P(  // expected: type(yaml.safe_load('v: …')['v']) of PyYAML 6
    Scalars, PlainScalar,
    ::testing::Values(Typed{"4624", Kind::Integer, "4624"}, Typed{"'4624'", Kind::String, "4624"},
                      Typed{"\"4624\"", Kind::String, "4624"}, Typed{"0x10", Kind::Integer, "16"},
                      Typed{"1_000", Kind::Integer, "1000"}, Typed{"010", Kind::Integer, "8"},
                      Typed{"0b101", Kind::Integer, "5"}, Typed{"-5", Kind::Integer, "-5"},
                      Typed{"+5", Kind::Integer, "5"}, Typed{"1:30", Kind::Integer, "90"},
                      Typed{"08", Kind::String, "08"}, Typed{"1:99", Kind::String, "1:99"},
                      Typed{"5.5", Kind::Float, "5.5"}, Typed{"5.", Kind::Float, "5."},
                      Typed{"1.5e+3", Kind::Float, "1.5e+3"}, Typed{"1.5e3", Kind::String, "1.5e3"},
                      Typed{"1e3", Kind::String, "1e3"},
                      Typed{"10.0.0.1", Kind::String, "10.0.0.1"}, Typed{".", Kind::String, "."},
                      Typed{"-.5", Kind::String, "-.5"}, Typed{".5", Kind::Float, ".5"},
                      Typed{"._1", Kind::String, "._1"}, Typed{"1:30.5", Kind::Float, "1:30.5"},
                      Typed{"-x", Kind::String, "-x"}, Typed{"yes", Kind::Bool, "yes"},
                      Typed{"Off", Kind::Bool, "Off"}, Typed{"y", Kind::String, "y"},
                      Typed{"'yes'", Kind::String, "yes"}, Typed{"~", Kind::Null, "~"},
                      Typed{"", Kind::Null, ""}, Typed{"null", Kind::Null, "null"},
                      Typed{"''", Kind::String, ""}, Typed{"!!str 5", Kind::String, "5"},
                      Typed{"!!int '5'", Kind::Integer, "5"},
                      Typed{"2024-01-31", Kind::String, "2024-01-31"},
                      Typed{"0x", Kind::String, "0x"}, Typed{"_1", Kind::String, "_1"}));

TEST(Yaml, KeepsPlaces) {
    Diagnosis diagnosis;
    const auto documents = parsed("a: 1\nb:\n  - x\n  - y\n---\nc: 2\n", diagnosis);
    ASSERT_EQ(documents.size(), 2U);
    EXPECT_EQ(documents[0].find("b")->items[1].mark.line, 4U);
    EXPECT_EQ(documents[0].find("b")->items[1].mark.column, 5U);
    EXPECT_EQ(documents[1].mark.line, 6U);
}

TEST(Yaml, LastOfEqualKeysWinsWithAWarning) {
    Diagnosis diagnosis;
    const auto documents = parsed("a: 1\nb: 2\na: 3\n", diagnosis);
    ASSERT_EQ(documents.size(), 1U);
    EXPECT_EQ(canonical(documents[0]), R"({"a":3,"b":2})");
    ASSERT_EQ(diagnosis.warnings.size(), 1U);
    EXPECT_EQ(diagnosis.warnings[0].mark.line, 3U);
}

TEST(Yaml, AliasesAndMergeKeys) {
    Diagnosis diagnosis;
    const auto documents =
        parsed("base: &b {x: 1, y: 2}\nmore: {<<: *b, y: 3}\nsame: *b\n", diagnosis);
    ASSERT_EQ(documents.size(), 1U);
    EXPECT_EQ(canonical(documents[0]),
              R"({"base":{"x":1,"y":2},"more":{"x":1,"y":3},"same":{"x":1,"y":2}})");
}

TEST(Yaml, DocumentsBeforeABrokenOneAreKept) {
    Diagnosis diagnosis;
    const auto documents = parsed("a: 1\n---\nb: [\n", diagnosis);
    EXPECT_EQ(documents.size(), 1U);
    EXPECT_TRUE(diagnosis.refusal.has_value());
}

TEST(Yaml, MergeLaysTheLaterOver) {
    Diagnosis diagnosis;
    auto documents = parsed("{a: {x: 1, y: [1]}, b: 2}\n---\n{a: {y: [2, 3]}, c: 4}\n", diagnosis);
    ASSERT_EQ(documents.size(), 2U);
    merge_yaml(documents[0], documents[1]);
    EXPECT_EQ(canonical(documents[0]), R"({"a":{"x":1,"y":[2,3]},"b":2,"c":4})");
}

TEST(Yaml, ManyEqualKeysStayQuick) {
    std::string text;
    for (int i = 0; i < 30'000; ++i) text += "k: 1\n";
    Diagnosis diagnosis;
    const auto documents = parsed(text, diagnosis);
    ASSERT_EQ(documents.size(), 1U);
    EXPECT_EQ(documents[0].entries.size(), 1U);
}

TEST(Yaml, BytesThatAreNoUtf8AreRefused) {
    Diagnosis diagnosis;
    EXPECT_TRUE(parsed("a: \xff\xfe\n", diagnosis).empty());
    EXPECT_TRUE(diagnosis.refusal.has_value());
}

}  // namespace
}  // namespace xiezhi::testing
