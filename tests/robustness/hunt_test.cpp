// Logs cut and with bytes turned at places all through them, and crafted ones, through the whole
// hunt: it ends, and every record of a chunk that was not touched is still there.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/evtx_writer.h"
#include "tests/support/hunted.h"
#include "tests/support/rule_text.h"
#include "tests/support/temp_folder.h"
#include "tools/demo/random.h"
#include "xiezhi/base/cursor.h"

namespace xiezhi {
namespace {

using testing::EvtxEvent;
using testing::EvtxLog;
using testing::EvtxStyle;
using testing::kChunkBytes;
using testing::kFileHeaderBytes;

constexpr std::size_t kChunks = 4;
constexpr std::size_t kRecordsPerChunk = 12;

/// One rule that each record of the logs below fits once.
const rules::RuleSet& rule() {
    static const rules::RuleSet loaded = testing::rules_of({R"(
title: hidden account
logsource: {product: windows, service: security}
detection:
    selection: {EventID: 4720, TargetUserName|endswith: '$', UserAccountControl: '%%2080'}
    condition: selection
)"});
    return loaded;
}

/// Chunk i holds records i * kRecordsPerChunk + 1 …; each is one that the rule finds.
std::vector<std::byte> sound_log() {
    EvtxLog log("Security", {.records_per_chunk = kRecordsPerChunk});
    for (std::uint32_t i = 0; i < kChunks * kRecordsPerChunk; ++i) {
        EvtxEvent event;
        event.provider = "Microsoft-Windows-Security-Auditing";
        event.event_id = 4720;
        event.time = {134'000'000'000'000'000 + i * kTicksPerSecond};
        event.computer = "HOST";
        event.fields = {{"TargetUserName", "user" + std::to_string(i) + "$"},
                        {"UserAccountControl", "%%2080"},
                        {"TargetSid", testing::evtx::sid("S-1-5-21-1-2-3-1000")}};
        if (i % 3 == 1) event.style = EvtxStyle::BareElements;
        if (i % 3 == 2) event.style = EvtxStyle::Literal;
        log.add(event);
    }
    return log.bytes();
}

testing::Hunted hunt_bytes(Bytes log) {
    const testing::TempFolder folder;
    folder.write("Security.evtx", as_text(log));
    hunt::HuntOptions options;
    options.keep_duplicates = true;
    return testing::hunt_paths({folder.path()}, rule(), options);
}

/// Findings on records of the chunk numbered `chunk`.
std::size_t found_in(const testing::Hunted& hunted, std::size_t chunk) {
    return static_cast<std::size_t>(
        std::ranges::count_if(hunted.findings, [&](const auto& finding) {
            return finding.events.front().event.place.chunk_offset ==
                   kFileHeaderBytes + chunk * kChunkBytes;
        }));
}

TEST(HuntRobustness, SoundLogIsFoundWhole) {
    const auto hunted = hunt_bytes(sound_log());
    EXPECT_EQ(hunted.summary.records, kChunks * kRecordsPerChunk);
    EXPECT_EQ(hunted.findings.size(), kChunks * kRecordsPerChunk);
    EXPECT_TRUE(hunted.notes.empty());
}

TEST(HuntRobustness, LogCutAnywhereKeepsWholeChunks) {
    const std::vector<std::byte> log = sound_log();
    for (std::size_t size = 0; size < log.size(); size += 1777) {
        const auto hunted = hunt_bytes(Bytes(log).first(size));
        const std::size_t whole =
            size < kFileHeaderBytes ? 0 : (size - kFileHeaderBytes) / kChunkBytes;
        for (std::size_t chunk = 0; chunk < whole; ++chunk) {
            EXPECT_EQ(found_in(hunted, chunk), kRecordsPerChunk) << "cut at " << size;
        }
    }
}

TEST(HuntRobustness, TurnedBytesCostTheirChunkAtMost) {
    const std::vector<std::byte> sound = sound_log();
    demo::Random random(7);
    for (int round = 0; round < 400; ++round) {
        std::vector<std::byte> log = sound;
        const std::size_t chunk = random.below(kChunks);
        const std::size_t start = kFileHeaderBytes + chunk * kChunkBytes;
        const auto used = load_le<std::uint32_t>(log, start + 48);
        for (int flips = 0; flips < 1 + round % 4; ++flips) {
            const std::size_t place = start + random.below(used);
            log.at(place) ^= static_cast<std::byte>(1U << random.below(8));
        }
        const auto hunted = hunt_bytes(log);
        EXPECT_TRUE(hunted.done);
        for (std::size_t other = 0; other < kChunks; ++other) {
            if (other == chunk) continue;
            EXPECT_EQ(found_in(hunted, other), kRecordsPerChunk) << "round " << round;
        }
        EXPECT_LE(hunted.summary.records, kChunks * kRecordsPerChunk + kRecordsPerChunk);
    }
}

TEST(HuntRobustness, RecordThatIsDamagedCostsItself) {
    std::vector<std::byte> log = sound_log();
    const std::size_t record = kFileHeaderBytes + testing::kFirstRecord;
    testing::put_le(log, record + 24, 0xffffffff, 4);  // where the document begins
    const auto hunted = hunt_bytes(log);
    // Templates stand in the first record that uses them and are found there by offset.
    EXPECT_EQ(found_in(hunted, 0), kRecordsPerChunk - 1);
    EXPECT_GT(hunted.summary.damaged_places, 0U);
}

TEST(HuntRobustness, DefinitionThatHoldsItselfEnds) {
    std::vector<std::byte> log = sound_log();
    // The second record's template reference is pointed into the middle of the first one.
    const std::size_t chunk = kFileHeaderBytes;
    const std::size_t first = chunk + testing::kFirstRecord;
    const std::size_t second = first + load_le<std::uint32_t>(log, first + 4);
    testing::put_le(log, second + 34, testing::kFirstRecord + 28, 4);
    const auto hunted = hunt_bytes(log);
    EXPECT_TRUE(hunted.done);
    EXPECT_EQ(found_in(hunted, 1), kRecordsPerChunk);
}

TEST(HuntRobustness, ThreadsDoNotChangeWhatIsFound) {
    const testing::TempFolder folder;
    std::vector<std::byte> log = sound_log();
    log.at(kFileHeaderBytes + kChunkBytes + 700) ^= std::byte{0x20};
    for (const char* name : {"a.evtx", "b/c.evtx", "主机/安全.evtx"})
        folder.write(name, as_text(log));
    hunt::HuntOptions options;
    options.keep_duplicates = true;
    const auto one = testing::hunt_paths({folder.path()}, rule(), options);
    options.threads = 8;
    const auto eight = testing::hunt_paths({folder.path()}, rule(), options);
    ASSERT_EQ(one.findings.size(), eight.findings.size());
    for (std::size_t i = 0; i < one.findings.size(); ++i) {
        EXPECT_EQ(one.findings[i].events.front().path, eight.findings[i].events.front().path);
        EXPECT_EQ(one.findings[i].events.front().event.place.offset,
                  eight.findings[i].events.front().event.place.offset);
    }
}

}  // namespace
}  // namespace xiezhi
