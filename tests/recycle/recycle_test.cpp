#include <gtest/gtest.h>

#include "tests/support/binary_writer.h"
#include "tests/support/native_records.h"

namespace xiezhi::testing {
namespace {

using Names = std::vector<std::string>;
constexpr std::uint64_t kDeleted = 133'000'000'000'000'000;

NativeDumped dumped(const BinaryWriter& bytes, const char* name) {
    return native_dumped(bytes.bytes(), std::string("$Recycle.Bin/S-1-5-21-1/") + name);
}

TEST(RecycleBin, FileOfVista) {
    BinaryWriter out;
    out.put(std::uint64_t{1}).put(std::uint64_t{77}).put(kDeleted).utf16("C:\\a.exe").fill_to(544);
    const NativeDumped got = dumped(out, "$IABCDEF.exe");
    EXPECT_EQ(got.kind, evidence::ArtefactKind::RecycleBin);
    ASSERT_EQ(got.records.size(), 1U);
    EXPECT_EQ(got.records[0].get("original_path"), "C:\\a.exe");
    EXPECT_EQ(got.records[0].get("size"), "77");
    EXPECT_EQ(got.records[0].get("deleted"), "2022-06-18T04:26:40.0000000Z");
}

TEST(RecycleBin, FileOfWindows10AndItsCut) {
    BinaryWriter out;
    out.put(std::uint64_t{2}).put(std::uint64_t{0}).put(kDeleted).put(9U).utf16("C:\\文件").fill(2);
    EXPECT_EQ(dumped(out, "$IABCDEF").records.at(0).get("original_path"), "C:\\文件");
    BinaryWriter cut;
    cut.raw(out.bytes().substr(0, 28));
    EXPECT_EQ(dumped(cut, "$IABCDEF").damages, Names{"recycle_cut"});
}

TEST(RecycleBin, IndexOfXp) {
    BinaryWriter out;
    out.put(5U).put(2U).put(2U).put(800U).put(0U);
    for (const bool restored : {false, true}) {
        const std::size_t record = out.size();
        out.raw("C:\\a.exe").fill_to(record + 260).put(3U).put(2U).put(kDeleted).put(4096U);
        if (!restored) out.utf16("C:\\a.exe");
        out.fill_to(record + 800);
        if (restored) out.put_at(record, std::uint8_t{0});
    }
    out.raw("rest");
    const NativeDumped got = dumped(out, "INFO2");
    EXPECT_EQ(got.damages, Names{"recycle_cut"});
    ASSERT_EQ(got.records.size(), 2U);
    EXPECT_EQ(got.records[0].get("index"), "3");
    EXPECT_EQ(got.records[0].get("restored"), "false");
    EXPECT_EQ(got.records[1].get("original_path"), "C:\\a.exe");
    EXPECT_EQ(got.records[1].get("restored"), "true");
    EXPECT_EQ(got.records[1].get("offset"), "820");
}

}  // namespace
}  // namespace xiezhi::testing
