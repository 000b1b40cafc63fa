#include "xiezhi/model/ecs/certainty.h"

#include <gtest/gtest.h>

namespace xiezhi::ecs {
namespace {

constexpr const char* kSysmon = "Microsoft-Windows-Sysmon/Operational";

Certainty sysmon(std::uint32_t id, std::string_view field) {
    return Certainties().of(kSysmon, "Microsoft-Windows-Sysmon", id, Document::resolve(field));
}

TEST(EcsCertainty, Constants) {
    const Certainty category = sysmon(12, "event.category");
    EXPECT_TRUE(category.is_possible);
    EXPECT_TRUE(category.is_constant);
    EXPECT_EQ(category.values, (std::vector<std::string>{"configuration", "registry"}));
    EXPECT_EQ(sysmon(9999, "event.code").values, std::vector<std::string>{"9999"});
    EXPECT_EQ(sysmon(1, "host.os.type").values, std::vector<std::string>{"windows"});
    EXPECT_EQ(sysmon(1, "winlog.channel").values, std::vector<std::string>{kSysmon});
    EXPECT_EQ(sysmon(1, "data_stream.dataset").values,
              std::vector<std::string>{"windows.sysmon_operational"});
    EXPECT_FALSE(Certainties().of("", "", 1, Document::resolve("winlog.channel")).is_constant);
}

TEST(EcsCertainty, WhatRecordsDecide) {
    for (const char* field : {"event.action", "process.name", "process.name.caseless", "host.id",
                              "@timestamp", "related.user", "winlog.event_data.x"}) {
        EXPECT_TRUE(sysmon(1, field).is_possible) << field;
        EXPECT_FALSE(sysmon(1, field).is_constant) << field;
    }
}

TEST(EcsCertainty, WhatNoRecordHas) {
    EXPECT_FALSE(sysmon(1, "registry.path").is_possible);
    EXPECT_FALSE(sysmon(9999, "event.category").is_possible);
    EXPECT_FALSE(sysmon(1, "no.such.field").is_possible);
    EXPECT_FALSE(Certainties().of("System", "x", 1, Document::resolve("process.name")).is_possible);
    // Natives of the same name as a derived one may be there.
    const Field description = Document::resolve("winlog.event_data.NewUACList");
    EXPECT_TRUE(Certainties().of("System", "x", 1, description).is_possible);
}

}  // namespace
}  // namespace xiezhi::ecs
