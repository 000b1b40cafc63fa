// Local accounts, their passwords and profiles.
#include "tests/support/binary_writer.h"
#include "tools/demo/exhibition/exhibition.h"
#include "tools/demo/exhibition/values.h"
#include "tools/demo/sam.h"

namespace xiezhi::demo {
namespace {

using enum Role;
using enum HiveOf;
using testing::binary_value;

constexpr const char* kDomain = R"(SAM\Domains\Account)";

enum : std::uint16_t {
    kNormal = 0x10,
    kDisabled = 0x11,
    kNoExpiry = 0x210,
    kNoPasswordNeeded = 0x14,
    kDisabledWithoutPassword = 0x15,
};

std::string from_hex(std::string_view hex) {
    const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        bytes += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
    }
    return bytes;
}

/// The boot key is 10 11 … 1f, the key of the accounts 40 41 … 4f; made with OpenSSL's command
/// line, as tests/registry_values/sam_password_test.cpp says. Each hash counts for its RID alone.
constexpr std::string_view kAccountKey =
    "0100000038000000808182838485868788898a8b8c8d8e8f46c6533c64e7975eb2b84d5c98bb48e0"
    "d706a44d1fab654cefeed6520e33dfa50000000000000000";
constexpr std::string_view kCommonOf500 = "01000100c502ab3b48208990fe650aceb609f86b";
constexpr std::string_view kNameOf1001 = "01000100c7ccf9f982b8fa2c81ef376976d122ac";
constexpr std::string_view kShared1002 = "010001005a5edf984ff44bdc4356268d95ae175f";
constexpr std::string_view kShared1003 = "0100010030400382317d48bcca7f4bf031fae222";
constexpr std::string_view kOfItsOwn = "01000100112233445566778899aabbccddeeff00";

constexpr const char* kManaged = "A user account managed by the system.";

/// An account, and what it is for. An account that is for no check is there for the others.
struct AccountRow {
    Role role;
    const char* checks;
    SamAccount account;
    bool has_key = true;
    bool has_name = true;
    const char* mark = "";  // what tells of it; empty: its name
};

std::vector<AccountRow> accounts() {
    const FileTime lately = night(0, 5);
    const auto strong = from_hex(kOfItsOwn);
    return {
        {Planted,
         "host/account_weak_password",
         {500, 500, "Administrator", "Built-in account", kNoExpiry, lately, long_ago(),
          from_hex(kCommonOf500)}},
        {Planted,
         "host/account_guest",
         {501, 501, "Guest", "Built-in account", kNormal, lately, {}}},
        {Decoy,
         "host/account_guest host/account_no_password_needed",
         {503, 503, "DefaultAccount", kManaged, kDisabledWithoutPassword, {}, {}},
         true,
         true,
         kManaged},
        {Planted,
         "host/account_weak_password",
         {1001, 1001, "li", "Sales", kNormal, lately, long_ago(), from_hex(kNameOf1001)}},
        {Planted,
         "host/account_weak_password",
         {1002, 1002, "operator", "", kNormal, lately, long_ago(), from_hex(kShared1002)}},
        {Scenery,
         "",
         {1003, 1003, "scanner", "", kNormal, lately, long_ago(), from_hex(kShared1003)}},
        {Decoy,
         "host/account_weak_password host/account_cloned host/account_hidden host/account_stale "
         "host/account_dollar",
         {1004, 1004, "wang", "Purchase", kNormal, lately, long_ago(), strong}},
        {Planted,
         "host/account_dollar",
         {1005, 1005, "support$", "", kNormal, lately, night(2, 1), strong}},
        {Decoy,
         "host/account_dollar",
         {1006, 1006, "support-desk", "Help desk", kNormal, lately, long_ago(), strong}},
        {Planted,
         "host/account_cloned",
         {1007, 500, "mirror", "", kNormal, lately, night(2, 1), strong}},
        {Planted,
         "host/account_hidden",
         {1008, 1008, "nameless", "", kNormal, lately, night(2, 1), strong},
         true,
         false},
        {Planted, "host/account_hidden", {1009, 1009, "keyless", "", kNormal, {}, {}}, false, true},
        {Planted,
         "host/account_no_password_needed",
         {1010, 1010, "door", "", kNoPasswordNeeded, lately, long_ago(), strong}},
        {Planted,
         "host/account_stale",
         {1011, 1011, "forgotten", "", kNormal, long_ago(), long_ago(), strong}},
        {Planted,
         "host/account_stale",
         {1012, 1012, "switched-off", "", kDisabled, lately, long_ago(), strong}},
    };
}

void put_account(Stand& stand, const AccountRow& row) {
    const std::string users = std::string(kDomain) + R"(\Users\)";
    if (row.has_key) {
        stand.key(Sam, users + rid_name(row.account.rid), row.role).values = {
            binary_value("F", account_fixed(row.account)),
            binary_value("V", account_texts(row.account))};
    }
    if (row.has_name) {
        stand.key(Sam, users + R"(Names\)" + row.account.name, row.role).values = {
            {.name = "", .type = row.account.rid, .data = ""}};
    }
    stand.tell(row.role, row.checks, Sam, *row.mark == '\0' ? row.account.name : row.mark);
}

struct Policy {
    std::uint64_t days;
    std::uint32_t complexity;
    std::uint16_t length;
    std::uint16_t history;
    std::uint16_t lockout;
};

void put_policy(Stand& stand, Role role, const Policy& policy) {
    constexpr std::size_t kAge = 0x18;
    constexpr std::size_t kProperties = 0x4c;
    constexpr std::size_t kKey = 0x68;
    testing::BinaryWriter f;
    f.fill_to(kAge).put(~(policy.days * kTicksPerDay) + 1).fill_to(kProperties);
    f.put(policy.complexity).put(policy.length).put(policy.history).put(policy.lockout);
    f.fill_to(kKey).raw(from_hex(kAccountKey));
    stand.key(Sam, kDomain, role).values = {binary_value("F", f.bytes()),
                                            binary_value("V", machine_sid_value())};
    stand.tell(role, "host/account_password_policy", Sam, std::string(kDomain) + " | F");
}

void put_boot_key(Stand& stand) {
    const std::string lsa = R"(Control\Lsa\)";
    stand.key(System, lsa + "JD", Scenery).class_name = "181a1317";
    stand.key(System, lsa + "Skew1", Scenery).class_name = "1211191f";
    stand.key(System, lsa + "GBG", Scenery).class_name = "10151d14";
    stand.key(System, lsa + "Data", Scenery).class_name = "1b161c1e";
}

/// A profile that was last loaded then.
void put_profile(Stand& stand, Role role, std::uint32_t rid, const char* folder, FileTime used) {
    constexpr std::uint32_t kExpand = 2;
    const std::string path = std::string(R"(Microsoft\Windows NT\CurrentVersion\ProfileList\)") +
                             kMachineSid + "-" + std::to_string(rid);
    stand.key(Software, path, role).values = {
        testing::text_value("ProfileImagePath", folder, kExpand),
        testing::number_value("LocalProfileLoadTimeLow", static_cast<std::uint32_t>(used.ticks)),
        testing::number_value("LocalProfileLoadTimeHigh",
                              static_cast<std::uint32_t>(used.ticks >> 32U))};
    stand.tell(role, "host/profile_without_account", Software, path + " | ProfileImagePath");
}

}  // namespace

