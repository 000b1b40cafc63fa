#include "xiezhi/rules/derive.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <memory>
#include <optional>

namespace xiezhi::rules {
namespace {

using schema::Transform;
using Natives = std::span<const FieldTexts* const>;

std::string_view first(Natives natives, std::size_t index) {
    if (index >= natives.size() || !natives[index]->present()) return {};
    return natives[index]->text(0);
}

bool given(std::string_view text) {
    return !text.empty() && text != "-";
}

std::optional<std::uint64_t> integer(std::string_view text) {
    const int base = text.starts_with("0x") || text.starts_with("0X") ? 16 : 10;
    if (base == 16) text.remove_prefix(2);
    std::uint64_t value = 0;
    const char* end = std::to_address(text.end());
    const auto [stop, error] = std::from_chars(std::to_address(text.begin()), end, value, base);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return value;
}

void decimal(std::string_view text, FieldTexts& out) {
    const auto value = integer(text);
    out.add(value ? fmt::to_string(*value) : std::string(text));
}

/// 4688: when there is a target, that is whom the process runs as.
void account(Natives natives, FieldTexts& out) {
    const bool target = given(first(natives, 3));
    const std::string_view domain = first(natives, target ? 2 : 0);
    const std::string_view name = first(natives, target ? 3 : 1);
    if (name.empty() && domain.empty()) return;
    out.add(given(domain) ? fmt::format("{}\\{}", domain, name) : std::string(name));
}

/// Sigma rules write the word or the SID of the mandatory label.
void integrity(std::string_view sid, FieldTexts& out) {
    struct Word {
        std::string_view sid;
        std::string_view word;
    };
    static constexpr std::array<Word, 6> kWords{{{"S-1-16-0", "Untrusted"},
                                                 {"S-1-16-4096", "Low"},
                                                 {"S-1-16-8192", "Medium"},
                                                 {"S-1-16-8448", "Medium Plus"},
                                                 {"S-1-16-12288", "High"},
                                                 {"S-1-16-16384", "System"}}};
    for (const Word& word : kWords) {
        if (word.sid == sid) out.add(word.word);
    }
    out.add(sid);
}

/// Kernel names of hives as Sysmon writes them.
void registry_path(Natives natives, FieldTexts& out) {
    constexpr std::string_view kMachine = "\\REGISTRY\\MACHINE";
    constexpr std::string_view kUser = "\\REGISTRY\\USER";
    std::string_view key = first(natives, 0);
    std::string path;
    if (schema::same_name(key.substr(0, kMachine.size()), kMachine)) {
        path = "HKLM";
        key.remove_prefix(kMachine.size());
    } else if (schema::same_name(key.substr(0, kUser.size()), kUser)) {
        path = "HKU";
        key.remove_prefix(kUser.size());
    }
    path += key;
    const std::string_view value = first(natives, 1);
    if (given(value)) path.append("\\").append(value);
    if (!path.empty()) out.add(path);
}

/// Sysmon's spelling of a written value; type codes are those of Windows' message tables.
void registry_details(Natives natives, FieldTexts& out) {
    const std::string_view value = first(natives, 0);
    const std::string_view type = first(natives, 1);
    const auto number = integer(value);
    if (type == "%%1876" && number) {
        out.add(fmt::format("DWORD (0x{:08x})", *number));
    } else if (type == "%%1883" && number) {
        out.add(fmt::format("QWORD (0x{:08x}-0x{:08x})", *number >> 32U, *number & 0xffffffffU));
    } else if (type == "%%1875") {
        out.add("Binary Data");
    } else if (!natives.empty() && natives[0]->present()) {
        out.add(value);
    }
}

void registry_change(std::string_view code, FieldTexts& out) {
    if (code == "%%1904" || code == "%%1905") out.add("SetValue");
    if (code == "%%1906") out.add("DeleteValue");
}

/// The drive of a volume device is not known: C stands for it, and a rule's drive letter is made C
/// when the rule is compiled, so that paths are compared from the first folder on.
void device_path(std::string_view path, FieldTexts& out) {
    constexpr std::string_view kDevice = "\\device\\harddiskvolume";
    if (schema::same_name(path.substr(0, kDevice.size()), kDevice)) {
        const std::size_t folder = path.find('\\', kDevice.size());
        if (folder != std::string_view::npos) {
            out.add(fmt::format("C:{}", path.substr(folder)));
            return;
        }
    }
    if (!path.empty()) out.add(path);
}

void protocol(std::string_view number, FieldTexts& out) {
    out.add(number == "6" ? "tcp" : number == "17" ? "udp" : number);
}

bool inbound(std::string_view direction) {
    return direction == "%%14592";
}

/// 5156 has the local side first whoever began; Sysmon has the initiator first.
void side(Natives natives, bool initiator, FieldTexts& out) {
    const bool local = initiator != inbound(first(natives, 0));
    const std::string_view value = first(natives, local ? 1 : 2);
    if (!value.empty()) out.add(value);
}

void copy(Natives natives, FieldTexts& out) {
    if (natives.empty()) return;
    for (std::size_t i = 0; i < natives[0]->count(); ++i) out.add(natives[0]->text(i));
}

}  // namespace

void derive(Transform transform, Natives natives, FieldTexts& out) {
    const std::string_view value = first(natives, 0);
    const bool present = !natives.empty() && natives[0]->present();
    switch (transform) {
        case Transform::Native:
            return copy(natives, out);
        case Transform::Decimal:
            return present ? decimal(value, out) : void();
        case Transform::Account:
            return account(natives, out);
        case Transform::AccountLogon:
            return copy(natives.subspan(given(first(natives, 2)) ? 1 : 0), out);
        case Transform::Integrity:
            return present ? integrity(value, out) : void();
        case Transform::RegistryPath:
            return registry_path(natives, out);
        case Transform::RegistryDetails:
            return registry_details(natives, out);
        case Transform::RegistryChange:
            return registry_change(value, out);
        case Transform::DevicePath:
            return device_path(value, out);
        case Transform::Outbound:
            return present ? out.add(inbound(value) ? "false" : "true") : void();
        case Transform::Protocol:
            return present ? protocol(value, out) : void();
        case Transform::Initiator:
            return side(natives, true, out);
        case Transform::Responder:
            return side(natives, false, out);
    }
}

void add_hash_part(std::string_view hashes, std::string_view name, FieldTexts& out) {
    while (!hashes.empty()) {
        const std::string_view part = hashes.substr(0, hashes.find(','));
        hashes.remove_prefix(std::min(hashes.size(), part.size() + 1));
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos) continue;
        if (schema::same_name(part.substr(0, equals), name)) out.add(part.substr(equals + 1));
    }
}

void add_key_lines(std::string_view text, std::string_view name, FieldTexts& out) {
    while (!text.empty()) {
        std::string_view line = text.substr(0, text.find_first_of("\r\n"));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        while (line.starts_with('\t') || line.starts_with(' ')) line.remove_prefix(1);
        const std::size_t equals = line.find('=');
        if (equals == std::string_view::npos) continue;
        if (schema::same_name(line.substr(0, equals), name)) out.add(line.substr(equals + 1));
    }
}

}  // namespace xiezhi::rules
