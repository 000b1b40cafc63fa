#include "xiezhi/formats/regpol/policy.h"

#include <gtest/gtest.h>

#include "tests/support/record_tree.h"
#include "tests/support/regpol_writer.h"

namespace xiezhi::regpol {
namespace {

using testing::RegistryPolWriter;

struct Dumped {
    testing::RecordTree tree;
    std::vector<Damage> damages;
    std::string error;
};

void dump_bytes(const std::vector<std::byte>& bytes, Dumped& out) {
    const auto done =
        dump(MemorySource(bytes), out.tree, [&](const Damage& d) { out.damages.push_back(d); });
    if (!done) out.error = message_name(done.error().what);
}

TEST(RegistryPol, ValuesOfEachType) {
    RegistryPolWriter out;
    out.text("Software\\策略", "Name", "C:\\a];[b");
    out.number("Software\\Policies\\Microsoft\\Windows Defender", "DisableAntiSpyware", 1);
    out.entry("K", "list", 7, testing::ByteWriter().utf16("a").u16(0).utf16("b").u16(0).u16(0));
    out.entry("K", "big", 11, testing::ByteWriter().u64(0x100000000));
    out.entry("K", "**Del.x", 3, testing::ByteWriter().u8(0xab));
    Dumped dumped;
    dump_bytes(out.bytes(), dumped);
    EXPECT_TRUE(dumped.damages.empty());
    const auto& records = dumped.tree.records;
    ASSERT_EQ(records.size(), 5U);
    EXPECT_EQ(records[0].at("key"), "Software\\策略");
    EXPECT_EQ(records[0].at("data"), "C:\\a];[b");
    EXPECT_EQ(records[1].at("value"), "DisableAntiSpyware");
    EXPECT_EQ(records[1].at("data"), "1");
    EXPECT_EQ(records[2].at("data.1"), "b");
    EXPECT_EQ(records[3].at("data"), "4294967296");
    EXPECT_EQ(records[4].at("data"), "ab");
    EXPECT_EQ(records[4].at("type"), "3");
}

TEST(RegistryPol, AMalformedEntryCostsItself) {
    RegistryPolWriter out;
    out.number("A", "a", 1);
    const std::size_t second = out.bytes().size();
    out.number("B", "b", 2);
    out.number("C", "c", 3);
    std::vector<std::byte> bytes = out.bytes();
    bytes[second + 6] = std::byte{'?'};  // the separator behind the key
    Dumped dumped;
    dump_bytes(bytes, dumped);
    ASSERT_EQ(dumped.damages.size(), 1U);
    EXPECT_EQ(dumped.damages[0].offset, second);
    ASSERT_EQ(dumped.tree.records.size(), 2U);
    EXPECT_EQ(dumped.tree.records[1].at("key"), "C");
}

TEST(RegistryPol, EveryCutKeepsTheEntriesBefore) {
    RegistryPolWriter out;
    out.number("A", "a", 1);
    const std::size_t second = out.bytes().size();
    out.number("B", "b", 2);
    const std::vector<std::byte> bytes = out.bytes();
    for (std::size_t size = 8; size < bytes.size(); ++size) {
        Dumped dumped;
        dump_bytes({bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)}, dumped);
        EXPECT_EQ(dumped.tree.records.size(), size >= second ? 1U : 0U) << size;
        EXPECT_EQ(dumped.damages.empty(), size == 8 || size == second) << size;
    }
}

TEST(RegistryPol, OtherFilesAreRefused) {
    for (const std::string_view text : {"", "PReg", "PReg\x02\0\0\0"}) {
        Dumped dumped;
        dump_bytes(testing::ByteWriter().ascii(text).bytes(), dumped);
        EXPECT_EQ(dumped.error, "regpol_no_policy");
    }
}

}  // namespace
}  // namespace xiezhi::regpol
