// What a query asks by the type of its field: a document that is found and one that is not. Engine
// and reference answer both.
#include "xiezhi/rules/kql/lower.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/ecs_document.h"
#include "tests/support/rule_text.h"
#include "xiezhi/rules/describe.h"
#include "xiezhi/rules/matcher.h"

namespace xiezhi::testing {
namespace {

using namespace rules;

struct Case {
    const char* name;
    const char* query;
    const char* hit;
    const char* miss;
};

class Types : public ::testing::TestWithParam<Case> {};

TEST_P(Types, DecideWhatMatches) {
    const Rule rule = kql_rule(GetParam().query);
    EXPECT_TRUE(kql_holds(rule, ecs_event(GetParam().hit)));
    EXPECT_FALSE(kql_holds(rule, ecs_event(GetParam().miss)));
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Fields, Types, ::testing::Values(
    Case{"KeywordHasCase", "user.name:Bob", R"({"user.name":["x","Bob"]})", R"({"user.name":"bob"})"},
    Case{"KeywordIsWhole", "user.name:bo", R"({"user.name":"bo"})", R"({"user.name":"bob"})"},
    Case{"KeywordWildcardHasCase", "user.name:B*b", R"({"user.name":"Bob"})", R"({"user.name":"bob"})"},
    Case{"QuestionMarkIsItself", "user.name:B?*", R"({"user.name":"B?b"})", R"({"user.name":"Bob"})"},
    Case{"BlankPartsClauses", "file.name:*S3 Browser*", R"({"file.name":"xS3"})", R"({"file.name":"S3 x"})"},
    Case{"KeywordRange", "user.name >= b", R"({"user.name":"ba"})", R"({"user.name":"Z"})"},
    Case{"UnquotedTextIsAnyWord", "message:Net.Web-Client", R"({"message":"the client"})", R"({"message":"webclient"})"},
    Case{"QuotedTextIsInARow", "message:\"log on\"", R"({"message":"Log On now"})", R"({"message":"on log"})"},
    Case{"TextWildcardIsOneWord", "message:fail*", R"({"message":"it FAILED"})", R"({"message":"a pitfall"})"},
    Case{"SubText", "file.path.text:temp", R"({"file.path":"C:\\Temp\\x"})", R"({"file.path":"C:\\Temps\\x"})"},
    Case{"Number", "process.pid:4.0", R"({"process.pid":4})", R"({"process.pid":40})"},
    Case{"NumberRange", "process.pid > 9", R"({"process.pid":10})", R"({"process.pid":9})"},
    Case{"Address", "source.ip:10.1.0.0/16", R"({"source.ip":"10.1.2.3"})", R"({"source.ip":"10.2.2.3"})"},
    Case{"AddressRange", "source.ip >= 10.1.0.0", R"({"source.ip":"10.1.0.1"})", R"({"source.ip":"9.255.0.1"})"},
    Case{"Day", "@timestamp:2024-05-31", R"({"@timestamp":"2024-05-31T23:59:59.999Z"})", R"({"@timestamp":"2024-06-01T00:00:00Z"})"},
    Case{"After", "@timestamp > 2024-05-31", R"({"@timestamp":"2024-06-01T00:00:00Z"})", R"({"@timestamp":"2024-05-31T12:00:00Z"})"},
    Case{"Boolean", "file.code_signature.valid:true", R"({"file.code_signature.valid":true})", R"({"file.code_signature.valid":false})"},
    Case{"MissingIsFalse", "not user.name:bob", R"({"user.id":"x"})", R"({"user.name":["bob","eve"]})"},
    Case{"TwoValues", "user.name:(a and b)", R"({"user.name":["a","b"]})", R"({"user.name":"a"})"},
    Case{"FieldPattern", "dll.hash.*:abc", R"({"dll.hash.md5":"abc"})", R"({"dll.name":"abc"})"},
    Case{"AnyField", "bob", R"({"user.name":"bob"})", R"({"user.name":"bobby"})"},
    Case{"AnyFieldText", "virtualalloc", R"x({"powershell.file.script_block_text":"[K]::VirtualAlloc()"})x", R"({"user.id":"VirtualAlloc"})"},
    Case{"AnyAddress", "10.1.2.0/24", R"({"source.ip":"10.1.2.3"})", R"({"source.ip":"10.1.3.3"})"},
    Case{"Nested", "a:{ b:1 and c:2 }", R"({"a":{"b":"1","c":"2"}})", R"({"a":{"b":"1"}})"},
    Case{"GuidsAreTexts", "process.entity_id:\"12345678-1234-1234-1234-123456789abc\"",
         R"({"process.entity_id":"12345678-1234-1234-1234-123456789abc"})",
         R"({"process.entity_id":"{12345678-1234-1234-1234-123456789abc}"})"}),
    [](const auto& one) { return one.param.name; });
// clang-format on

TEST(Lower, StarsAndNothingMatchEverything) {
    for (const char* query : {"*:*", "*", "", "  "})
        EXPECT_TRUE(kql_holds(kql_rule(query), ecs_event("{}"))) << query;
}

TEST(Lower, LongKeywordsAreNotIndexed) {
    const auto holds = [](const char* query, std::size_t size) {
        KeptEvent event;
        event.ecs = true;
        event.fields.push_back({"file.name", FieldOrigin::Other, {std::string(size, 'a')}});
        return kql_holds(kql_rule(query), event);
    };
    EXPECT_TRUE(holds("file.name:*", 0));  // an empty text is a value
    EXPECT_TRUE(holds("file.name:*", 1024));
    EXPECT_FALSE(holds("file.name:*", 1025));
    EXPECT_TRUE(holds("file.name:a*", 1024));
    EXPECT_FALSE(holds("file.name:a*", 1025));
}

std::string refusal(const char* query) {
    const auto read = kql::compile(query, {});
    const auto* problem = std::get_if<kql::Problem>(&read);
    if (problem == nullptr) return "none";
    return fmt::format("{}:{} {}", problem->mark.line, problem->mark.column,
                       message_name(problem->what));
}

TEST(Lower, RefusesWhatAClusterRefuses) {
    EXPECT_EQ(refusal("process.pid:abc"), "1:13 kql_not_number");
    EXPECT_EQ(refusal("a:b and\nprocess.pid:4*"), "2:13 kql_wildcard_type");
    EXPECT_EQ(refusal("source.ip:host"), "1:11 kql_not_address");
    EXPECT_EQ(refusal("@timestamp > soon"), "1:1 kql_not_date");
    EXPECT_EQ(refusal("file.code_signature.valid:maybe"), "1:27 kql_not_boolean");
    EXPECT_EQ(refusal("message > a"), "1:1 kql_range_type");
    EXPECT_EQ(refusal("user.name:null"), "1:11 kql_null");
    EXPECT_EQ(refusal("* > 3"), "1:1 kql_range_no_field");
}

TEST(Lower, KeepsTheTextOfEachClause) {
    const Rule rule =
        kql_rule("event.code:4104 and\n  (user.name:bob or\n user.name:eve) and not a:b");
    EXPECT_EQ(rule.selections,
              (std::vector<std::string>{"event.code:4104", "(user.name:bob or user.name:eve)",
                                        "not a:b"}));
    const std::vector<Rule> rules{rule};
    const KeptEvent event = ecs_event(R"({"event.code":"4104","user.name":"eve"})");
    Matcher matcher(rules);
    Matcher::Worker worker(matcher);
    const KeptEventView view(event);
    std::vector<Hit> hits;
    worker.match(view, hits);
    ASSERT_EQ(hits.size(), 1U);
    const Explanation why = worker.explain(view, hits.front());
    ASSERT_FALSE(why.matches.empty());
    EXPECT_EQ(why.matches.back().selection, "(user.name:bob or user.name:eve)");
    EXPECT_EQ(why.matches.back().field, "user.name");
    EXPECT_EQ(why.matches.back().text, "eve");
}

TEST(Lower, IsDescribedInWords) {
    const Rule rule = kql_rule("message:(alpha or beta) and process.pid > 4 and @timestamp:2024");
    std::string text;
    for (const DescribedLine& line : describe(rule)) text += render(line.text, Lang::En) + "\n";
    EXPECT_NE(text.find("message has one of the words 'alpha', 'beta'"), std::string::npos) << text;
    EXPECT_NE(text.find("2024-12-31T23:59:59.999Z"), std::string::npos) << text;
}

}  // namespace
}  // namespace xiezhi::testing
