#include "tests/support/triaged.h"

#include <gtest/gtest.h>

#include "xiezhi/rules/pack.h"

namespace xiezhi::testing {

triage::HostResult triaged(const std::filesystem::path& folder) {
    static const rules::RuleSet kPack = rules::load_builtin_pack();
    const std::vector<std::string> named = {folder.generic_string()};
    const auto collection = evidence::Collection::open(named, {.password = {}}, [](const Note&) {});
    EXPECT_TRUE(collection) << folder;
    if (!collection) return {};
    const auto hosts = readers::hosts_of(*collection, named);
    EXPECT_EQ(hosts.size(), 1U) << folder;
    if (hosts.empty()) return {};
    auto result = triage::triage(
        *collection, hosts.front(), kPack, triage::builtin_capabilities(), {.hunt = {}},
        {.notes = [](const Note&) {}, .progress = [](const hunt::Progress&) {}, .cancel = nullptr});
    EXPECT_TRUE(result) << folder;
    return result ? std::move(*result) : triage::HostResult{};
}

}  // namespace xiezhi::testing