void exhibit_accounts(const Exhibition& at) {
    put_boot_key(at.exhibit);
    put_policy(at.exhibit, Planted,
               {.days = 0, .complexity = 0, .length = 7, .history = 0, .lockout = 0});
    put_policy(at.neighbour, Decoy,
               {.days = 60, .complexity = 1, .length = 14, .history = 24, .lockout = 5});
    for (const AccountRow& row : accounts()) put_account(at.exhibit, row);
    put_account(
        at.neighbour,
        {Decoy, "host/account_guest", {501, 501, "Guest", "Built-in account", kDisabled, {}, {}}});
    const std::string groups = R"(SAM\Domains\Builtin\Aliases\)";
    at.exhibit.key(Sam, groups + rid_name(544), Scenery).values = {
        binary_value("C", group_value(544, "Administrators", {500, 1001}))};
    // The writer of hives gives administrators all rights; Windows gives them to the system alone.
    at.exhibit.tell(Planted, "host/sam_rights_opened", Sam, "S-1-5-32-544");
    at.exhibit.tell(Decoy, "host/sam_rights_opened", Sam, "S-1-5-18");
    put_profile(at.exhibit, Scenery, 1001, R"(C:\Users\li)", night(0, 5));
    put_profile(at.exhibit, Decoy, 1004, R"(C:\Users\wang)", night(0, 5));
    put_profile(at.exhibit, Planted, 1020, R"(C:\Users\vanished)", night(2, 0));
    put_profile(at.exhibit, Decoy, 1021, R"(C:\Users\retired)", long_ago());
    put_profile(at.neighbour, Scenery, 1001, R"(C:\Users\li)", night(0, 5));
}

}  // namespace xiezhi::demo
