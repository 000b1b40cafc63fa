// Audit policies of real SECURITY hives: the layout that the value itself tells fits the table of
// subcategories, whatever the Windows.
#include "xiezhi/formats/registry_values/audit_policy.h"

#include <gtest/gtest.h>

#include <iostream>

#include "tests/support/corpus.h"
#include "tests/support/hives.h"
#include "xiezhi/schema/logging.h"

namespace xiezhi::testing {
namespace {

std::size_t named(std::string_view category) {
    return static_cast<std::size_t>(std::ranges::count(schema::audit_subcategories(), category,
                                                       &schema::AuditSubcategory::category));
}

TEST(AuditPolicies, OfRealHivesAreReadWhole) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::size_t policies = 0;
    for (const auto& path : files_below(root / "artefacts" / "registry")) {
        const OpenedHive opened = open_hive(path, Logs::Beside);
        const auto key = opened.hive ? opened.hive->find(R"(Policy\PolAdtEv)") : std::nullopt;
        const auto value = key ? key->value("") : std::nullopt;
        if (!value) continue;
        ++policies;
        std::vector<std::byte> room;
        const auto policy = audit_policy::parse(value->data(room).bytes);
        ASSERT_TRUE(policy) << path;
        EXPECT_EQ(policy->categories.size(), schema::audit_categories().size()) << path;
        if (policy->by_category) continue;
        std::size_t count = 0;
        for (std::size_t i = 0; i < policy->categories.size(); ++i) {
            const std::string_view category = schema::audit_categories()[i].name;
            EXPECT_LE(policy->categories[i].size(), named(category)) << path << " " << category;
            count += policy->categories[i].size();
        }
        std::cout << path.filename() << ": " << count << " subcategories\n";
    }
    EXPECT_GT(policies, 0U);
}

}  // namespace
}  // namespace xiezhi::testing
