// Lists that fill placeholders: which files they are, what their lines mean, who wins.
#include "xiezhi/rules/value_lists.h"

#include <gtest/gtest.h>

#include <array>

#include "xiezhi/rules/load.h"

namespace xiezhi::rules {
namespace {

TEST(ValueLists, AreTextFilesInAFolderOfThatName) {
    EXPECT_TRUE(is_value_list("pack/lists/miner_ports.txt"));
    EXPECT_TRUE(is_value_list("lists/a.txt"));
    EXPECT_FALSE(is_value_list("pack/miner_ports.txt"));
    EXPECT_FALSE(is_value_list("pack/mylists/a.txt"));
    EXPECT_FALSE(is_value_list("pack/lists/old/a.txt"));
    EXPECT_FALSE(is_value_list("pack/lists/a.yml"));
    EXPECT_FALSE(is_value_list("pack/lists/.txt"));
    EXPECT_FALSE(is_value_list("a.txt"));
    EXPECT_FALSE(is_value_list(""));
    EXPECT_EQ(value_list_name("pack/lists/miner_ports.txt"), "miner_ports");
}

TEST(ValueLists, HaveOneValueALine) {
    const std::vector<std::string> expected = {"a b", "3333", "\\x?.exe"};
    EXPECT_EQ(parse_value_list("\xef\xbb\xbf# source: x\r\n a b \r\n\r\n3333\n\\x?.exe"), expected);
    EXPECT_TRUE(parse_value_list("").empty());
    EXPECT_TRUE(parse_value_list("\n # only a comment").empty());
}

constexpr std::string_view kRule =
    "title: T\nlogsource: {product: windows, category: process_creation}\n"
    "detection: {selection: {Image|endswith|expand: '%tools%'}, condition: selection}\n";

TEST(ValueLists, BesideRulesFillTheirPlaceholders) {
    const std::string_view list = "\\a.exe\n";
    const std::array alone = {RuleFile{"p/r.yml", as_bytes(kRule)}};
    const std::array with = {RuleFile{"p/r.yml", as_bytes(kRule)},
                             RuleFile{"p/lists/tools.txt", as_bytes(list)}};
    const RuleSet missing = load_rules(alone, {});
    ASSERT_EQ(missing.problems.size(), 1U);
    EXPECT_TRUE(missing.problems[0].placeholder_missing);
    const RuleSet filled = load_rules(with, {});
    EXPECT_TRUE(filled.problems.empty());
    ASSERT_EQ(filled.rules.size(), 1U);
}

TEST(ValueLists, TheUsersOwnListGoesFirst) {
    const std::string_view many = "\\a.exe\n\\b.exe\n";
    const std::array files = {RuleFile{"p/r.yml", as_bytes(kRule)},
                              RuleFile{"p/lists/tools.txt", as_bytes(many)}};
    LoadOptions options;
    options.placeholders["tools"] = {"\\c.exe"};
    LoadOptions same = options;
    const std::array alone = {RuleFile{"p/r.yml", as_bytes(kRule)}};
    const RuleSet both = load_rules(files, options);
    const RuleSet own = load_rules(alone, same);
    ASSERT_EQ(both.rules.size(), 1U);
    ASSERT_EQ(own.rules.size(), 1U);
    EXPECT_EQ(both.rules[0].condition, own.rules[0].condition);
}

}  // namespace
}  // namespace xiezhi::rules
