// That hivex and libregf, where they are installed, accept what the hive writer of the tests makes.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "tests/regf/regf_support.h"
#include "tests/support/temp_folder.h"

namespace xiezhi::testing {
namespace {

bool runs(const std::string& command) {
    return std::system(("(" + command + ") >/dev/null 2>&1").c_str()) == 0;  // NOLINT(cert-env33-c)
}

TEST(OtherReaders, AcceptTheWriter) {
    const TempFolder folder;
    HiveKey root = sample_root();
    for (int i = 0; i < 1500; ++i) {
        key_at(root, "Many").subkeys.push_back({.name = "k" + std::to_string(10'000 + i)});
    }
    const std::string path = folder.path("hive");
    std::ofstream(path, std::ios::binary) << write_hive(root);
    bool tried = false;
    if (runs("which hivexsh")) {
        tried = true;
        EXPECT_TRUE(
            runs("printf 'cd \\\\Software\\\\Acme\\nlsval Path\\ncd \\\\Many\\\\k10777\\n'"
                 " | hivexsh '" +
                 path + "'"));
    }
    if (runs("which regfinfo")) {
        tried = true;
        EXPECT_TRUE(runs("regfinfo '" + path + "'"));
        EXPECT_TRUE(runs("regfexport '" + path + "' | grep k10777"));
    }
    if (!tried) GTEST_SKIP() << "neither hivex nor libregf is installed";
}

}  // namespace
}  // namespace xiezhi::testing
