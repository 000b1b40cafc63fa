#include <gtest/gtest.h>

#include "tests/registry_values/value_bytes.h"
#include "xiezhi/formats/registry_values/amcache.h"
#include "xiezhi/formats/registry_values/bam.h"
#include "xiezhi/formats/registry_values/user_assist.h"

namespace xiezhi::testing {
namespace {

TEST(UserAssist, NewLayout) {
    std::string data(72, '\0');
    put(data, 0, 1, 4);
    put(data, 4, 9, 4);
    put(data, 8, 3, 4);
    put(data, 12, 4'000, 4);
    put(data, 60, 77, 8);
    const auto entry = user_assist::parse(as_bytes(data));
    ASSERT_TRUE(entry);
    EXPECT_EQ(entry->session, 1U);
    EXPECT_EQ(entry->run_count, 9U);
    EXPECT_EQ(entry->focus_count, 3U);
    EXPECT_EQ(entry->focus_milliseconds, 4'000U);
    EXPECT_EQ(entry->last_run.ticks, 77U);
    EXPECT_FALSE(user_assist::parse(as_bytes(data).first(71)));
}

TEST(UserAssist, OldLayoutCountsFromFive) {
    const std::string seven = little(1, 4) + little(7, 4) + little(77, 8);
    EXPECT_EQ(user_assist::parse(as_bytes(seven))->run_count, 2U);
    const std::string three = little(1, 4) + little(3, 4) + little(77, 8);
    EXPECT_EQ(user_assist::parse(as_bytes(three))->run_count, 0U);
}

TEST(UserAssist, Names) {
    EXPECT_TRUE(user_assist::is_counter("UEME_CTLCUACount:ctor"));
    EXPECT_FALSE(user_assist::is_counter("UEME_RUNPATH:C:\\a.exe"));
    EXPECT_EQ(user_assist::decoded_name("HRZR_PGYFRFFVBA 7"), "UEME_CTLSESSION 7");
    EXPECT_EQ(user_assist::with_known_folder("{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\cmd.exe"),
              "%SYSTEMROOT%\\System32\\cmd.exe");
    EXPECT_EQ(user_assist::with_known_folder("{00000000-02E7-4E5D-B744-2EB1AE5198B7}\\cmd.exe"),
              "{00000000-02E7-4E5D-B744-2EB1AE5198B7}\\cmd.exe");
    EXPECT_EQ(user_assist::with_known_folder("Microsoft.Windows.Explorer"),
              "Microsoft.Windows.Explorer");
}

TEST(Bam, TimeAndKind) {
    const std::string data = little(77, 8) + little(0, 8) + little(1, 4) + little(2, 4);
    const auto entry = bam::parse(as_bytes(data));
    ASSERT_TRUE(entry);
    EXPECT_EQ(entry->last_run.ticks, 77U);
    EXPECT_TRUE(entry->packaged);
    EXPECT_FALSE(bam::parse(as_bytes(data).first(4)));
}

TEST(Amcache, NamesAndIds) {
    EXPECT_EQ(amcache::file_field("101"), "sha1");
    EXPECT_EQ(amcache::file_field("F"), "linker_timestamp");
    EXPECT_FALSE(amcache::file_field("999"));
    const std::string digits = "A55833796add6a6639b0795f7919e26497126a20";
    EXPECT_EQ(amcache::sha1_of_id("0000" + digits), "a55833796add6a6639b0795f7919e26497126a20");
    EXPECT_FALSE(amcache::sha1_of_id(digits));
    EXPECT_FALSE(amcache::sha1_of_id("0000" + digits.substr(1) + "x"));
}

}  // namespace
}  // namespace xiezhi::testing
