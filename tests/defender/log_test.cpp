#include "xiezhi/formats/defender/log.h"

#include <gtest/gtest.h>

#include "tests/support/byte_writer.h"

namespace xiezhi::defender {
namespace {

std::string shown(const LogEvent& event) {
    std::string text = std::to_string(event.line) + " " + std::string(log_event_name(event.kind));
    if (!event.time.empty()) text += " " + event.time;
    for (const auto& [name, value] : event.fields) text += " " + name + "=" + value;
    return text;
}

std::vector<std::string> events_of(std::string_view log, bool utf16 = true) {
    testing::ByteWriter out;
    if (utf16) {
        out.u8(0xff).u8(0xfe).utf16(log);
    } else {
        out.ascii(log);
    }
    std::vector<std::string> events;
    const auto read = read_log(MemorySource(out.bytes()), [&](const LogEvent& event) {
        events.push_back(shown(event));
        return true;
    });
    EXPECT_TRUE(read);
    return events;
}

struct Case {
    const char* name;
    std::string log;
    std::vector<std::string> events;
};

TEST(DefenderLog, Events) {
    const std::string time = "2022-03-10T19:49:22.667Z";
    const std::vector<Case> cases = {
        {"detection",
         time + " DETECTIONEVENT MPSOURCE_REALTIME Trojan:BAT/V.A file:C:\\a b.bat;\r\n",
         {"1 log_detection " + time +
          " event=DETECTIONEVENT source=MPSOURCE_REALTIME threat=Trojan:BAT/V.A "
          "resources=file:C:\\a b.bat;"}},
        {"added",
         "x\n" + time + " DETECTION_ADD#1 Trojan:BAT/V.A file:C:\\a.bat",
         {"2 log_detection " + time +
          " event=DETECTION_ADD#1 threat=Trojan:BAT/V.A resources=file:C:\\a.bat"}},
        {"cleaned",
         time + " DETECTION_CLEANEVENT MPSOURCE_UNKNOWN MP_THREAT_ACTION_QUARANTINE 0x0 T:A f:b",
         {"1 log_detection " + time +
          " event=DETECTION_CLEANEVENT source=MPSOURCE_UNKNOWN "
          "action=MP_THREAT_ACTION_QUARANTINE result=0x0 threat=T:A resources=f:b"}},
        {"impact",
         "Per-process counts:ProcessImageName: a.exe, TotalTime: 435, Count: 1, MaxTime: 15, "
         "MaxTimeFile: \\D\\b, c.dll, EstimatedImpact: 0%",
         {"1 process_impact process_image_name=a.exe total_time=435 count=1 max_time=15 "
          "max_time_file=\\D\\b, c.dll estimated_impact=0%"}},
        {"process exclusion",
         time + " [ProcessExclusion] C:\\a.exe -> \\Device\\a.exe",
         {"1 exclusion " + time + " type=Process excluded=C:\\a.exe"}},
        {"sections",
         "Path Exclusions:\n  C:\\TMP\n  D:\\x\nExt Exclusions:\nWorker Threads:\n  AM:34\n",
         {"2 exclusion type=Path excluded=C:\\TMP", "3 exclusion type=Path excluded=D:\\x"}},
        {"blocked",
         time + " [Mini-filter] Blocked file: \\D\\c.js. Process: \\D\\explorer.exe, Status: 0x0",
         {"1 blocked_file " + time + " blocked=\\D\\c.js process=\\D\\explorer.exe"}},
        {"registry",
         time + " [Mini-filter] Denied access to registry: HKLM\\X, value: C:\\TMP, pid: 9384",
         {"1 denied_registry " + time + " key=HKLM\\X value=C:\\TMP pid=9384"}},
        {"query",
         time + " Issuing SDN query for \\D\\a (\\D\\a) (sha1=aa, sha2=bb)",
         {"1 cloud_query " + time + " queried=\\D\\a sha1=aa sha256=bb"}},
        {"telemetry",
         "BEGIN BM telemetry\nGUID:{A}\nno value\nProcessID:1364\nEND BM telemetry\n",
         {"1 telemetry GUID={A} ProcessID=1364"}},
        {"other lines", "---\n" + time + " [WPP] x\n\n", {}},
        {"chinese", "ProcessImageName: 文件.exe", {"1 process_impact process_image_name=文件.exe"}},
    };
    for (const Case& one : cases) {
        EXPECT_EQ(events_of(one.log), one.events) << one.name;
        EXPECT_EQ(events_of(one.log, false), one.events) << one.name;
    }
}

TEST(DefenderLog, LongLinesAreCut) {
    const std::string long_line = "ProcessImageName: " + std::string(200'000, 'x');
    const auto events = events_of(long_line + "\nProcessImageName: b");
    ASSERT_EQ(events.size(), 2U);
    EXPECT_LT(events[0].size(), kLineBytesMax);
    EXPECT_EQ(events[1], "2 process_impact process_image_name=b");
}

TEST(DefenderLog, StopsWhenAsked) {
    std::size_t seen = 0;
    const MemorySource source(
        testing::ByteWriter().ascii("ProcessImageName: a\nProcessImageName: b\n").bytes());
    EXPECT_TRUE(read_log(source, [&](const LogEvent&) {
        ++seen;
        return false;
    }));
    EXPECT_EQ(seen, 1U);
}

}  // namespace
}  // namespace xiezhi::defender
