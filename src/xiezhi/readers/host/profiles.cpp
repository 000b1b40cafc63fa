#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>

#include "xiezhi/base/text.h"
#include "xiezhi/formats/registry_values/sam.h"
#include "xiezhi/readers/host/registry.h"
#include "xiezhi/readers/host/subjects.h"

namespace xiezhi::readers {
namespace {

constexpr std::string_view kProfiles = R"(Microsoft\Windows NT\CurrentVersion\ProfileList)";
constexpr std::string_view kDomain = R"(SAM\Domains\Account)";

/// Two halves of a time, as ProfileList keeps them.
FileTime time_of(const regf::Key& key, const std::string& name) {
    const auto high = key.number(name + "High");
    const auto low = key.number(name + "Low");
    if (!high || !low) return {};
    return {(*high & 0xffff'ffffU) << 32U | (*low & 0xffff'ffffU)};
}

class ProfileReader {
public:
    ProfileReader(HostContext& host, const OpenHive& software)
        : host_(host), software_(software), sam_(host.registry->first(HiveKind::Sam)) {
        const auto domain = sam_ == nullptr ? std::nullopt : sam_->hive.find(kDomain);
        const auto value = domain ? domain->value("V") : std::nullopt;
        if (!value) return;
        std::vector<std::byte> room;
        machine_sid_ = sam::parse_machine_sid(value->data(room).bytes).value_or("");
    }

    std::uint64_t read() {
        std::uint64_t count = 0;
        each_key(software_.hive, std::string(kProfiles) + "\\S-1-5-21-*",
                 [&](const regf::Key& key, const std::string& path) {
                     tell(key, path);
                     ++count;
                 });
        return count;
    }

private:
    void tell(const regf::Key& key, const std::string& path) {
        const std::string sid = key.name().text();
        const std::string folder =
            full_path(key.text("ProfileImagePath").value_or(""), host_.paths);
        State state(Dataset::Profile);
        state.set(StateField::UserId, sid);
        state.set(StateField::UserName, folder.substr(folder.rfind('\\') + 1));
        set_file(state, folder);
        if (!machine_sid_.empty()) {
            const bool local = sid.starts_with(machine_sid_ + "-");
            state.set_truth(StateField::ProfileLocal, local);
            if (local) state.set_truth(StateField::ProfileHasAccount, has_account(sid));
        }
        const FileTime loaded = time_of(key, "LocalProfileLoadTime");
        const FileTime unloaded = time_of(key, "LocalProfileUnloadTime");
        state.set_time(StateField::ProfileLoaded, loaded);
        state.set_time(StateField::ProfileUnloaded, unloaded);
        const FileTime used = std::max({loaded, unloaded, hive_written(sid)});
        if (const auto days = days_between(used, host_.registry->newest())) {
            state.set_number(StateField::ProfileIdleDays, *days);
        }
        const auto value = key.value("ProfileImagePath");
        place(state, software_, key, path, value ? &*value : nullptr);
        host_.states(std::move(state));
    }

    [[nodiscard]] bool has_account(const std::string& sid) const {
        std::uint32_t rid = 0;
        const std::string digits = sid.substr(machine_sid_.size() + 1);
        const char* const end = std::to_address(digits.end());
        const auto [stop, error] = std::from_chars(std::to_address(digits.begin()), end, rid);
        if (error != std::errc() || stop != end) return true;  // `.bak` and the like: not to tell
        return sam_->hive.find(fmt::format("{}\\Users\\{:08X}", kDomain, rid)).has_value();
    }

    /// Before Windows 10 only the user's hive says when the profile was in use.
    [[nodiscard]] FileTime hive_written(const std::string& sid) const {
        for (const OpenHive* const hive : host_.registry->all(HiveKind::User)) {
            if (hive->sid == sid) return hive->hive.base().last_written;
        }
        return {};
    }

    HostContext& host_;
    const OpenHive& software_;
    const OpenHive* sam_;
    std::string machine_sid_;
};

}  // namespace

void read_profiles(HostContext& host) {
    const OpenHive* const software = host.registry->first(HiveKind::Software);
    observe_hive(host, Dataset::Profile, software, "SOFTWARE",
                 software == nullptr ? 0 : ProfileReader(host, *software).read());
}

}  // namespace xiezhi::readers
