// What is refused, where and why; and that no query can make the parser run away.
#include "xiezhi/rules/kql/parse.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace xiezhi::rules::kql {
namespace {

/// "line:column message_id", or "ok".
std::string outcome(const std::string& query) {
    const auto parsed = parse(query);
    const auto* problem = std::get_if<Problem>(&parsed);
    if (problem == nullptr) return "ok";
    return fmt::format("{}:{} {}", problem->mark.line, problem->mark.column,
                       message_name(problem->what));
}

struct Refusal {
    const char* name;
    const char* query;
    const char* outcome;
};

class Refused : public testing::TestWithParam<Refusal> {};

TEST_P(Refused, TellsWhereAndWhy) {
    EXPECT_EQ(outcome(GetParam().query), GetParam().outcome);
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Queries, Refused, testing::Values(
    Refusal{"NoValue", "a:", "1:3 kql_ends"},
    Refusal{"ValueMissingInList", "a:(b or )", "1:9 kql_stray_bracket"},
    Refusal{"BracketOpen", "x and\n (a or b", "2:9 kql_open_bracket"},
    Refusal{"BracketStray", "a b)", "1:4 kql_stray_bracket"},
    Refusal{"QuoteOpen", "a:\"b", "1:3 kql_open_quote"},
    Refusal{"EmptyList", "a:()", "1:4 kql_empty_brackets"},
    Refusal{"Colon", "a:b:c", "1:4 kql_colon"},
    Refusal{"NotInsideWord", "a:cannot do", "1:6 kql_unexpected"},
    Refusal{"NotNot", "not not a", "1:5 kql_no_value"},
    Refusal{"NoBlankAroundOr", "\"a\" or\"b\"", "1:5 kql_unexpected"},
    Refusal{"OperatorEnds", "a >= ", "1:6 kql_ends"},
    Refusal{"Backslash", "a:b\\c", "1:4 kql_unexpected"},
    Refusal{"ColumnsCountCharacters", "用户:é)", "1:5 kql_stray_bracket"}),
    [](const auto& one) { return one.param.name; });
// clang-format on

TEST(Parse, DepthAndSizeAreBounded) {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '(') + "a" + std::string(depth, ')');
    };
    EXPECT_EQ(outcome(nested(kDepthMax)), "ok");
    EXPECT_EQ(outcome(nested(kDepthMax + 1)), "1:65 kql_too_deep");
    EXPECT_EQ(outcome(std::string(100'000, '(')), "1:65 kql_too_deep");
    EXPECT_EQ(outcome(std::string(kQuerySizeMax + 1, 'a')), "1:1 kql_too_long");
    std::string list = "a:(0";
    for (std::size_t i = 0; i < kValuesMax; ++i) list += " or 0";
    EXPECT_TRUE(outcome(list + ")").ends_with(" kql_too_many"));
}

TEST(Parse, LongRunsOfBlanksCostNothing) {
    EXPECT_EQ(outcome("a:b" + std::string(kQuerySizeMax - 10, ' ')), "ok");
    EXPECT_EQ(outcome("a b" + std::string(500'000, ' ') + "c"), "ok");
}

TEST(Parse, TellsQueriesFromWords) {
    const auto names = [](const char* query) { return names_field(std::get<Tree>(parse(query))); };
    EXPECT_TRUE(names("x or not (a:b)"));
    EXPECT_TRUE(names("a > 3"));
    EXPECT_FALSE(names("any where true"));
    EXPECT_FALSE(names(""));
}

}  // namespace
}  // namespace xiezhi::rules::kql
