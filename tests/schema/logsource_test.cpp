// Log sources: spellings, combinations and what must not be served.
#include "xiezhi/schema/logsource.h"

#include <gtest/gtest.h>

namespace xiezhi::schema {
namespace {

TEST(LogSource, CategoryHasItsNativeRouteFirst) {
    const auto found = find_log_source("process_creation", "windows", "");
    ASSERT_EQ(found.serving, Serving::Served);
    ASSERT_EQ(found.routes.size(), 2U);
    EXPECT_FALSE(found.routes[0].derived);
    EXPECT_TRUE(serves_channel(found.routes[0], "microsoft-windows-sysmon/OPERATIONAL"));
    EXPECT_TRUE(serves_event_id(found.routes[0], 1));
    EXPECT_FALSE(serves_event_id(found.routes[0], 3));
    EXPECT_TRUE(found.routes[1].derived);
    EXPECT_TRUE(serves_channel(found.routes[1], "Security"));
}

TEST(LogSource, CategoryAndServiceMustBothFit) {
    const auto sysmon = find_log_source("process_creation", "windows", "sysmon");
    ASSERT_EQ(sysmon.routes.size(), 1U);
    EXPECT_FALSE(sysmon.routes[0].derived);
    const auto security = find_log_source("process_creation", "windows", "security");
    ASSERT_EQ(security.routes.size(), 1U);
    EXPECT_TRUE(security.routes[0].derived);
    EXPECT_EQ(find_log_source("process_creation", "windows", "system").serving, Serving::Unknown);
}

TEST(LogSource, BothSpellingsOfAChannel) {
    const auto dns = find_log_source("", "windows", "dns-server-analytic");
    ASSERT_EQ(dns.routes.size(), 1U);
    EXPECT_TRUE(serves_channel(dns.routes[0], "Microsoft-Windows-DNS-Server/Analytical"));
    EXPECT_TRUE(serves_channel(dns.routes[0], "Microsoft-Windows-DNSServer/Analytical"));
}

TEST(LogSource, WhatIsNotServed) {
    EXPECT_EQ(find_log_source("file_access", "windows", "").serving, Serving::EtwOnly);
    EXPECT_EQ(find_log_source("process_creation", "linux", "").serving, Serving::OtherProduct);
    EXPECT_EQ(find_log_source("no_such", "windows", "").serving, Serving::Unknown);
    EXPECT_EQ(find_log_source("", "windows", "no-such").serving, Serving::Unknown);
    EXPECT_EQ(find_log_source("", "", "").serving, Serving::Unknown);
}

TEST(LogSource, ProductAloneIsEveryEvent) {
    const auto all = find_log_source("", "windows", "");
    ASSERT_EQ(all.routes.size(), 1U);
    EXPECT_TRUE(serves_channel(all.routes[0], "anything"));
    EXPECT_TRUE(serves_event_id(all.routes[0], 7));
}

TEST(LogSource, FieldsThatASourceNeverHas) {
    const auto routes = find_log_source("process_creation", "windows", "").routes;
    EXPECT_FALSE(absent_by_source(routes[0], "process_creation", "Company"));
    EXPECT_TRUE(absent_by_source(routes[1], "process_creation", "Company"));
    EXPECT_FALSE(absent_by_source(routes[1], "process_creation", "EventID"));
    EXPECT_TRUE(absent_by_source(routes[0], "process_creation", "GrandParentImage"));
    EXPECT_FALSE(absent_by_source(routes[1], "process_creation", ""));
}

}  // namespace
}  // namespace xiezhi::schema
