// The vectors were made with OpenSSL's command line after the layouts of sam_password.h: boot key
// 10 11 … 1f, key of the accounts 40 41 … 4f, every salt 80 81 … 8f.
#include "xiezhi/formats/registry_values/sam_password.h"

#include <gtest/gtest.h>

#include "tests/registry_values/value_bytes.h"
#include "tests/support/host_documents.h"

namespace xiezhi::testing {
namespace {

constexpr std::array<std::string_view, 4> kClassNames = {"181a1317", "1211191f", "10151D14",
                                                         "1b161c1e"};
constexpr std::string_view kOldDomain =
    "0100000038000000808182838485868788898a8b8c8d8e8f46c6533c64e7975eb2b84d5c98bb48e0"
    "d706a44d1fab654cefeed6520e33dfa50000000000000000";
constexpr std::string_view kAesDomain =
    "02000000500000000000000020000000808182838485868788898a8b8c8d8e8f1e03a4d15ac3e32a"
    "d21ddb292cf72b32adbfe11240bddd8a0c10ce8598b87450";
constexpr std::string_view kOldHash = "01000100c7ccf9f982b8fa2c81ef376976d122ac";  // of 1001
constexpr std::string_view kAesHash =
    "0200020018000000808182838485868788898a8b8c8d8e8f5b62793ae1c882a91d7d520530d19cf9"
    "128f32bfbed446b7c1e8da8ad0c754db";

std::string domain(std::string_view key) {
    return std::string(0x68, '\0') + from_hex(key);
}

std::string account(std::string_view hash) {
    const std::string bytes = from_hex(hash);
    std::string v(0xcc, '\0');
    put(v, 0xac, bytes.size(), 4);
    return v + bytes;
}

TEST(SamPassword, HashesText) {
    const auto hex = [](const sam::Key16& key) { return std::string(as_text(key)); };
    EXPECT_EQ(hex(sam::nt_hash("password")), from_hex("8846f7eaee8fb117ad06bdd830b7586c"));
    EXPECT_EQ(hex(sam::nt_hash("")), from_hex("31d6cfe0d16ae931b73c59d7e0c089c0"));
}

struct Layout {
    const char* name;
    std::string_view domain_key;
    std::string_view hash;
    std::string_view none;
};
class SamLayouts : public ::testing::TestWithParam<Layout> {};

TEST_P(SamLayouts, GiveThePassword) {
    const auto boot = sam::boot_key(kClassNames);
    ASSERT_TRUE(boot);
    const auto key = sam::account_key(as_bytes(domain(GetParam().domain_key)), *boot);
    ASSERT_TRUE(key);
    const std::string v = account(GetParam().hash);
    const auto stored = sam::stored_password(as_bytes(v), 1001, *key);
    ASSERT_TRUE(stored);
    EXPECT_FALSE(stored->empty);
    EXPECT_EQ(stored->hash, sam::nt_hash("li@123"));
    EXPECT_NE(sam::stored_password(as_bytes(v), 1002, *key)->hash, sam::nt_hash("li@123"));
    EXPECT_FALSE(sam::has_no_password(as_bytes(v)));
    EXPECT_FALSE(sam::stored_password(as_bytes(v).first(v.size() - 17), 1001, *key));
    const std::string none = account(GetParam().none);
    EXPECT_TRUE(sam::has_no_password(as_bytes(none)));
    EXPECT_TRUE(sam::stored_password(as_bytes(none), 1001, *key)->empty);
}

INSTANTIATE_TEST_SUITE_P(Layouts, SamLayouts,
                         ::testing::Values(Layout{"Old", kOldDomain, kOldHash, "01000100"},
                                           Layout{
                                               "Aes", kAesDomain, kAesHash,
                                               "020002000000000000000000000000000000000000000000"}),
                         [](const auto& one) { return one.param.name; });

TEST(SamPassword, AnotherHostsBootKeyIsRefused) {
    auto names = kClassNames;
    names[3] = "1b161c1f";
    EXPECT_FALSE(sam::account_key(as_bytes(domain(kOldDomain)), *sam::boot_key(names)));
    names[3] = "1b161c1";
    EXPECT_FALSE(sam::boot_key(names));
    names[3] = "1b161c1g";
    EXPECT_FALSE(sam::boot_key(names));
    EXPECT_FALSE(sam::account_key(as_bytes(domain("03000000")), *sam::boot_key(kClassNames)));
}

}  // namespace
}  // namespace xiezhi::testing
