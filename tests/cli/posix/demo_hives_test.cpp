// That hivex and libregf, where they are installed, accept every hive that the demo writer makes.
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/support/temp_folder.h"
#include "tools/demo/state.h"

namespace xiezhi::testing {
namespace {

bool runs(const std::string& command) {
    return std::system(("(" + command + ") >/dev/null 2>&1").c_str()) == 0;  // NOLINT(cert-env33-c)
}

TEST(DemoHives, AreReadByOthersToo) {
    const bool hivex = runs("which hivexsh");
    const bool libregf = runs("which regfexport");
    if (!hivex && !libregf) GTEST_SKIP() << "neither hivex nor libregf is installed";
    const TempFolder folder;
    std::size_t hives = 0;
    for (const demo::Disk& disk : {demo::tell_disk(), demo::tell_exhibition()}) {
        for (const demo::HostFile& file : disk.files()) {
            if (!file.bytes.starts_with("regf")) continue;
            ++hives;
            folder.write("hive", file.bytes);
            const std::string path = "'" + folder.path("hive") + "'";
            if (hivex) {
                EXPECT_TRUE(runs("hivexml " + path)) << file.path;
            }
            if (libregf) {
                EXPECT_TRUE(runs("regfexport " + path)) << file.path;
            }
        }
    }
    EXPECT_GE(hives, 16U);
}

}  // namespace
}  // namespace xiezhi::testing
