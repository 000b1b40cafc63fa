#include "xiezhi/formats/lnk/lnk.h"

#include <gtest/gtest.h>

#include "tests/support/binary_writer.h"
#include "tests/support/lnk_writer.h"
#include "tests/support/native_records.h"

namespace xiezhi::testing {
namespace {

using Names = std::vector<std::string>;

LinkContent full() {
    return {.path = {"C:\\", "Tools", "文件.exe"},
            .local_path = "C:\\Tools\\",
            .network_share = "\\\\HOST\\share",
            .description = "d",
            .relative_path = ".\\x.exe",
            .working_directory = "C:\\Tools",
            .arguments = "/c whoami",
            .icon_location = "shell32.dll",
            .environment_path = "%windir%\\x.exe",
            .machine_id = "ws01",
            .properties = {{4, "an app"}}};
}

NativeRecord only_record(const std::string& bytes) {
    const NativeDumped got = native_dumped(bytes, "a.lnk");
    EXPECT_EQ(got.kind, evidence::ArtefactKind::Link);
    EXPECT_EQ(got.damages, Names{});
    return got.records.size() == 1 ? got.records.front() : NativeRecord{};
}

struct Field {
    const char* name;
    const char* value;
};
class LinkFields : public ::testing::TestWithParam<Field> {};

TEST_P(LinkFields, IsRead) {
    EXPECT_EQ(only_record(link_file(full())).get(GetParam().name).value_or("none"),
              GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    All, LinkFields,
    ::testing::Values(Field{"created", "2019-04-17T18:40:00.0000000Z"},
                      Field{"target_size", "4096"}, Field{"show_command", "1"},
                      Field{"drive_type", "3"}, Field{"drive_serial", "CAFE1234"},
                      Field{"volume_label", "DATA"}, Field{"local_path", "C:\\Tools\\tail"},
                      Field{"network_share", "\\\\HOST\\share"},
                      Field{"network_path", "\\\\HOST\\share\\tail"}, Field{"description", "d"},
                      Field{"relative_path", ".\\x.exe"}, Field{"working_directory", "C:\\Tools"},
                      Field{"arguments", "/c whoami"}, Field{"icon_location", "shell32.dll"},
                      Field{"environment_path", "%windir%\\x.exe"},
                      Field{"item_path", "C:\\Tools\\文件.exe"}, Field{"items[0].kind", "root"},
                      Field{"items[0].guid", "20d04fe0-3aea-1069-a2d8-08002b30309d"},
                      Field{"items[2].kind", "directory"}, Field{"items[3].kind", "file"},
                      Field{"items[3].name", "SHORT~1"}, Field{"items[3].long_name", "文件.exe"},
                      Field{"items[3].file_size", "77"}, Field{"items[3].file_reference", "1234-3"},
                      Field{"items[3].modified", "2025-03-01T12:00:00.0000000Z"},
                      Field{"items[3].created", "2025-03-01T12:00:00.0000000Z"},
                      Field{"tracker.machine_id", "ws01"},
                      Field{"tracker.droid_file", "9b1ce584-4a4c-11e5-b5c9-080027ac3d7f"},
                      Field{"tracker.droid_origin.mac_address", "08:00:27:ac:3d:7f"},
                      Field{"tracker.droid_origin.made", "2015-08-24T10:40:58.5000324Z"},
                      Field{"properties[0].id", "4"}, Field{"properties[0].value", "an app"},
                      Field{"blocks[0].signature", "0xa0000001"}));

TEST(Link, WithoutAnyPart) {
    const NativeRecord record = only_record(link_file({}));
    EXPECT_EQ(record.get("arguments"), std::nullopt);
    EXPECT_EQ(record.get("local_path"), std::nullopt);
    EXPECT_EQ(record.get("size"), "80");
}

TEST(Link, StringsOfTheAnsiCodePage) {
    const NativeRecord record =
        only_record(link_file({.arguments = "\xC4\xE3\xBA\xC3", .unicode = false}));
    EXPECT_EQ(record.get("arguments"), "你好");
}

TEST(Link, WhatFollowsIsTold) {
    const NativeDumped got = native_dumped(link_file({}) + "MZ", "a.lnk");
    EXPECT_EQ(got.damages, Names{"lnk_trailing"});
}

struct Harm {
    const char* name;
    std::string bytes;
    std::string damage;
    const char* still;  // a field that is read all the same
};
class LinkHarm : public ::testing::TestWithParam<Harm> {};

TEST_P(LinkHarm, KeepsWhatWasReadBefore) {
    const NativeDumped got = native_dumped(GetParam().bytes, "a.lnk");
    EXPECT_EQ(got.damages, Names{GetParam().damage});
    ASSERT_EQ(got.records.size(), 1U);
    EXPECT_NE(got.records.front().get(GetParam().still), std::nullopt);
}

std::string changed(const LinkContent& content, std::size_t position, std::uint16_t value) {
    BinaryWriter out;
    return out.raw(link_file(content)).put_at(position, value).bytes();
}

const LinkContent kPath{.path = {"C:\\", "a"}};
const LinkContent kLocal{.local_path = "C:\\a"};
const LinkContent kArguments{.arguments = "abcdef"};
const LinkContent kMachine{.machine_id = "ws01"};
const LinkContent kProperty{.properties = {{1, "x"}}};

INSTANTIATE_TEST_SUITE_P(
    Harms, LinkHarm,
    ::testing::Values(
        Harm{"ListTooLong", changed(kPath, 76, 0xffff), "lnk_item_list", "items[1].name"},
        Harm{"ItemTooLong", changed(kPath, 98, 0x7fff), "lnk_item", "items[0].guid"},
        Harm{"ItemTooShort", changed(kPath, 98, 1), "lnk_item", "items[0].guid"},
        Harm{"InfoTooLong", changed(kLocal, 76, 0xffff), "lnk_link_info", "flags"},
        Harm{"PathOutsideOfInfo", changed(kLocal, 76 + 16, 0xffff), "lnk_link_info",
             "drive_serial"},
        Harm{"StringTooLong", changed(kArguments, 76, 0xffff), "lnk_string", "arguments"},
        Harm{"BlockTooLong", changed(kMachine, 76, 0xffff), "lnk_block", "flags"},
        Harm{"BlockTooShort", changed(kMachine, 76, 7), "lnk_block", "flags"},
        Harm{"StorageTooLong", changed(kProperty, 84, 0xffff), "lnk_property", "blocks[0].size"},
        Harm{"PropertyTooLong", changed(kProperty, 84 + 24, 0xffff), "lnk_property",
             "blocks[0].size"}),
    [](const auto& harm) { return std::string(harm.param.name); });

TEST(Link, AnotherFileIsNone) {
    const std::string text(100, 'L');
    EXPECT_FALSE(lnk::parse(as_bytes(text), 0, [](const Damage&) {}).has_value());
}

}  // namespace
}  // namespace xiezhi::testing
