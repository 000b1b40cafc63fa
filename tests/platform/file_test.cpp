#include "xiezhi/platform/file.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "xiezhi/base/bytes.h"
#include "xiezhi/platform/output.h"
#include "xiezhi/platform/process.h"
#include "xiezhi/platform/temp_file.h"

namespace xiezhi::platform {
namespace {

/// A folder of its own for each test, below the build's current folder.
std::string test_folder() {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    std::string folder = with_slashes(testing::TempDir()) + "xiezhi-platform/" + info->name() +
                         "-" + std::to_string(now().ticks);
    EXPECT_TRUE(create_folders(folder));
    return folder;
}

void put(const std::string& path, std::string_view text) {
    auto output = Output::create(path, Overwrite::Allow);
    ASSERT_TRUE(output);
    ASSERT_TRUE(output->write(text));
    ASSERT_TRUE(output->finish());
}

std::string content(const std::string& path) {
    const auto source = open_file(path);
    if (!source) return "(cannot be opened)";
    const auto bytes = read_all(**source, 1 << 20);
    return bytes ? std::string(as_text(*bytes)) : "(cannot be read)";
}

TEST(Files, RoundTripWithNamesOfAnyKind) {
    const std::string folder = test_folder();
    const std::string deep = folder + "/" + std::string(150, 'd') + "/" + std::string(150, 'e');
    ASSERT_TRUE(create_folders(deep));
    for (const std::string name :
         {"plain", "with blanks ", "证据 安全.evtx", "con", "ends in dot."}) {
        const std::string path = deep + "/" + name;
        put(path, "text of " + name);
        EXPECT_EQ(content(path), "text of " + name);
    }
    const auto entries = list_folder(deep);
    ASSERT_TRUE(entries);
    ASSERT_EQ(entries->size(), 5U);
    EXPECT_TRUE(std::ranges::is_sorted(*entries, {}, &FolderEntry::name));
    EXPECT_EQ(entries->at(0).name, "con");
    EXPECT_EQ(entries->at(0).kind, FileKind::File);
    EXPECT_EQ(entries->at(0).size, std::string("text of con").size());
}

TEST(Files, KindsAndErrorsAreTold) {
    const std::string folder = test_folder();
    put(folder + "/file", "x");
    EXPECT_EQ(file_kind(folder).value(), FileKind::Folder);
    EXPECT_EQ(file_kind(folder + "/file").value(), FileKind::File);
    EXPECT_EQ(file_kind(folder + "/none").error().code, Errc::Io);
    EXPECT_STREQ(message_name(open_file(folder + "/none").error().what), "path_missing");
    EXPECT_STREQ(message_name(open_file(folder + "/none/below").error().what), "path_missing");
    EXPECT_STREQ(message_name(open_file(folder).error().what), "file_is_folder");
    EXPECT_FALSE(list_folder(folder + "/none"));
    EXPECT_FALSE(create_folders(folder + "/file"));
}

TEST(Files, ReadAtOffsetsWhileTheFileGrows) {
    const std::string folder = test_folder();
    put(folder + "/file", "0123456789");
    const auto source = open_file(folder + "/file");
    ASSERT_TRUE(source);
    std::vector<std::byte> window(4);
    EXPECT_EQ((*source)->read(8, window).value(), 2U);
    EXPECT_EQ(as_text(Bytes(window).first(2)), "89");
    EXPECT_EQ((*source)->read(10, window).value(), 0U);
    EXPECT_EQ((*source)->read(1ULL << 40, window).value(), 0U);
    EXPECT_EQ((*source)->size(), 10U);
}

TEST(Outputs, AppearWholeOrNotAtAll) {
    const std::string folder = test_folder();
    {
        auto output = Output::create(folder + "/given-up", Overwrite::Refuse);
        ASSERT_TRUE(output);
        ASSERT_TRUE(output->write(std::string(200'000, 'x')));
    }
    EXPECT_TRUE(list_folder(folder)->empty());

    put(folder + "/kept", "old");
    EXPECT_EQ(Output::create(folder + "/kept", Overwrite::Refuse).error().code, Errc::Usage);
    EXPECT_EQ(content(folder + "/kept"), "old");
    put(folder + "/kept", "new");
    EXPECT_EQ(content(folder + "/kept"), "new");
    EXPECT_EQ(list_folder(folder)->size(), 1U);
    EXPECT_FALSE(Output::create(folder + "/none/below", Overwrite::Refuse));
}

TEST(Outputs, BytesPassUnchanged) {
    const std::string path = test_folder() + "/bytes";
    std::string text = "line\nline\r\n獬豸\n";
    for (int i = 0; i < 14; ++i) text += text;
    put(path, text);
    EXPECT_EQ(content(path), text);
}

TEST(TempFiles, GiveBackWhatWasAppended) {
    auto file = TempFile::create();
    ASSERT_TRUE(file);
    ASSERT_TRUE((*file)->append(as_bytes("first ")));
    ASSERT_TRUE((*file)->append(as_bytes("second")));
    std::vector<std::byte> window(6);
    EXPECT_EQ((*file)->read(6, window).value(), 6U);
    EXPECT_EQ(as_text(window), "second");
    ASSERT_TRUE((*file)->append(as_bytes(" third")));
    EXPECT_EQ((*file)->size(), 18U);
    EXPECT_EQ(as_text(read_all(**file, 100).value()), "first second third");
}

TEST(Process, TellsTheTimeAndItsSurroundings) {
    EXPECT_GT(now().ticks, kUnixEpochTicks);
    EXPECT_GE(core_count(), 1U);
    EXPECT_FALSE(environment("XIEZHI_NO_SUCH_VARIABLE"));
    EXPECT_TRUE(environment("PATH"));
    EXPECT_LE(std::abs(local_offset_minutes(now())), 14 * 60);
    EXPECT_FALSE(interrupted());
}

}  // namespace
}  // namespace xiezhi::platform
