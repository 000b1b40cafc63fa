// Audit subcategories and their events, channels, settings.
#include "xiezhi/schema/logging.h"

#include <gtest/gtest.h>

#include <set>

namespace xiezhi::schema {
namespace {

TEST(Audit, CategoriesHoldTheSubcategoriesInOrder) {
    ASSERT_EQ(audit_categories().size(), 9U);
    std::size_t category = 0;
    std::set<std::string_view> guids;
    for (const AuditSubcategory& one : audit_subcategories()) {
        while (audit_categories()[category].name != one.category) ++category;
        EXPECT_EQ(one.guid.size(), 36U);
        EXPECT_TRUE(guids.insert(one.guid).second) << one.name;
    }
    EXPECT_EQ(guids.size(), 60U);
    EXPECT_EQ(category, 8U);
}

TEST(Audit, EventsAreWrittenBySubcategories) {
    EXPECT_EQ(audit_subcategory(5136), "Directory Service Changes");
    EXPECT_EQ(audit_subcategory(4732), "Security Group Management") << "inside of a range";
    EXPECT_EQ(audit_subcategory(1102), "") << "needs no policy";
    const auto failed = audits_of(4625);
    ASSERT_EQ(failed.size(), 2U);
    EXPECT_EQ(failed[0]->name, "Logon");
    EXPECT_EQ(failed[1]->name, "Account Lockout");
    const auto events = events_of(*find_audit("Process Creation"));
    EXPECT_EQ(events, (std::vector<std::uint32_t>{4688, 4696}));
}

TEST(Audit, SomeEventsAreWrittenAtEachStart) {
    EXPECT_GT(written_at_start(4688), 10U);
    EXPECT_EQ(written_at_start(4624), 0U);
}

TEST(Audit, FoundByNameAndGuid) {
    const AuditSubcategory* const logon = find_audit("Logon");
    ASSERT_NE(logon, nullptr);
    EXPECT_EQ(find_audit_guid("{0cce9215-69ae-11d9-bed3-505054503030}"), logon);
    EXPECT_EQ(find_audit_guid("0CCE9215-69AE-11D9-BED3-505054503030"), logon);
    EXPECT_EQ(find_audit_guid("{}"), nullptr);
    EXPECT_EQ(find_audit("logon"), nullptr);
    EXPECT_EQ(logon->by_default("workstation"), kAuditSuccess);
    EXPECT_EQ(logon->by_default("server"), kAuditSuccess | kAuditFailure);
    EXPECT_EQ(logon->by_default(""), kAuditSuccess) << "the least of all";
}

TEST(EventChannels, FoundWhateverTheCase) {
    const EventChannel* const channel = find_event_channel("security");
    ASSERT_NE(channel, nullptr);
    EXPECT_EQ(channel->state, "on");
    EXPECT_EQ(channel->size_kib, 20'480U);
    EXPECT_EQ(find_event_channel("Nobody/Knows"), nullptr);
}

TEST(HostSettings, HaveNamesOfTheirOwn) {
    std::set<std::string_view> names;
    for (const HostSetting& setting : host_settings()) {
        EXPECT_TRUE(names.insert(setting.name).second) << setting.name;
        EXPECT_EQ(setting.hive == "SYSTEM", setting.key.starts_with("{CCS}\\"));
    }
    EXPECT_TRUE(names.contains("command_line_in_4688"));
}

}  // namespace
}  // namespace xiezhi::schema
