#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "xiezhi/base/bytes.h"
#include "xiezhi/base/time.h"

/// Values of the SAM hive: local accounts, groups, policy. For passwords see sam_password.h.
/// Sources: regipy (samparse) and RegRipper's description of the values, compared on seven hives.
namespace xiezhi::sam {

/// Account control bits of AccountFixed::control.
inline constexpr std::uint16_t kDisabled = 0x0001;
inline constexpr std::uint16_t kNoPasswordNeeded = 0x0004;
inline constexpr std::uint16_t kNormalAccount = 0x0010;
inline constexpr std::uint16_t kPasswordNeverExpires = 0x0200;
inline constexpr std::uint16_t kLockedOut = 0x0400;

/// Value `F` of Users\<RID>. Times of 0 mean never.
struct AccountFixed {
    FileTime last_logon;
    FileTime password_set;
    FileTime expires;  // see never_expires()
    FileTime last_bad_password;
    std::uint32_t rid = 0;  // the one that counts at logon: a clone's differs from its key
    std::uint32_t primary_group = 0;
    std::uint16_t control = 0;
    std::uint16_t bad_password_count = 0;
    std::uint16_t logon_count = 0;

    [[nodiscard]] bool never_expires() const noexcept {
        return expires.ticks == 0 || expires.ticks == 0x7fff'ffff'ffff'ffff;
    }
};
[[nodiscard]] std::optional<AccountFixed> parse_account_fixed(Bytes f);

/// Value `V` of Users\<RID>: texts, UTF-8.
struct AccountTexts {
    std::string name;
    std::string full_name;
    std::string comment;
    std::string user_comment;
    std::string home_folder;
    std::string script_path;
    std::string profile_path;
    std::string workstations;
};
[[nodiscard]] std::optional<AccountTexts> parse_account_texts(Bytes v);

/// Value `C` of Aliases\<RID>: a local group. Members are views into the value.
struct Alias {
    std::uint32_t rid = 0;
    std::string name;
    std::string description;
    std::vector<Bytes> members;      // SIDs
    std::uint32_t members_said = 0;  // as the value says; more than `members` when it is damaged
};
[[nodiscard]] std::optional<Alias> parse_alias(Bytes c);

/// Value `F` of Domains\Account: what passwords must be like. Layout: impacket (DOMAIN_ACCOUNT_F).
struct PasswordPolicy {
    std::uint64_t maximum_age_days = 0;  // 0: they never expire
    std::uint16_t minimum_length = 0;
    std::uint16_t history = 0;
    std::uint16_t lockout_threshold = 0;  // 0: accounts are not locked
    bool complexity = false;
};
[[nodiscard]] std::optional<PasswordPolicy> parse_password_policy(Bytes f);

/// Value `V` of Domains\Account ends in the three numbers of the machine's SID: "S-1-5-21-…".
[[nodiscard]] std::optional<std::string> parse_machine_sid(Bytes v);

}  // namespace xiezhi::sam
