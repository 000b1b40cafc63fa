// What the layout says of RecentFileCache.bcf.
#include <gtest/gtest.h>

#include "tests/support/corpus.h"
#include "tests/support/fact_records.h"

namespace xiezhi::testing {
namespace {

TEST(FactsRecentFileCache, TheLayoutAgrees) {
    XIEZHI_CORPUS_OR_SKIP(root);
    FactFiles files(root);
    check_facts(root, "recentfilecache", {}, [&](const Fact& fact) -> std::optional<Values> {
        const Values paths = all_values(files.of(fact), "path");
        if (fact.field == "entry_count") return Values{std::to_string(paths.size())};
        if (paths.empty()) return Values{};
        if (fact.field == "first_entry") return Values{paths.front()};
        if (fact.field == "last_entry") return Values{paths.back()};
        return std::nullopt;
    });
}

}  // namespace
}  // namespace xiezhi::testing
