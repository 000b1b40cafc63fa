#include "xiezhi/formats/prefetch/prefetch.h"

#include <gtest/gtest.h>

#include "tests/support/binary_writer.h"
#include "tests/support/native_records.h"
#include "tests/support/prefetch_writer.h"

namespace xiezhi::testing {
namespace {

NativeDumped dumped(std::string_view bytes) {
    return native_dumped(bytes, "C/Windows/Prefetch/CMD.EXE-087B4001.pf");
}

std::string harmed(std::size_t position, std::uint32_t value) {
    BinaryWriter out;
    return out.raw(prefetch_file({})).put_at(position, value).bytes();
}

struct Version {
    std::uint32_t version;
    std::uint32_t metrics_offset;
    std::size_t run_times;
};
class PrefetchVersions : public ::testing::TestWithParam<Version> {};

TEST_P(PrefetchVersions, AllFieldsAreRead) {
    const auto& [version, metrics_offset, run_times] = GetParam();
    const std::string bytes =
        prefetch_file({.version = version, .metrics_offset = metrics_offset, .volumes = {{}, {}}});
    for (const bool compressed : {false, true}) {
        const NativeDumped got = dumped(compressed ? mam_file(bytes) : bytes);
        EXPECT_EQ(got.kind, evidence::ArtefactKind::Prefetch);
        EXPECT_EQ(got.damages, std::vector<std::string>{});
        ASSERT_EQ(got.records.size(), 1U);
        const NativeRecord& record = got.records.front();
        EXPECT_EQ(record.get("version"), std::to_string(version));
        EXPECT_EQ(record.get("compressed"), compressed ? "true" : "false");
        EXPECT_EQ(record.get("executable"), "CMD.EXE");
        EXPECT_EQ(record.get("executable_path"),
                  "\\DEVICE\\HARDDISKVOLUME1\\WINDOWS\\SYSTEM32\\CMD.EXE");
        EXPECT_EQ(record.get("hash"), "087B4001");
        EXPECT_EQ(record.get("run_count"), "3");
        EXPECT_EQ(record.all("run_times").size(), run_times);
        EXPECT_EQ(record.get("run_times[0]"), "2022-06-18T04:26:40.0000000Z");
        EXPECT_EQ(record.get("files[1].file_reference").value_or("none"),
                  version == 17 ? "none" : "101-1");
        EXPECT_EQ(record.get("volumes[1].serial"), "CAFE1234");
        EXPECT_EQ(record.get("volumes[1].directories[0]"), "\\DEVICE\\HARDDISKVOLUME1\\WINDOWS");
        EXPECT_EQ(record.get("volumes[1].file_reference_count"), "1");
    }
}

INSTANTIATE_TEST_SUITE_P(Versions, PrefetchVersions,
                         ::testing::Values(Version{17, 0x98, 1}, Version{23, 0xf0, 1},
                                           Version{26, 0x130, 2}, Version{30, 0x130, 2},
                                           Version{30, 0x128, 2}, Version{31, 0x128, 2}));

struct Harm {
    const char* name;
    std::string bytes;
    std::vector<std::string> damages;
};
class PrefetchHarm : public ::testing::TestWithParam<Harm> {};

TEST_P(PrefetchHarm, IsToldAndTheRestIsRead) {
    const NativeDumped got = dumped(GetParam().bytes);
    EXPECT_EQ(got.error, "");
    EXPECT_EQ(got.damages, GetParam().damages);
    ASSERT_EQ(got.records.size(), 1U);
    EXPECT_EQ(got.records.front().get("executable"), "CMD.EXE");
}

using Names = std::vector<std::string>;
INSTANTIATE_TEST_SUITE_P(
    Harms, PrefetchHarm,
    ::testing::Values(Harm{"UnknownVersion", harmed(0, 32), Names{"prefetch_version"}},
                      Harm{"SizeDiffers", harmed(0x0c, 1), Names{"prefetch_size"}},
                      Harm{"CutInTheHeader", prefetch_file({}).substr(0, 0x60),
                           Names{"prefetch_header"}},
                      Harm{"NamesOutside", harmed(0x64, 0xffffff00), Names{"prefetch_file_names"}},
                      Harm{"MoreMetricsThanThere", harmed(0x58, 0xffffffff),
                           Names{"prefetch_file_name", "prefetch_file_metrics"}},
                      Harm{"MoreVolumesThanThere", harmed(0x70, 0xffffffff),
                           Names{"prefetch_volume_path", "prefetch_volume_references",
                                 "prefetch_volume_directories", "prefetch_volume"}}),
    [](const auto& harm) { return std::string(harm.param.name); });

TEST(Prefetch, CompressedDataThatEndsGivesWhatCameBefore) {
    const std::string whole = mam_file(prefetch_file({}), 0);
    const NativeDumped got = dumped(whole.substr(0, whole.size() - 100));
    ASSERT_EQ(got.records.size(), 1U);
    EXPECT_EQ(got.records.front().get("run_count"), "3");
    EXPECT_EQ(got.damages.front(), "prefetch_input_ends");
}

TEST(Prefetch, AnotherFileOfSuperFetchIsNone) {
    EXPECT_EQ(dumped(mam_file("a database, not a trace of starts")).kind,
              evidence::ArtefactKind::Other);
}

TEST(Prefetch, SizesBeyondTheLimitAreRefused) {
    BinaryWriter out;
    const std::string bytes =
        out.raw(mam_file(prefetch_file({}))).put_at(4, std::uint32_t{1} << 25U).bytes();
    EXPECT_EQ(dumped(bytes).error, "prefetch_too_big");
}

TEST(Prefetch, ALongNameIsCutAndFindsItsPath) {
    const std::string path = "\\VOLUME{1}\\A\\AM_DELTA_PATCH_1.443.990.0.EXE";
    const NativeDumped got =
        dumped(prefetch_file({.executable = "AM_DELTA_PATCH_1.443.990.0.EX", .files = {path}}));
    EXPECT_EQ(got.records.front().get("executable_path"), path);
}

}  // namespace
}  // namespace xiezhi::testing
