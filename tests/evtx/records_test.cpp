#include "xiezhi/formats/evtx/records.h"

#include <gtest/gtest.h>

#include <vector>

#include "xiezhi/formats/evtx/crc32.h"
#include "xiezhi/formats/evtx/log.h"

namespace xiezhi::evtx {
namespace {

constexpr std::size_t kFirst = 512;
constexpr std::size_t kSize = 64;
constexpr std::uint64_t kOffset = 4096;  // of the chunk in its log

void put(std::vector<std::byte>& bytes, std::size_t position, std::uint64_t value,
         std::size_t width) {
    for (std::size_t i = 0; i < width; ++i) {
        bytes[position + i] = static_cast<std::byte>((value >> (8 * i)) & 0xffU);
    }
}

/// Three records of 64 bytes, ids 1 to 3, at 512, 576 and 640.
std::vector<std::byte> three_records() {
    std::vector<std::byte> chunk(kChunkSize);
    put(chunk, 0, 0x006b6e6843666c45, 8);
    put(chunk, 48, kFirst + 3 * kSize, 4);
    for (std::size_t i = 0; i < 3; ++i) {
        const std::size_t at = kFirst + i * kSize;
        put(chunk, at, 0x2a2a, 4);
        put(chunk, at + 4, kSize, 4);
        put(chunk, at + 8, i + 1, 8);
        put(chunk, at + 24, 0x0101010101010101, 8);  // content that is not zero
        put(chunk, at + kSize - 4, kSize, 4);
    }
    return chunk;
}

struct Harm {
    const char* name;
    std::size_t at;
    std::uint32_t value;
    std::vector<std::uint64_t> live;
    std::vector<std::uint64_t> cut;
    std::vector<std::uint64_t> slack;
    std::vector<Damage> damages;
};

class WalkRecords : public testing::TestWithParam<Harm> {};

TEST_P(WalkRecords, LosesOnlyWhatWasHarmed) {
    const Harm& harm = GetParam();
    std::vector<std::byte> chunk = three_records();
    put(chunk, harm.at, harm.value, 4);
    std::vector<std::uint64_t> live;
    std::vector<std::uint64_t> cut;
    std::vector<std::uint64_t> slack;
    std::vector<Damage> damages;
    const bool whole = walk_records(
        chunk, kOffset, {.carve = true},
        [&](const Record& record) {
            if (record.origin == Origin::Live) live.push_back(record.id);
            if (record.origin == Origin::SizeCopyDiffers) cut.push_back(record.id);
            if (record.origin == Origin::Slack) slack.push_back(record.id);
            return Verdict::GoOn;
        },
        [&](const Damage& damage) { damages.push_back(damage); });
    EXPECT_TRUE(whole);
    EXPECT_EQ(live, harm.live);
    EXPECT_EQ(cut, harm.cut);
    EXPECT_EQ(slack, harm.slack);
    EXPECT_EQ(damages, harm.damages);
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(
    Harms, WalkRecords,
    testing::Values(
        Harm{"Nothing",            1000, 0,          {1, 2, 3}, {},  {},  {}},
        Harm{"SizeHuge",           580,  0xffffffff, {1, 3},    {},  {},  {{DamageKind::Bytes, kOffset + 576, 64}}},
        Harm{"SizeZero",           580,  0,          {1, 3},    {},  {},  {{DamageKind::Bytes, kOffset + 576, 64}}},
        Harm{"Signature",          576,  0,          {1, 3},    {},  {},  {{DamageKind::Bytes, kOffset + 576, 64}}},
        Harm{"SizeCopyDiffers",    636,  0,          {1, 3},    {2}, {},  {{DamageKind::SizeCopy, kOffset + 576, 64}}},
        Harm{"FreeSpaceTooEarly",  48,   640,        {1, 2},    {},  {3}, {}},
        Harm{"FreeSpaceOutside",   48,   0x7fffffff, {1, 2, 3}, {},  {},  {}},
        Harm{"IdGoesBackBehindIt", 648,  0,          {1, 2, 0}, {},  {},  {}}),
    [](const auto& harm) { return harm.param.name; });
// clang-format on

TEST(WalkRecords, OlderRecordsBehindDamageAreSlack) {
    std::vector<std::byte> chunk = three_records();
    put(chunk, kFirst + 8, 7, 8);      // the first is number 7
    put(chunk, kFirst + kSize, 0, 4);  // the second lost its signature
    std::vector<std::uint64_t> live;
    walk_records(
        chunk, kOffset, {},
        [&](const Record& record) {
            live.push_back(record.id);
            return Verdict::GoOn;
        },
        [](const Damage&) {});
    EXPECT_EQ(live, (std::vector<std::uint64_t>{7}));
}

TEST(WalkRecords, StopsWhenTold) {
    std::size_t seen = 0;
    const std::vector<std::byte> chunk = three_records();
    EXPECT_FALSE(walk_records(
        chunk, kOffset, {},
        [&](const Record&) {
            ++seen;
            return Verdict::Stop;
        },
        [](const Damage&) {}));
    EXPECT_EQ(seen, 1U);
}

TEST(WalkRecords, ASlotWithoutSignatureIsReadWhenCarvingOnly) {
    std::vector<std::byte> chunk = three_records();
    put(chunk, 0, 0, 8);
    for (const bool carve : {false, true}) {
        std::size_t seen = 0;
        std::size_t damages = 0;
        walk_records(
            chunk, kOffset, {.carve = carve},
            [&](const Record& record) {
                EXPECT_EQ(record.origin, Origin::NoChunk);
                ++seen;
                return Verdict::GoOn;
            },
            [&](const Damage& damage) {
                EXPECT_EQ(damage.kind, DamageKind::ChunkSignature);
                ++damages;
            });
        EXPECT_EQ(seen, carve ? 3U : 0U);
        EXPECT_EQ(damages, 1U);
    }
}

TEST(Crc32, IsZlibs) {
    EXPECT_EQ(crc32(as_bytes("123456789")), 0xcbf43926U);
    EXPECT_EQ(crc32(as_bytes("0123456789abcdef0123456789abcdefxyz")),
              crc32(as_bytes("0123456789abcdefxyz"), crc32(as_bytes("0123456789abcdef"))));
    EXPECT_EQ(crc32({}), 0U);
}

}  // namespace
}  // namespace xiezhi::evtx
