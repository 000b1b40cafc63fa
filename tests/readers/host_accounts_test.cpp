// What the readers of a host say of accounts, profiles and how they are guarded.
#include <gtest/gtest.h>

#include "tests/support/host_documents.h"

namespace xiezhi::testing {
namespace {

constexpr std::string_view kUsers = R"(SAM\Domains\Account\Users)";

std::string little(std::uint64_t value, std::size_t size) {
    std::string out(size, '\0');
    for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<char>(value >> (8 * i));
    return out;
}

struct Account {
    std::uint32_t rid = 0;
    const char* key = "";  // RID as the key's name
    const char* name = "";
    FileTime last_logon;
    std::uint16_t control = 0x10;
    std::string_view hash = "01000100";  // none
};

void add(HiveKey& root, const Account& account) {
    std::string f(80, '\0');
    f.replace(8, 8, little(account.last_logon.ticks, 8));
    f.replace(0x18, 8, little(days_ago(500).ticks, 8));
    f.replace(0x30, 4, little(account.rid, 4));
    f.replace(0x38, 2, little(account.control, 2));
    const std::string name = text_value("", account.name).data;
    const std::string hash = from_hex(account.hash);
    std::string v(0xcc, '\0');
    v.replace(16, 4, little(name.size() - 2, 4));
    v.replace(0xa8, 8, little(name.size(), 4) + little(hash.size(), 4));
    HiveKey& key = key_at(root, std::string(kUsers) + '\\' + account.key);
    key.values = {binary_value("F", f), binary_value("V", v + name + hash)};
    key_at(root, std::string(kUsers) + R"(\Names\)" + account.name)
        .values.push_back({.name = "", .type = account.rid});
}

/// The vectors of sam_password_test.cpp: of a host whose boot key is 10 11 … 1f.
HiveKey sam_root() {
    HiveKey root{.name = "ROOT"};
    std::string f(0x68, '\0');
    f.replace(0x18, 8, little(~(42 * kTicksPerDay) + 1, 8));
    f.replace(0x50, 2, little(7, 2));
    f += from_hex(
        "0100000038000000808182838485868788898a8b8c8d8e8f46c6533c64e7975eb2b84d5c98bb48e0"
        "d706a44d1fab654cefeed6520e33dfa50000000000000000");
    HiveKey& domain = key_at(root, R"(SAM\Domains\Account)");
    domain.values = {binary_value("F", f),
                     binary_value("V", little(0, 8) + little(1, 4) + little(2, 4) + little(3, 4))};
    add(root, {.rid = 500,
               .key = "000001F4",
               .name = "Administrator",
               .last_logon = days_ago(1),
               .hash = "01000100c502ab3b48208990fe650aceb609f86b"});
    add(root, {.rid = 1001,
               .key = "000003E9",
               .name = "li",
               .last_logon = days_ago(400),
               .hash = "01000100c7ccf9f982b8fa2c81ef376976d122ac"});
    add(root, {.rid = 1002,
               .key = "000003EA",
               .name = "ops",
               .last_logon = {},
               .hash = "010001005a5edf984ff44bdc4356268d95ae175f"});
    add(root, {.rid = 1003,
               .key = "000003EB",
               .name = "ops2",
               .last_logon = days_ago(0),
               .hash = "0100010030400382317d48bcca7f4bf031fae222"});
    add(root, {.rid = 501, .key = "000001F5", .name = "Guest", .last_logon = {}, .control = 0x215});
    return root;
}

HiveKey system_with_boot_key(std::string_view last = "1b161c1e") {
    HiveKey root = system_root();
    const std::string lsa = R"(ControlSet001\Control\Lsa\)";
    key_at(root, lsa + "JD").class_name = "181a1317";
    key_at(root, lsa + "Skew1").class_name = "1211191f";
    key_at(root, lsa + "GBG").class_name = "10151d14";
    key_at(root, lsa + "Data").class_name = last;
    return root;
}

std::string weakness(const HostDocuments& host, const char* name) {
    return std::string(host.one(Dataset::Account, StateField::UserName, name)
                           .text(StateField::AccountWeakPassword));
}

TEST(HostAccounts, WeakPasswordsAreTold) {
    WrittenHost written;
    written.hive("SAM", sam_root(), {.closed = true}).hive("SYSTEM", system_with_boot_key());
    const HostDocuments host = written.read();
    EXPECT_EQ(weakness(host, "Administrator"), "common");
    EXPECT_EQ(weakness(host, "li"), "account_name");
    EXPECT_EQ(weakness(host, "ops"), "");
    EXPECT_EQ(weakness(host, "Guest"), "empty");
    const State& ops = host.one(Dataset::Account, StateField::UserName, "ops");
    EXPECT_EQ(ops.values(StateField::AccountSamePasswordAs), std::vector<std::string>{"ops2"});
    EXPECT_EQ(ops.text(StateField::AccountEmptyPassword), "false");
    for (const State& state : host.states) {  // neither a hash nor what was guessed
        for (const State::Field& field : state.fields()) {
            for (const std::string& text : field.values) {
                EXPECT_EQ(text.find("P@ssw0rd"), std::string::npos);
                EXPECT_EQ(text.find("c502ab3b"), std::string::npos);
            }
        }
    }
}

TEST(HostAccounts, WithoutTheBootKeyOnlyEmptyOnesAre) {
    WrittenHost written;
    written.hive("SAM", sam_root()).hive("SYSTEM", system_with_boot_key("1b161c1f"));
    const HostDocuments host = written.read();
    EXPECT_EQ(weakness(host, "Administrator"), "");
    EXPECT_EQ(weakness(host, "Guest"), "empty");
}

TEST(HostAccounts, IdleDaysCountFromTheEvidence) {
    WrittenHost written;
    written.hive("SAM", sam_root());
    const HostDocuments host = written.read();
    const auto idle = [&](const char* name) {
        return host.one(Dataset::Account, StateField::UserName, name)
            .text(StateField::AccountIdleDays);
    };
    EXPECT_EQ(idle("li"), "400");
    EXPECT_EQ(idle("ops"), "500");  // never logged on: since the password was set
    EXPECT_EQ(idle("ops2"), "0");
}

TEST(HostAccounts, PolicyAndRights) {
    WrittenHost written;
    written.hive("SAM", sam_root());
    const HostDocuments host = written.read();
    const auto policies = host.of(Dataset::PasswordPolicy);
    ASSERT_EQ(policies.size(), 1U);
    EXPECT_EQ(policies[0]->text(StateField::PasswordPolicyMinimumLength), "7");
    EXPECT_EQ(policies[0]->text(StateField::PasswordPolicyMaximumAgeDays), "42");
    EXPECT_EQ(policies[0]->text(StateField::PasswordPolicyComplexity), "false");
    const auto rights = host.of(Dataset::KeyRight);
    ASSERT_EQ(rights.size(), 8U);  // of four keys, for administrators and the system
    EXPECT_EQ(rights[0]->text(StateField::KeyRightSid), "S-1-5-32-544");
    EXPECT_EQ(rights[0]->text(StateField::KeyRightDefault), "false");
    EXPECT_EQ(rights[0]->text(StateField::RegistryKey), R"(HKLM\SAM\SAM)");
    EXPECT_EQ(rights[1]->text(StateField::KeyRightDefault), "true");
    WrittenHost closed;
    closed.hive("SAM", sam_root(), {.closed = true});
    const HostDocuments as_windows_comes = closed.read();
    for (const State* right : as_windows_comes.of(Dataset::KeyRight)) {
        EXPECT_EQ(right->text(StateField::KeyRightDefault), "true");
    }
}

TEST(HostAccounts, AutomaticLogonWithoutItsPassword) {
    HiveKey root = software_root();
    HiveKey& key = key_at(root, R"(Microsoft\Windows NT\CurrentVersion\Winlogon)");
    key.values = {text_value("AutoAdminLogon", "1"), text_value("DefaultUserName", "kiosk"),
                  text_value("DefaultPassword", "Hunter2-Hunter2")};
    WrittenHost written;
    written.hive("SOFTWARE", root);
    const HostDocuments host = written.read();
    const State& state = host.one(Dataset::Autologon, StateField::UserName, "kiosk");
    EXPECT_TRUE(state.is_true(StateField::AutologonEnabled));
    EXPECT_TRUE(state.is_true(StateField::AutologonPasswordInClear));
    for (const State& each : host.states) {
        for (const State::Field& field : each.fields()) {
            for (const std::string& text : field.values) {
                EXPECT_EQ(text.find("Hunter2"), std::string::npos);
            }
        }
    }
}

TEST(HostAccounts, ProfilesWithAndWithoutAccounts) {
    HiveKey root = software_root();
    const auto profile = [&](const char* sid, const char* path) -> HiveKey& {
        HiveKey& key =
            key_at(root, std::string(R"(Microsoft\Windows NT\CurrentVersion\ProfileList\)") + sid);
        key.values.push_back(text_value("ProfileImagePath", path, 2));
        return key;
    };
    HiveKey& gone = profile("S-1-5-21-1-2-3-1009", R"(C:\Users\gone)");
    const std::uint64_t ticks = days_ago(3).ticks;
    gone.values.push_back(
        number_value("LocalProfileLoadTimeHigh", static_cast<std::uint32_t>(ticks >> 32U)));
    gone.values.push_back(
        number_value("LocalProfileLoadTimeLow", static_cast<std::uint32_t>(ticks)));
    profile("S-1-5-21-1-2-3-1001", R"(%SystemDrive%\Users\li)");
    profile("S-1-5-21-9-9-9-1104", R"(C:\Users\wang)");
    profile("S-1-5-18", R"(C:\Windows\system32\config\systemprofile)");
    WrittenHost written;
    written.hive("SOFTWARE", root).hive("SAM", sam_root());
    written.user_hive("li", user_root(), {.written = days_ago(90)});
    const HostDocuments host = written.read();
    EXPECT_EQ(host.of(Dataset::Profile).size(), 3U);
    const State& lost = host.one(Dataset::Profile, StateField::UserName, "gone");
    EXPECT_EQ(lost.text(StateField::ProfileHasAccount), "false");
    EXPECT_EQ(lost.text(StateField::ProfileIdleDays), "3");
    const State& li = host.one(Dataset::Profile, StateField::UserName, "li");
    EXPECT_EQ(li.text(StateField::ProfileHasAccount), "true");
    EXPECT_EQ(li.text(StateField::ProfileIdleDays), "90");
    const State& wang = host.one(Dataset::Profile, StateField::UserName, "wang");
    EXPECT_EQ(wang.text(StateField::ProfileLocal), "false");
    EXPECT_FALSE(wang.has(StateField::ProfileHasAccount));
}

TEST(HostAccounts, WhatIsAbsentIsSaid) {
    WrittenHost written;
    written.hive("SYSTEM", system_root());
    const HostDocuments host = written.read();
    for (const Dataset dataset :
         {Dataset::Account, Dataset::PasswordPolicy, Dataset::KeyRight, Dataset::Autologon,
          Dataset::Profile, Dataset::RootCertificate, Dataset::RecentItem}) {
        EXPECT_EQ(host.outcome(dataset), Outcome::Absent);
    }
    EXPECT_EQ(host.outcome(Dataset::RegistryOddity), Outcome::Read);
}

}  // namespace
}  // namespace xiezhi::testing
