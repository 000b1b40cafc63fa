#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/cli/run_support.h"
#include "tests/support/hive_writer.h"
#include "tests/support/temp_folder.h"

namespace xiezhi::cli {
namespace {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::Not;

std::string hive_with(std::uint32_t number) {
    HiveKey root{.name = "ROOT"};
    key_at(root, "Services\\x").values = {number_value("Start", number),
                                          text_value("ImagePath", "C:\\a.exe")};
    return write_hive(root, {.primary_sequence = 3, .secondary_sequence = 2});
}

/// A dirty hive whose log turns Start into 2.
void write_dirty(const TempFolder& folder) {
    folder.write("c/SYSTEM", hive_with(4));
    folder.write("c/system.LOG1", write_new_log({{2, hive_with(4), hive_with(2)}}));
}

TEST(HiveDump, KeysAndValuesAfterTheLogs) {
    const TempFolder folder;
    write_dirty(folder);
    const RunResult run = run_xiezhi({"dump", "--kind", "hive", folder.path("c")});
    EXPECT_EQ(run.code, 0);
    EXPECT_EQ(run.err, "");
    EXPECT_EQ(std::ranges::count(run.out, '\n'), 7);  // hive, security, three keys, two values
    EXPECT_THAT(run.out, HasSubstr(R"("logs":["SYSTEM.LOG1"])"));
    EXPECT_THAT(run.out, HasSubstr(R"("name":"Start","type":"REG_DWORD","size":4,"data":2)"));
    EXPECT_THAT(run.out, HasSubstr(R"("path":"Services\\x","name":"ImagePath")"));
}

TEST(HiveDump, AFileNamedAloneHasItsLogsToo) {
    const TempFolder folder;
    folder.write("SYSTEM", hive_with(4));
    folder.write("SYSTEM.LOG1", write_new_log({{2, hive_with(4), hive_with(2)}}));
    const RunResult run = run_xiezhi({"dump", folder.path("SYSTEM")});
    EXPECT_THAT(run.out, HasSubstr(R"("logs_replayed":true)"));
}

TEST(HiveDump, WithoutItsLogItSaysSo) {
    const TempFolder folder;
    folder.write("SYSTEM", hive_with(4));
    const RunResult run = run_xiezhi({"dump", folder.path("SYSTEM")});
    EXPECT_EQ(run.code, 0);
    EXPECT_THAT(run.err, HasSubstr("the newest state is missing"));
    EXPECT_THAT(run.out, HasSubstr(R"("logs_replayed":false)"));
}

}  // namespace
}  // namespace xiezhi::cli
