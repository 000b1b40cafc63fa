#include <gtest/gtest.h>

#include "tests/support/hunt_support.h"
#include "tests/support/temp_folder.h"
#include "tests/support/zip_writer.h"

namespace xiezhi::hunt {
namespace {

using testing::EvtxLog;
using testing::rules_of;
using testing::TempFolder;
using testing::ZipWriter;
using Lines = std::vector<std::string>;

constexpr const char* kFailed = R"(
title: failed logon
id: 11111111-0000-0000-0000-000000000001
name: failed
level: low
logsource: {product: windows, service: security}
detection:
    selection: {EventID: 4625}
    condition: selection
)";
constexpr const char* kAdmin = R"(
title: administrator
name: admin
level: high
logsource: {product: windows, service: security}
detection:
    selection: {TargetUserName|startswith: adm}
    condition: selection
)";

TEST(Hunt, GivesFindingsInPathOrderWithTheirProof) {
    const TempFolder folder;
    EvtxLog log("Security");
    log.add(logon(1, 4624, "bob"));
    log.add(logon(2, 4625, "Admin"));
    folder.write("b/日志.evtx", bytes_of(log));
    EvtxLog other("Security");
    other.add(logon(9, 4625, "eve", "other"));
    folder.write("a.evtx", bytes_of(other));
    const auto hunted = hunt_through({folder.path()}, rules_of({kFailed, kAdmin}));
    EXPECT_EQ(hunted.lines(), (Lines{"failed logon: 1", "failed logon: 2", "administrator: 2"}));
    const Finding& last = hunted.findings[2];
    EXPECT_EQ(last.events[0].path, folder.path("b/日志.evtx"));
    EXPECT_EQ(last.events[0].event.place.chunk_offset, 4096U);
    EXPECT_GT(last.events[0].event.place.offset, 4096U + 512U);
    EXPECT_EQ(last.events[0].event.field("TargetUserName"), "Admin");
    ASSERT_EQ(last.matches.size(), 1U);
    EXPECT_EQ(last.matches[0].selection, "selection");
    EXPECT_EQ(last.matches[0].field, "TargetUserName");
    EXPECT_EQ(last.matches[0].text, "Admin");
    const HuntSummary& summary = hunted.summary;
    EXPECT_EQ(summary.files, 2U);
    EXPECT_EQ(summary.records, 3U);
    EXPECT_EQ(summary.findings_by_level, (std::array<std::uint64_t, 5>{0, 2, 0, 1, 0}));
    EXPECT_EQ(summary.channels.at("Security").first, at_second(1));
    EXPECT_EQ(summary.channels.at("Security").last, at_second(9));
    EXPECT_EQ(summary.hosts.at("pc"), 2U);
}

TEST(Hunt, CountsACopiedRecordOnce) {
    const TempFolder folder;
    EvtxLog log("Security");
    for (std::uint64_t i = 0; i < 5; ++i) log.add(logon(i, 4625, "u"));
    folder.write("a.evtx", bytes_of(log));
    ZipWriter zip;
    zip.add("copy.evtx", bytes_of(log));
    folder.write("b.zip", zip.bytes());
    const auto once = hunt_through({folder.path()}, rules_of({kFailed}));
    EXPECT_EQ(once.findings.size(), 5U);
    EXPECT_EQ(once.summary.duplicate_records, 5U);
    const auto all = hunt_through({folder.path()}, rules_of({kFailed}), {.keep_duplicates = true});
    EXPECT_EQ(all.findings.size(), 10U);
}

TEST(Hunt, ReadsJsonAsItReadsTheLog) {
    const TempFolder folder;
    folder.write("x.jsonl",
                 R"({"Event":{"System":{"EventID":4625,"Channel":"Security","Computer":"pc",
"EventRecordID":7,"TimeCreated":{"#attributes":{"SystemTime":"2026-03-01T00:00:00.000000Z"}}},
"EventData":{"TargetUserName":"admin"}}}
rubbish
)");
    const auto hunted = hunt_through({folder.path()}, rules_of({kFailed, kAdmin}));
    EXPECT_EQ(hunted.lines(), (Lines{"failed logon: 7", "administrator: 7"}));
    EXPECT_EQ(hunted.note_names(), Lines{"json_not_an_object"});
    EXPECT_EQ(hunted.summary.damaged_places, 1U);
}

