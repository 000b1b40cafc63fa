#include <fmt/format.h>

#include <string>
#include <utility>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/formats/regpol/policy.h"
#include "xiezhi/readers/host/registry.h"
#include "xiezhi/readers/host/subjects.h"

namespace xiezhi::readers {
namespace {

constexpr std::size_t kEntriesMax = 20'000;  // of a host
constexpr std::size_t kDataTextMax = 64U << 10U;

enum : std::uint32_t { kSz = 1, kExpandSz = 2, kDword = 4, kMultiSz = 7, kQword = 11 };

/// Data as Sysmon writes it, like that of values in hives.
std::string details_of(const regpol::Entry& entry) {
    const Bytes data = entry.data;
    if (entry.type == kDword)
        return fmt::format("DWORD (0x{:08x})", load_le<std::uint32_t>(data, 0));
    if (entry.type == kQword) {
        return fmt::format("QWORD (0x{:08x}-0x{:08x})", load_le<std::uint32_t>(data, 4),
                           load_le<std::uint32_t>(data, 0));
    }
    if (entry.type != kSz && entry.type != kExpandSz && entry.type != kMultiSz) {
        return "Binary Data";
    }
    std::string text;
    append_utf8(text, data.first(std::min(data.size() / 2 * 2, kDataTextMax)));
    while (!text.empty() && text.back() == '\0') text.pop_back();
    for (char& c : text) c = c == '\0' ? ' ' : c;
    return text.empty() ? "(Empty)" : text;
}

class PolicyReader {
public:
    explicit PolicyReader(HostContext& host) : host_(host) {}

    void read() {
        for (const std::size_t index : host_.volume.artefacts()) {
            if (host_.volume.artefact(index).kind == evidence::ArtefactKind::RegistryPol) {
                read_file(index);
            }
        }
        observe(host_, Dataset::Setting, "registry.pol", files_ > 0, damaged_, entries_);
    }

private:
    void read_file(std::size_t index) {
        ++files_;
        const std::string& path = host_.volume.artefact(index).path;
        const std::string lower = folded(path);
        const bool of_user = lower.find("/user/") != std::string::npos;
        const auto source = host_.volume.collection().open(index);
        const auto done = source ? regpol::read_policy(
                                       **source,
                                       [&](const regpol::Entry& entry) {
                                           tell(path, of_user, entry);
                                           return ++entries_ < kEntriesMax;
                                       },
                                       [&](const Damage&) { damaged_ = true; })
                                 : Result<void>(source.error());
        if (done) return;
        damaged_ = true;
        host_.notes({.kind = NoteKind::Unreadable, .path = path, .what = done.error().what});
    }

    void tell(const std::string& path, bool of_user, const regpol::Entry& entry) {
        const std::string root = of_user ? "HKU\\(policy)" : "HKLM";
        const std::string full = root + '\\' + entry.key + '\\' + entry.value;
        const Proof proof{.path = path,
                          .parser = "regpol",
                          .place = entry.key + " | " + entry.value,
                          .offset = entry.offset};
        State setting(Dataset::Setting);
        setting.set(StateField::SettingName, full);
        setting.set(StateField::SettingValue, details_of(entry));
        setting.set_truth(StateField::SettingPolicy, true);
        setting.proofs.push_back(proof);
        host_.states(std::move(setting));
        if (entry.value.starts_with("**") || stands_in_hive(of_user, entry)) return;
        State value(Dataset::RegistryValue);
        value.set(StateField::RegistryPath, full);
        value.set(StateField::RegistryHive, of_user ? "HKU" : "HKLM");
        value.set(StateField::RegistryKey, root + '\\' + entry.key);
        value.set(StateField::RegistryValue, entry.value);
        value.set(StateField::RegistryDataStrings, details_of(entry));
        value.set(StateField::RegistryDetails, details_of(entry));
        value.proofs.push_back(proof);
        host_.states(std::move(value));
    }

    /// What is in force is read from the hive; the file says only who wants it so.
    [[nodiscard]] bool stands_in_hive(bool of_user, const regpol::Entry& entry) const {
        constexpr std::string_view kSoftware = "software\\";
        if (of_user) return host_.registry->first(HiveKind::User) != nullptr;
        if (!folded(entry.key).starts_with(kSoftware)) return true;
        const auto key = host_.registry->software(entry.key.substr(kSoftware.size()));
        return key && key->value(entry.value).has_value();
    }

    HostContext& host_;
    std::uint64_t files_ = 0;
    std::uint64_t entries_ = 0;
    bool damaged_ = false;
};

}  // namespace

void read_policy_files(HostContext& host) {
    PolicyReader(host).read();
}

}  // namespace xiezhi::readers
