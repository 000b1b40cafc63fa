#include "xiezhi/formats/registry_values/sam.h"

#include <gtest/gtest.h>

#include "tests/registry_values/value_bytes.h"

namespace xiezhi::testing {
namespace {

std::string fixed() {
    std::string f(80, '\0');
    put(f, 0x08, 111, 8);
    put(f, 0x18, 222, 8);
    put(f, 0x20, 0x7fff'ffff'ffff'ffff, 8);
    put(f, 0x28, 333, 8);
    put(f, 0x30, 1001, 4);
    put(f, 0x34, 513, 4);
    put(f, 0x38, 0x214, 2);
    put(f, 0x40, 3, 2);
    put(f, 0x42, 7, 2);
    return f;
}

TEST(Sam, FixedPart) {
    const std::string f = fixed();
    const auto account = sam::parse_account_fixed(as_bytes(f));
    ASSERT_TRUE(account);
    EXPECT_EQ(account->last_logon.ticks, 111U);
    EXPECT_EQ(account->password_set.ticks, 222U);
    EXPECT_TRUE(account->never_expires());
    EXPECT_EQ(account->last_bad_password.ticks, 333U);
    EXPECT_EQ(account->rid, 1001U);
    EXPECT_EQ(account->primary_group, 513U);
    EXPECT_EQ(account->control, 0x214);
    EXPECT_EQ(account->bad_password_count, 3);
    EXPECT_EQ(account->logon_count, 7);
    EXPECT_FALSE(sam::parse_account_fixed(as_bytes(f).first(0x43)));
}

TEST(Sam, Texts) {
    std::string v(0xcc, '\0');
    put(v, 12, 0, 4);
    put(v, 16, 8, 4);
    put(v, 24, 8, 4);
    put(v, 28, 0xffffffff, 4);  // does not fit
    v += wide("Anna");
    const auto texts = sam::parse_account_texts(as_bytes(v));
    ASSERT_TRUE(texts);
    EXPECT_EQ(texts->name, "Anna");
    EXPECT_EQ(texts->full_name, "");
    EXPECT_FALSE(sam::parse_account_texts(as_bytes(v).first(0xcb)));
}

TEST(Sam, AliasMembers) {
    const std::string member = std::string("\1\1\0\0\0\0\0\5\x12\0\0\0", 12);
    std::string c(0x34, '\0');
    put(c, 0, 544, 4);
    put(c, 0x14, 4, 4);
    put(c, 0x28, 4, 4);
    put(c, 0x2c, 24, 4);
    put(c, 0x30, 2, 4);
    c += wide("AB") + member + member;
    const auto alias = sam::parse_alias(as_bytes(c));
    ASSERT_TRUE(alias);
    EXPECT_EQ(alias->rid, 544U);
    EXPECT_EQ(alias->name, "AB");
    ASSERT_EQ(alias->members.size(), 2U);
    EXPECT_EQ(as_text(alias->members[1]), member);
    const auto cut = sam::parse_alias(as_bytes(c).first(c.size() - 1));
    EXPECT_EQ(cut->members.size(), 1U);
    EXPECT_EQ(cut->members_said, 2U);
}

TEST(Sam, PasswordPolicy) {
    std::string f(0x58, '\0');
    put(f, 0x18, ~(42 * kTicksPerDay) + 1, 8);
    put(f, 0x4c, 1, 4);
    put(f, 0x50, 8, 2);
    put(f, 0x52, 24, 2);
    put(f, 0x54, 10, 2);
    const auto policy = sam::parse_password_policy(as_bytes(f));
    ASSERT_TRUE(policy);
    EXPECT_EQ(policy->maximum_age_days, 42U);
    EXPECT_TRUE(policy->complexity);
    EXPECT_EQ(policy->minimum_length, 8);
    EXPECT_EQ(policy->history, 24);
    EXPECT_EQ(policy->lockout_threshold, 10);
    put(f, 0x18, 1ULL << 63U, 8);  // never
    EXPECT_EQ(sam::parse_password_policy(as_bytes(f))->maximum_age_days, 0U);
    EXPECT_FALSE(sam::parse_password_policy(as_bytes(f).first(0x55)));
}

TEST(Sam, MachineSid) {
    std::string v(20, '\0');
    put(v, 8, 1, 4);
    put(v, 12, 2, 4);
    put(v, 16, 3, 4);
    EXPECT_EQ(sam::parse_machine_sid(as_bytes(v)), "S-1-5-21-1-2-3");
    EXPECT_FALSE(sam::parse_machine_sid(as_bytes(v).first(11)));
}

}  // namespace
}  // namespace xiezhi::testing