TEST(Hunt, KeepsToTimeLevelAndReporting) {
    const TempFolder folder;
    EvtxLog log("Security");
    for (std::uint64_t i = 1; i <= 5; ++i) log.add(logon(i, 4625, "admin"));
    folder.write("a.evtx", bytes_of(log));
    const auto rules = rules_of({kFailed, kAdmin});
    const auto range =
        hunt_through({folder.path()}, rules, {.from = at_second(2), .to = at_second(3)});
    EXPECT_EQ(range.lines(), (Lines{"failed logon: 2", "administrator: 2", "failed logon: 3",
                                    "administrator: 3"}));
    EXPECT_EQ(range.summary.records, 2U);
    const auto high = hunt_through({folder.path()}, rules, {.min_level = rules::Level::High});
    EXPECT_EQ(high.findings.size(), 5U);
}

TEST(Hunt, CollapsesEqualFindingsAndLeavesExceptionsOut) {
    const TempFolder folder;
    EvtxLog log("Security");
    for (std::uint64_t i = 1; i <= 4; ++i) log.add(logon(i, 4624, i % 2 == 0 ? "admin" : "adm2"));
    folder.write("a.evtx", bytes_of(log));
    const auto rules = rules_of({kAdmin});
    const auto collapsed = hunt_through({folder.path()}, rules, {.collapse = true});
    EXPECT_EQ(collapsed.lines(), (Lines{"administrator: 1 +1", "administrator: 2 +1"}));
    HuntOptions options;
    options.now = at_second(100);
    options.exceptions = {
        {"admin", {{"TargetUserName", "AD*2"}}, "known", {}, "x.yml:1"},
        {"*", {{"TargetUserName", "admin"}}, "old", at_second(50), "x.yml:2"},
    };
    const auto excepted = hunt_through({folder.path()}, rules, options);
    EXPECT_EQ(excepted.lines(), (Lines{"administrator: 2", "administrator: 4"}));
    EXPECT_EQ(excepted.summary.excepted, 2U);
    EXPECT_EQ(excepted.note_names(), Lines{"exception_expired"});
}

TEST(Hunt, WritesDocumentsOnTheThreadsThatJudge) {
    const TempFolder folder;
    EvtxLog log("Security");
    for (std::uint64_t i = 1; i <= 40; ++i) log.add(logon(i, 4624, i % 2 == 0 ? "admin" : "adm2"));
    folder.write("a.evtx", bytes_of(log));
    const auto rules = rules_of({kAdmin});
    HuntOptions options;
    options.exceptions = {{"*", {{"TargetUserName", "adm2"}}, "known", {}, "x.yml:1"}};
    const auto plain = hunt_through({folder.path()}, rules, options);
    options.threads = 4;
    options.documents = [] {
        return [](const Finding& finding) {
            return finding.rule->title + ": " +
                   std::to_string(finding.events.front().event.record_id);
        };
    };
    const auto written = hunt_through({folder.path()}, rules, options);
    Lines documents;
    for (const Finding& finding : written.findings) documents.push_back(finding.document);
    EXPECT_EQ(documents, plain.lines());
    EXPECT_EQ(documents.size(), 20U);
    EXPECT_EQ(written.summary.excepted, plain.summary.excepted);
    EXPECT_EQ(written.summary.findings_by_level, plain.summary.findings_by_level);
}

testing::EvtxEvent script_part(std::uint64_t second, std::uint32_t number, std::uint32_t total,
                               const std::string& text, const std::string& id = "s1") {
    return {.provider = "Microsoft-Windows-PowerShell",
            .event_id = 4104,
            .time = at_second(second),
            .computer = "pc",
            .fields = {{"MessageNumber", number},
                       {"MessageTotal", total},
                       {"ScriptBlockText", text},
                       {"ScriptBlockId", id}}};
}

constexpr const char* kScript = R"(
title: injection
level: high
logsource: {product: windows, category: ps_script}
detection:
    selection: {ScriptBlockText|contains|all: [VirtualAlloc, CreateThread]}
    condition: selection
)";
constexpr const char* kAlloc = R"(
title: alloc
level: low
logsource: {product: windows, category: ps_script}
detection:
    selection: {ScriptBlockText|contains: Alloc}
    condition: selection
)";

