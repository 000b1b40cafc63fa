#include "xiezhi/formats/registry_values/audit_policy.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/registry_values/value_bytes.h"

namespace xiezhi::testing {
namespace {

using Categories = std::vector<std::vector<std::uint16_t>>;

/// As Vista and later write it: one setting more than the counts add up to.
std::string written(const Categories& categories) {
    std::string settings;
    std::string counts;
    for (const auto& category : categories) {
        for (const std::uint16_t setting : category) settings += little(setting, 2);
        counts += little(category.size(), 2);
    }
    settings += little(0xafdc, 2);
    return little(0x100, 4) + little(categories.size(), 4) + little(12 + settings.size(), 4) +
           settings + counts;
}

TEST(AuditPolicy, SubcategoriesOfEachCategory) {
    const Categories categories = {{1, 0, 3}, {2}, {0, 0}};
    const std::string value = written(categories);
    const auto policy = audit_policy::parse(as_bytes(value));
    ASSERT_TRUE(policy);
    EXPECT_FALSE(policy->by_category);
    EXPECT_TRUE(policy->enabled);
    EXPECT_EQ(policy->categories, categories);
}

/// XP and 2003: a switch and three bytes of chance, nine settings, their number.
std::string written_before_vista(std::uint64_t enabled, std::uint64_t count) {
    std::string value = little(0x0c'89'00U + enabled, 4);
    for (std::uint64_t i = 0; i < count; ++i) value += little(i % 4, 4);
    return value + little(count, 4);
}

TEST(AuditPolicy, CategoriesBeforeVista) {
    const std::string value = written_before_vista(1, 9);
    const auto policy = audit_policy::parse(as_bytes(value));
    ASSERT_TRUE(policy);
    EXPECT_TRUE(policy->by_category);
    EXPECT_TRUE(policy->enabled);
    EXPECT_EQ(policy->categories, (Categories{{0}, {1}, {2}, {3}, {0}, {1}, {2}, {3}, {0}}));
    const std::string off = written_before_vista(0, 7);
    EXPECT_FALSE(audit_policy::parse(as_bytes(off))->enabled);
}

struct Harm {
    const char* name;
    std::size_t at;
    std::uint64_t value;
    std::size_t size;
};
class AuditPolicyHarms : public ::testing::TestWithParam<Harm> {};

TEST_P(AuditPolicyHarms, AreNoPolicy) {
    std::string value = written({{1, 0, 3}, {2}, {0, 0}});
    put(value, GetParam().at, GetParam().value, GetParam().size);
    EXPECT_FALSE(audit_policy::parse(as_bytes(value)));
}

INSTANTIATE_TEST_SUITE_P(  // 12 bytes of header, six settings, one more, three counts at 26
    Harms, AuditPolicyHarms,
    ::testing::Values(Harm{"NoCategories", 4, 0, 4}, Harm{"ManyCategories", 4, 0xffffffff, 4},
                      Harm{"CountsInTheHeader", 8, 4, 4}, Harm{"CountsBehindTheEnd", 8, 500, 4},
                      Harm{"CountsTooEarly", 8, 24, 4}, Harm{"MoreThanThereAre", 26, 9, 2},
                      Harm{"NoSetting", 12, 4, 2}),
    [](const auto& harm) { return harm.param.name; });

TEST(AuditPolicy, EveryCutIsRefused) {
    const std::string value = written({{1, 0, 3}, {2}, {0, 0}});
    for (std::size_t size = 0; size < value.size(); ++size) {
        EXPECT_FALSE(audit_policy::parse(as_bytes(value).first(size))) << size;
    }
    const std::string old = written_before_vista(1, 9);
    for (std::size_t size = 0; size < old.size(); ++size) {
        EXPECT_FALSE(audit_policy::parse(as_bytes(old).first(size))) << size;
    }
}

}  // namespace
}  // namespace xiezhi::testing
