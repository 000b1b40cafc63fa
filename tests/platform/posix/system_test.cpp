#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>

#include "xiezhi/platform/file.h"
#include "xiezhi/platform/output.h"
#include "xiezhi/platform/process.h"

namespace xiezhi::platform {
namespace {

TEST(Outputs, AFullDiskIsToldApart) {
    auto output = Output::create("/dev/full", Overwrite::Refuse);
    ASSERT_TRUE(output);
    ASSERT_TRUE(output->write("some text"));
    const auto finished = output->finish();
    ASSERT_FALSE(finished);
    EXPECT_EQ(finished.error().code, Errc::DiskFull);
    EXPECT_EQ(finished.error().where, "/dev/full");
    EXPECT_EQ(output->write("more").error().code, Errc::DiskFull) << "the first error stays";
    EXPECT_TRUE(std::filesystem::exists("/dev/full"));
}

TEST(Outputs, AClosedPipeIsToldApart) {
    prepare_process();
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    const int saved = ::dup(STDOUT_FILENO);
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    ::close(ends[1]);
    Result<void> flushed;
    {
        auto output = Output::standard(Stream::Out);
        (void)output.write("nobody reads this\n");
        flushed = output.flush();
    }
    ::dup2(saved, STDOUT_FILENO);
    ::close(saved);
    ASSERT_FALSE(flushed);
    EXPECT_EQ(flushed.error().code, Errc::PipeClosed);
}

TEST(Files, PipesAmongTheEvidenceDoNotStopUs) {
    const std::string path = testing::TempDir() + "xiezhi-pipe-" + std::to_string(::getpid());
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    EXPECT_EQ(open_file(path).error().code, Errc::Unsupported);
    EXPECT_EQ(file_kind(path).value(), FileKind::Other);
    ::unlink(path.c_str());
}

TEST(Files, LinksAreListedAndNotFollowed) {
    const std::string folder = testing::TempDir() + "xiezhi-links-" + std::to_string(::getpid());
    ASSERT_TRUE(create_folders(folder));
    ASSERT_EQ(::symlink("..", (folder + "/up").c_str()), 0);
    const auto entries = list_folder(folder);
    ASSERT_TRUE(entries);
    ASSERT_EQ(entries->size(), 1U);
    EXPECT_EQ(entries->at(0).kind, FileKind::Link);
    EXPECT_EQ(file_kind(folder + "/up").value(), FileKind::Folder) << "a path the user named is";
    std::filesystem::remove_all(folder);
}

TEST(Process, CtrlCIsAFlag) {
    EXPECT_FALSE(interrupted());
    ::raise(SIGINT);
    EXPECT_TRUE(interrupted());
}

TEST(Process, LanguageComesFromTheLocale) {
    ::setenv("LC_ALL", "", 1);
    ::setenv("LC_MESSAGES", "", 1);
    ::setenv("LANG", "zh_CN.UTF-8", 1);
    EXPECT_EQ(user_language(), Lang::Zh);
    ::setenv("LC_ALL", "C.UTF-8", 1);
    EXPECT_EQ(user_language(), Lang::En);
}

}  // namespace
}  // namespace xiezhi::platform