TEST(Hunt, JoinsThePartsOfAScript) {
    const TempFolder folder;
    EvtxLog log("Microsoft-Windows-PowerShell/Operational");
    log.add(script_part(1, 2, 3, "lloc Alloc"));
    log.add(script_part(2, 1, 3, "VirtualA"));
    log.add(script_part(3, 1, 1, "CreateThread", "single"));
    log.add(script_part(4, 3, 3, "CreateThread Alloc"));
    log.add(script_part(5, 1, 2, "VirtualAlloc CreateT", "cut"));
    folder.write("a.evtx", bytes_of(log));
    const auto rules = rules_of({kScript, kAlloc});
    const auto hunted = hunt_through({folder.path()}, rules);
    EXPECT_EQ(hunted.lines(), (Lines{"alloc: 1 4", "injection: 2 1 4 joined", "alloc: 5"}));
    EXPECT_EQ(hunted.findings[0].script_parts, 3U);
    EXPECT_EQ(hunted.findings[0].event_count, 2U);
    EXPECT_EQ(hunted.findings[0].events[0].event.field("ScriptBlockText"), "lloc Alloc");
    EXPECT_EQ(hunted.findings[0].events[1].event.field("ScriptBlockText"), "");
    EXPECT_EQ(hunted.findings[2].script_parts, 2U);
    const auto all = hunt_through({folder.path()}, rules, {.keep_duplicates = true});
    EXPECT_EQ(all.lines(), hunted.lines());
}

TEST(Hunt, NamesABoundedNumberOfPartsAndCountsAll) {
    const TempFolder folder;
    EvtxLog log("Microsoft-Windows-PowerShell/Operational");
    constexpr std::uint32_t kParts = 1200;
    for (std::uint32_t i = 1; i <= kParts; ++i) log.add(script_part(i, i, kParts, "Alloc"));
    folder.write("a.evtx", bytes_of(log));
    const auto hunted = hunt_through({folder.path()}, rules_of({kAlloc}));
    ASSERT_EQ(hunted.findings.size(), 1U);
    EXPECT_EQ(hunted.findings[0].events.size(), 1000U);
    EXPECT_EQ(hunted.findings[0].event_count, kParts);
}

constexpr const char* kBruteForce = R"(
title: brute force
level: high
correlation:
    type: event_count
    rules: [failed]
    group-by: [TargetUserName]
    timespan: 1m
    condition: {gte: 3}
)";
constexpr const char* kSuccess = R"(
title: logon
name: success
logsource: {product: windows, service: security}
detection:
    selection: {EventID: 4624}
    condition: selection
)";
constexpr const char* kNested = R"(
title: brute force then success
level: critical
correlation:
    type: temporal_ordered
    rules: [brute, success]
    group-by: [TargetUserName]
    timespan: 10m
)";

TEST(Hunt, RelatesEventsAcrossLogsByTime) {
    const TempFolder folder;
    EvtxLog first("Security");
    EvtxLog second("Security", {.first_record_id = 100});
    for (std::uint64_t i = 0; i < 30; ++i) {
        (i % 2 == 0 ? first : second).add(logon(i, 4625, i < 3 ? "Bob" : "Admin"));
    }
    first.add(logon(40, 4624, "ADMIN"));
    folder.write("1.evtx", bytes_of(first));
    folder.write("2.evtx", bytes_of(second));
    const auto one = hunt_through({folder.path()}, rules_of({kFailed, kBruteForce}));
    ASSERT_EQ(one.findings.size(), 2U);
    EXPECT_EQ(one.lines()[0], "brute force TargetUserName=Bob: 1 100 2");
    EXPECT_EQ(one.findings[1].group[0].second, "Admin");
    EXPECT_EQ(one.findings[1].event_count, 27U);
    EXPECT_EQ(one.findings[1].events.size(), 20U);
    EXPECT_EQ(one.findings[1].events.back().event.time, at_second(29));

    const std::string named = std::string(kBruteForce) + "name: brute\n";
    const auto nested =
        hunt_through({folder.path()}, rules_of({kFailed, kSuccess, named, kNested}));
    EXPECT_EQ(nested.lines(), Lines{"brute force then success TargetUserName=Admin: 114 16"});
}

