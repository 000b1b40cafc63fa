#include <array>

#include "xiezhi/base/value.h"
#include "xiezhi/formats/regf/security.h"
#include "xiezhi/formats/registry_values/sam.h"
#include "xiezhi/readers/host/registry.h"
#include "xiezhi/readers/host/subjects.h"

// How accounts are guarded: what passwords must be like, whether one stands in the registry, who
// may open the SAM.
namespace xiezhi::readers {
namespace {

std::uint64_t read_policy(HostContext& host, const OpenHive& sam) {
    const std::string path = R"(SAM\Domains\Account)";
    const auto key = sam.hive.find(path);
    const auto value = key ? key->value("F") : std::nullopt;
    if (!value) return 0;
    std::vector<std::byte> room;
    const auto policy = sam::parse_password_policy(value->data(room).bytes);
    if (!policy) return 0;
    State state(Dataset::PasswordPolicy);
    state.set_number(StateField::PasswordPolicyMinimumLength, policy->minimum_length);
    state.set_truth(StateField::PasswordPolicyComplexity, policy->complexity);
    state.set_number(StateField::PasswordPolicyMaximumAgeDays, policy->maximum_age_days);
    state.set_number(StateField::PasswordPolicyHistory, policy->history);
    state.set_number(StateField::PasswordPolicyLockoutThreshold, policy->lockout_threshold);
    place(state, sam, *key, path, &*value);
    host.states(std::move(state));
    return 1;
}

std::uint64_t read_autologon(HostContext& host, const OpenHive& software) {
    const std::string path = R"(Microsoft\Windows NT\CurrentVersion\Winlogon)";
    const auto key = software.hive.find(path);
    const auto value = key ? key->value("AutoAdminLogon") : std::nullopt;
    if (!value) return 0;
    State state(Dataset::Autologon);
    const bool on = value->text() == "1" || value->number() == std::uint64_t{1};
    state.set_truth(StateField::AutologonEnabled, on);
    const auto password = key->value("DefaultPassword");
    const bool clear = password && !password->text().empty();
    state.set_truth(StateField::AutologonPasswordInClear, clear);
    state.set(StateField::UserName, key->text("DefaultUserName").value_or(""));
    state.set(StateField::AutologonDomain, key->text("DefaultDomainName").value_or(""));
    place(state, software, *key, path, &*value);
    if (clear) state.proofs.push_back(proof_of(software, path, &*password, nullptr));
    host.states(std::move(state));
    return 1;
}

/// Windows SDK, winnt.h: KEY_* and standard rights.
std::vector<std::string> access_of(std::uint32_t mask) {
    constexpr std::uint32_t kAll = 0x10000000;
    constexpr std::uint32_t kRead = 0x80000000 | 0x0001 | 0x0008;
    constexpr std::uint32_t kWrite = 0x40000000 | 0x00010000 | 0x0002 | 0x0004;
    constexpr std::uint32_t kRights = 0x00040000 | 0x00080000;
    std::vector<std::string> access;
    if ((mask & (kAll | kRead)) != 0) access.emplace_back("read");
    if ((mask & (kAll | kWrite)) != 0) access.emplace_back("write");
    if ((mask & (kAll | kRights)) != 0) access.emplace_back("change_rights");
    return access;
}

/// Windows gives SYSTEM everything, and administrators no more than to change the rights.
bool is_default(const std::string& sid, const std::vector<std::string>& access) {
    if (sid == "S-1-5-18") return true;
    return sid == "S-1-5-32-544" && access == std::vector<std::string>{"change_rights"};
}

std::uint64_t read_key_rights(HostContext& host, const OpenHive& sam) {
    constexpr std::uint8_t kInheritOnly = 0x08;
    std::uint64_t count = 0;
    for (const char* path :
         {"SAM", R"(SAM\Domains)", R"(SAM\Domains\Account)", R"(SAM\Domains\Account\Users)"}) {
        const auto key = sam.hive.find(path);
        const auto security = key ? regf::parse_security(key->security()) : std::nullopt;
        if (!security) continue;
        for (const regf::Ace& ace : security->dacl) {
            if (ace.type != 0 || ace.sid.empty() || (ace.flags & kInheritOnly) != 0) continue;
            std::vector<std::string> access = access_of(ace.mask);
            if (access.empty()) continue;
            std::string sid;
            append_text(sid, Value{ValueType::Sid, ace.sid});
            State state(Dataset::KeyRight);
            state.set(StateField::RegistryKey, std::string(R"(HKLM\SAM\)") + path);
            state.set(StateField::KeyRightSid, sid);
            state.set_truth(StateField::KeyRightDefault, is_default(sid, access));
            for (std::string& one : access) state.add(StateField::KeyRightAccess, std::move(one));
            place(state, sam, *key, path, nullptr);
            host.states(std::move(state));
            ++count;
        }
    }
    return count;
}

}  // namespace

void read_account_settings(HostContext& host) {
    const OpenHive* const sam = host.registry->first(HiveKind::Sam);
    const OpenHive* const software = host.registry->first(HiveKind::Software);
    observe_hive(host, Dataset::PasswordPolicy, sam, "SAM",
                 sam == nullptr ? 0 : read_policy(host, *sam));
    observe_hive(host, Dataset::KeyRight, sam, "SAM",
                 sam == nullptr ? 0 : read_key_rights(host, *sam));
    observe_hive(host, Dataset::Autologon, software, "SOFTWARE",
                 software == nullptr ? 0 : read_autologon(host, *software));
}

}  // namespace xiezhi::readers
