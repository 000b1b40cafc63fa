#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "xiezhi/base/time.h"

/// Values of the SAM hive as writers of hosts need them; their layouts:
/// xiezhi/formats/registry_values/sam.h.
namespace xiezhi::demo {

struct SamAccount {
    std::uint32_t rid;
    std::uint32_t acts_as;  // RID inside F
    const char* name;
    const char* comment;
    std::uint16_t control;
    FileTime last_logon;
    FileTime password_set;
    /// What V keeps of the password; the usual bytes say no more than that there is one.
    std::string hash = std::string(56, '\x11');
};

/// Values F and V of Users\<RID>.
[[nodiscard]] std::string account_fixed(const SamAccount& account);
[[nodiscard]] std::string account_texts(const SamAccount& account);
/// Value C of a local group of this machine's accounts.
[[nodiscard]] std::string group_value(std::uint32_t rid, const char* name,
                                      const std::vector<std::uint32_t>& members);
/// Value V of Domains\Account, with the machine's SID (kMachineSid).
[[nodiscard]] std::string machine_sid_value();
/// A RID as keys are named.
[[nodiscard]] std::string rid_name(std::uint32_t rid);

}  // namespace xiezhi::demo
