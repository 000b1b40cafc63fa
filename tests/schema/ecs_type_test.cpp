// Index patterns against channels, and types of fields.
#include "xiezhi/schema/ecs_type.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace xiezhi::schema {
namespace {

bool serves(const std::vector<std::string>& patterns, std::string_view channel) {
    return std::ranges::any_of(find_indices(patterns).routes,
                               [&](const Route& route) { return serves_channel(route, channel); });
}

TEST(EcsIndices, PatternsChooseChannels) {
    EXPECT_TRUE(serves({}, "Anything"));
    EXPECT_TRUE(serves({"winlogbeat-*"}, "Anything"));
    EXPECT_TRUE(serves({"logs-system.security*"}, "security"));
    EXPECT_FALSE(serves({"logs-system.security*"}, "System"));
    EXPECT_TRUE(serves({"logs-windows.powershell*"}, "Windows PowerShell"));
    EXPECT_TRUE(serves({"logs-windows.powershell*"}, "Microsoft-Windows-PowerShell/Operational"));
    EXPECT_FALSE(serves({"logs-windows.powershell_operational*"}, "Windows PowerShell"));
    EXPECT_TRUE(serves({"logs-winlog.*"}, "Microsoft-Windows-TaskScheduler/Operational"));
    EXPECT_FALSE(serves({"logs-winlog.*"}, "Security"));
    EXPECT_TRUE(serves({"remote:logs-system.system*"}, "System"));
    EXPECT_TRUE(serves({"logs-*", "-logs-system.system*"}, "Security"));
    EXPECT_FALSE(serves({"logs-system.*", "-logs-system.system*"}, "System"));
    EXPECT_FALSE(serves({"Winlogbeat-*"}, "Security"));
    EXPECT_EQ(find_indices(std::vector<std::string>{"endgame-*", "logs-endpoint.*"}).serving,
              Serving::Unknown);
}

TEST(EcsIndices, RoutesAskForEcsFields) {
    for (const Route& route : find_indices(std::vector<std::string>{"logs-winlog.*"}).routes) {
        EXPECT_TRUE(is_ecs(route.map));
        EXPECT_FALSE(absent_by_source(route, "", "user.name"));
    }
    EXPECT_FALSE(is_ecs(nullptr));
}

TEST(EcsTypes, DecideHowAFieldIsAsked) {
    EXPECT_EQ(ecs_field("powershell.file.script_block_text").type, EcsType::ScriptText);
    EXPECT_EQ(ecs_field("message").type, EcsType::Text);
    EXPECT_EQ(ecs_field("process.pid").type, EcsType::Number);
    EXPECT_EQ(ecs_field("source.ip").type, EcsType::Address);
    EXPECT_EQ(ecs_field("@timestamp").type, EcsType::Date);
    EXPECT_EQ(ecs_field("process.command_line").units_max, 0U);
    EXPECT_EQ(ecs_field("winlog.event_data.Anything").type, EcsType::Keyword);
    EXPECT_EQ(ecs_field("winlog.event_data.Anything").units_max, 1024U);
}

TEST(StarMatch, IsWholeAndBounded) {
    EXPECT_TRUE(star_match("a*c*", "abcd"));
    EXPECT_FALSE(star_match("a*c", "abcd"));
    EXPECT_TRUE(star_match("**", ""));
    EXPECT_FALSE(star_match("", "a"));
    EXPECT_FALSE(star_match("*a*a*a*a*a*a*a*a*b", std::string(2000, 'a')));
}

}  // namespace
}  // namespace xiezhi::schema