TEST(Hunt, NamesRulesThatHadNoChannel) {
    const TempFolder folder;
    EvtxLog log("Security");
    log.add(logon(1, 4624, "bob"));
    folder.write("a.evtx", bytes_of(log));
    const auto hunted = hunt_through({folder.path()}, rules_of({kFailed, kScript}));
    EXPECT_EQ(hunted.summary.blind_rules, std::vector<std::uint32_t>{1});
}

TEST(Hunt, StopsWhenTheSinkHasEnough) {
    const TempFolder folder;
    EvtxLog log("Security");
    for (std::uint64_t i = 0; i < 100; ++i) log.add(logon(i, 4625, "u"));
    folder.write("a.evtx", bytes_of(log));
    const auto collection = evidence::Collection::open({folder.path()}, {}, [](const Note&) {});
    const auto rules = rules_of({kFailed});
    int given = 0;
    const auto summary = hunt(
        *collection, rules, {.threads = 2}, [&](const Finding&) { return ++given < 3; },
        [](const Note&) {}, {}, nullptr);
    ASSERT_TRUE(summary);
    EXPECT_TRUE(summary->stopped);
    EXPECT_EQ(given, 3);
    const std::atomic<bool> cancel = true;
    const auto cancelled = hunt(
        *collection, rules, {}, [](const Finding&) { return true; }, [](const Note&) {}, {},
        &cancel);
    EXPECT_TRUE(cancelled->stopped);
    EXPECT_EQ(cancelled->records, 0U);
}

TEST(Hunt, DamageCostsItselfAndIsNamed) {
    const TempFolder folder;
    EvtxLog log("Security");
    for (std::uint64_t i = 0; i < 30; ++i) log.add(logon(i, 4625, "u"));
    std::string bytes = bytes_of(log);
    bytes.replace(4096 + 5000, 40, std::string(40, '\xEE'));
    folder.write("damaged.evtx", bytes);
    folder.write("empty.evtx", "");
    ZipWriter zip;
    zip.add({"short.evtx", bytes_of(log).substr(0, 4096 + 65536), true, false, 4096 + 2 * 65536});
    folder.write("z.zip", zip.bytes());
    const auto hunted =
        hunt_through({folder.path()}, rules_of({kFailed}), {.keep_duplicates = true});
    EXPECT_GE(hunted.findings.size(), 28U + 30U);
    EXPECT_GE(hunted.summary.damaged_places, 1U);
    EXPECT_EQ(hunted.summary.unreadable_files, 1U);
    EXPECT_EQ(hunted.notes.back().kind, NoteKind::Unreadable);
}

TEST(Hunt, GivesTheSameOnOneThreadAndOnEight) {
    const TempFolder folder;
    EvtxLog big("Security");
    for (std::uint64_t i = 0; i < 12'000; ++i) {
        big.add(logon(i * 7, i % 3 == 0 ? 4625 : 4624,
                      i % 5 == 0 ? "admin" : "user" + std::to_string(i % 11)));
    }
    ZipWriter zip;
    zip.add("big.evtx", bytes_of(big));
    for (int i = 0; i < 40; ++i) {
        EvtxLog small("Security");
        for (std::uint64_t k = 0; k < 20; ++k)
            small.add(logon(k, 4625, "u", "h" + std::to_string(i)));
        folder.write("small/" + std::to_string(i) + ".evtx", bytes_of(small));
    }
    std::string broken = bytes_of(big);
    broken.replace(300'000, 100, std::string(100, '\x11'));
    folder.write("broken.evtx", broken);
    folder.write("z.zip", zip.bytes());
    const auto rules = rules_of({kFailed, kAdmin, kBruteForce});
    const std::string one = hunt_through({folder.path()}, rules, {.threads = 1}).everything();
    EXPECT_GT(one.size(), 100'000U);
    for (const std::size_t threads : {2U, 8U}) {
        EXPECT_TRUE(one == hunt_through({folder.path()}, rules, {.threads = threads}).everything())
            << threads;
    }
}

}  // namespace
}  // namespace xiezhi::hunt
