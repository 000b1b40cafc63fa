#include "xiezhi/schema/ecs.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace xiezhi::schema::ecs {
namespace {

TEST(EcsSchema, SourcesByChannelAndProvider) {
    const SourceRow& auditing = source_of("security", "microsoft-windows-security-auditing");
    const SourceRow& other = source_of("Security", "SomeoneElse");
    EXPECT_NE(auditing.source, other.source);
    EXPECT_EQ(auditing.dataset, other.dataset);
    EXPECT_TRUE(source_of("Microsoft-Windows-Sysmon/Operational", "").drops_placeholders);
    EXPECT_EQ(source_of("", "").dataset, "winlog.winlog");
}

TEST(EcsSchema, FieldsAreFoundByName) {
    EXPECT_TRUE(std::ranges::is_sorted(fields(), {}, &FieldInfo::name));
    for (std::size_t i = 0; i < fields().size(); ++i) {
        EXPECT_EQ(field_index(fields()[i].name), i);
    }
    EXPECT_FALSE(field_index("process.pidx"));
    EXPECT_FALSE(field_index(""));
    EXPECT_EQ(fields()[field_index("process.pid").value()].type, FieldType::Long);
    EXPECT_TRUE(fields()[field_index("event.type").value()].is_list);
}

TEST(EcsSchema, RulesAreForTheirEvents) {
    Rule rule;
    rule.sources = 0b10;
    EXPECT_TRUE(rule.is_for(1, 7));
    EXPECT_FALSE(rule.is_for(0, 7));
    constexpr std::uint32_t kIds[] = {3, 7};
    rule.event_ids = kIds;
    EXPECT_TRUE(rule.is_for(1, 7));
    EXPECT_FALSE(rule.is_for(1, 8));
    rule.is_for_others = true;
    EXPECT_FALSE(rule.is_for(1, 7));
    EXPECT_TRUE(rule.is_for(1, 8));
}

TEST(EcsSchema, KnownEvents) {
    const std::uint32_t security =
        source_of("Security", "Microsoft-Windows-Security-Auditing").source;
    EXPECT_TRUE(is_known_event(security, 4624));
    EXPECT_FALSE(is_known_event(security, 4611 + 100'000));
}

TEST(EcsSchema, Tables) {
    EXPECT_EQ(table("logon_type").text_of("3"), "Network");
    EXPECT_EQ(table("logon_type").text_of("03"), "");
    EXPECT_TRUE(table("none").entries.empty());
    const auto& entries = table("ticket_option").entries;
    EXPECT_TRUE(std::ranges::is_sorted(entries, {}, &TableEntry::key));
    EXPECT_TRUE(std::ranges::all_of(entries, [](const auto& e) { return e.mask != 0; }));
}

}  // namespace
}  // namespace xiezhi::schema::ecs
