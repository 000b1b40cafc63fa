#include "xiezhi/formats/jumplist/jumplist.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/binary_writer.h"
#include "tests/support/lnk_writer.h"
#include "tests/support/native_records.h"

namespace xiezhi::testing {
namespace {

using Names = std::vector<std::string>;

NativeDumped dumped(std::string_view bytes) {
    return native_dumped(bytes,
                         "Recent/AutomaticDestinations/1b4dd67f29cb1962.automaticDestinations-ms");
}
NativeDumped dumped_custom(std::string_view bytes) {
    return native_dumped(bytes, "Recent/CustomDestinations/5afe4de1b92fc382.customDestinations-ms");
}

class JumpListVersions : public ::testing::TestWithParam<std::uint32_t> {};

TEST_P(JumpListVersions, EntriesComeWithTheirLinks) {
    const NativeDumped got = dumped(jump_list_file(
        GetParam(),
        {{.number = 1, .link = link_file({.arguments = "one"})},
         {.number = 2, .path = "\\\\HOST\\文件", .link = link_file({.arguments = "two"})}}));
    EXPECT_EQ(got.kind, evidence::ArtefactKind::JumpList);
    EXPECT_EQ(got.damages, Names{});
    ASSERT_EQ(got.records.size(), 3U);
    EXPECT_EQ(got.records[0].get("version"), std::to_string(GetParam()));
    EXPECT_EQ(got.records[0].get("stream_count"), "3");
    const NativeRecord& entry = got.records[2];
    EXPECT_EQ(entry.get("path"), "\\\\HOST\\文件");
    EXPECT_EQ(entry.get("accessed"), "2022-06-18T04:26:40.0000000Z");
    EXPECT_EQ(entry.get("machine_id"), "ws01");
    EXPECT_EQ(entry.get("pin"), "-1");
    EXPECT_EQ(entry.get("access_count").value_or("none"), GetParam() == 1 ? "none" : "5");
    EXPECT_EQ(entry.get("link.arguments"), "two");
}

INSTANTIATE_TEST_SUITE_P(All, JumpListVersions, ::testing::Values(1, 3, 4));

TEST(JumpList, ALinkWithoutEntryIsShown) {
    BinaryWriter bytes;
    bytes.raw(jump_list_file(1, {{.number = 7, .link = link_file({.arguments = "old"})}}));
    // The list says that it has no entries.
    const std::size_t list = bytes.bytes().find(std::string_view("\1\0\0\0\1\0\0\0\0\0\0\0", 12));
    bytes.put_at(list + 4, 0U);
    const NativeDumped got = dumped(bytes.bytes());
    ASSERT_EQ(got.records.size(), 2U);
    EXPECT_EQ(got.records[1].kind, "link_without_entry");
    EXPECT_EQ(got.records[1].get("stream"), "7");
    EXPECT_EQ(got.records[1].get("link.arguments"), "old");
}

TEST(JumpList, DamagesAreTold) {
    const std::string whole = jump_list_file(3, {{.link = link_file({})}});
    EXPECT_EQ(dumped(whole.substr(0, 100)).error, "");
    EXPECT_EQ(dumped(whole.substr(0, 1024)).damages,
              (Names{"jumplist_no_streams", "jumplist_no_list"}));
    EXPECT_EQ(
        std::ranges::count(dumped(whole.substr(0, whole.size() - 512)).damages, "jumplist_entry"),
        1);
    EXPECT_EQ(dumped(jump_list_file(3, {{.link = "no link"}})).damages, Names{"jumplist_link"});
}

TEST(JumpList, SectorsThatFollowEachOtherInCirclesEnd) {
    BinaryWriter bytes;
    bytes.raw(jump_list_file(3, {{.link = link_file({})}}));
    bytes.put_at(512 + 4 * 2, std::uint32_t{2});  // the directory is followed by itself
    EXPECT_LT(dumped(bytes.bytes()).records.size(), 100U);
}

TEST(CustomJumpList, LinksComeWithTheirCategory) {
    const NativeDumped got = dumped_custom(custom_jump_list_file(
        "常用", {link_file({.arguments = "one"}), link_file({.arguments = "two"})}));
    EXPECT_EQ(got.kind, evidence::ArtefactKind::CustomJumpList);
    EXPECT_EQ(got.damages, Names{});
    ASSERT_EQ(got.records.size(), 2U);
    EXPECT_EQ(got.records[1].get("category"), "常用");
    EXPECT_EQ(got.records[1].get("link.arguments"), "two");
}

TEST(CustomJumpList, BrokenCategoriesLeaveTheLinks) {
    BinaryWriter bytes;
    bytes.raw(custom_jump_list_file("A", {link_file({})})).put_at(4, 9U);
    const NativeDumped got = dumped_custom(bytes.bytes());
    EXPECT_EQ(got.damages, Names{"jumplist_categories"});
    EXPECT_EQ(got.records.size(), 1U);
}

TEST(CustomJumpList, WithoutLinksItIsEmpty) {
    const NativeDumped got = dumped_custom(BinaryWriter().put(2U).put(0U).put(0U).bytes());
    EXPECT_EQ(got.kind, evidence::ArtefactKind::CustomJumpList);
    EXPECT_EQ(got.records.size(), 0U);
    EXPECT_EQ(got.damages, Names{});
}

}  // namespace
}  // namespace xiezhi::testing
