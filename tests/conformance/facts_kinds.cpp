// Every table of facts about artefacts has a test, tests/conformance/facts_<kind>.cpp, or stands in
// the list of kinds that are not read yet.
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "tests/support/corpus.h"

namespace xiezhi::testing {
namespace {

namespace fs = std::filesystem;

TEST(FactsKinds, EachIsTestedOrListed) {
    XIEZHI_CORPUS_OR_SKIP(root);
    const fs::path here = fs::path(XIEZHI_SOURCE_DIR) / "tests" / "conformance";
    std::set<std::string> listed;
    std::ifstream list(here / "facts_not_read.txt");
    for (std::string kind; std::getline(list, kind);) listed.insert(kind);
    for (const fs::path& table : files_below(root / "artefacts" / "expected", ".tsv")) {
        const std::string kind = table.stem().string();
        std::string file = "facts_" + kind + ".cpp";
        std::ranges::replace(file, '-', '_');
        const bool tested = fs::exists(here / file);
        EXPECT_NE(tested, listed.contains(kind))
            << kind << (tested ? " is tested and listed as not read" : " has no test " + file);
    }
}

}  // namespace
}  // namespace xiezhi::testing
