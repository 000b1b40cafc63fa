#include <gtest/gtest.h>

#include "tests/support/binary_writer.h"
#include "tests/support/native_records.h"

namespace xiezhi::testing {
namespace {

BinaryWriter cache(const std::vector<std::string>& paths) {
    BinaryWriter out;
    out.put(0xffeefffeU).put(0x2211U).put(3U).put(1U).put(0x12345678U);
    for (const std::string& path : paths) {
        out.put(static_cast<std::uint32_t>(path.size())).utf16(path).put(std::uint16_t{0});
    }
    return out;
}

TEST(RecentFileCache, EntriesWithTheirOffsets) {
    const NativeDumped got = native_dumped(cache({"c:\\a.exe", "c:\\b.exe"}).bytes(), "x.bcf");
    EXPECT_EQ(got.kind, evidence::ArtefactKind::RecentFileCache);
    EXPECT_EQ(got.damages, std::vector<std::string>{});
    ASSERT_EQ(got.records.size(), 2U);
    EXPECT_EQ(got.records[0].get("path"), "c:\\a.exe");
    EXPECT_EQ(got.records[1].get("offset"), "42");
}

TEST(RecentFileCache, AnEntryThatDoesNotFitEndsIt) {
    for (const std::uint32_t size : {0xffffffffU, 9U}) {
        const std::string bytes = cache({"c:\\a.exe", "c:\\b.exe"}).put_at(42, size).bytes();
        const NativeDumped got = native_dumped(bytes, "x.bcf");
        EXPECT_EQ(got.damages, std::vector<std::string>{"recentfilecache_entry"});
        EXPECT_EQ(got.records.size(), 1U);
    }
}

}  // namespace
}  // namespace xiezhi::testing
