#include "xiezhi/readers/host/windows_version.h"

#include <algorithm>
#include <charconv>
#include <memory>

#include "xiezhi/base/text.h"
#include "xiezhi/schema/software.h"

namespace xiezhi::readers {
namespace {

constexpr std::string_view kVersion = R"(Microsoft\Windows NT\CurrentVersion)";

std::uint32_t number_of(std::string_view text) {
    std::uint32_t number = 0;
    std::from_chars(std::to_address(text.begin()), std::to_address(text.end()), number);
    return number;
}

std::string_view last_part(std::string_view name) {
    return name.substr(std::min(name.rfind('~'), name.size() - 1) + 1);
}

/// `7601.24449.1.8` -> 24449, when it is of this build.
std::uint32_t revision_of(std::string_view version, std::uint32_t build) {
    const std::size_t dot = version.find('.');
    if (dot == std::string_view::npos || number_of(version.substr(0, dot)) != build) return 0;
    return number_of(version.substr(dot + 1));
}

std::string kind_of(const std::string& type_code, const std::string& edition) {
    if (type_code == "server" || type_code == "domain_controller") return "server";
    const std::string lower = folded(edition);
    if (lower.starts_with("enterprises") || lower.starts_with("iotenterprises")) return "ltsc";
    const bool large = lower.starts_with("enterprise") || lower.starts_with("education");
    return large ? "enterprise" : "client";
}

bool is_open(const schema::WindowsHole& hole, const WindowsVersion& version) {
    constexpr std::uint32_t kFirstCumulative = 10'240;
    if (hole.build != version.build) return false;
    if (hole.role == "dc" && version.type_code != "domain_controller") return false;
    const bool updated = std::ranges::any_of(hole.updates, [&](std::string_view update) {
        return version.updates.contains(std::string(update));
    });
    if (updated || version.revision >= hole.revision) return false;
    // Where nothing is known of updates, nothing is said; before Windows 10 each stood alone.
    return version.build >= kFirstCumulative ? version.revision > 0 : !version.updates.empty();
}

}  // namespace

std::string host_type_code(const Registry& registry) {
    const auto options = registry.control(R"(Control\ProductOptions)");
    const std::string type = options ? options->text("ProductType").value_or("") : "";
    if (type == "WinNT") return "workstation";
    if (type == "ServerNT") return "server";
    return type == "LanmanNT" ? "domain_controller" : "";
}

ServicingPackage servicing_package(std::string_view key_name) {
    ServicingPackage package;
    package.version = last_part(key_name);
    package.rollup = key_name.find("RollupFix~") != std::string_view::npos;
    const std::size_t at = key_name.find("KB");
    if (at == std::string_view::npos) return package;
    const std::string_view digits = key_name.substr(at + 2);
    const std::size_t size = std::min(digits.find_first_not_of("0123456789"), digits.size());
    if (size >= 6) package.update = key_name.substr(at, size + 2);
    return package;
}

const char* package_state(std::uint64_t state) noexcept {
    switch (state) {  // CBS_STATE
        case 0x70:
        case 0x80:  // for good
            return "installed";
        case 0x50:
            return "superseded";
        case 0x40:
            return "staged";
        case 0x00:
            return "absent";
        default:
            return "other";
    }
}

WindowsVersion windows_version(const Registry& registry) {
    WindowsVersion version;
    version.type_code = host_type_code(registry);
    const OpenHive* const software = registry.first(HiveKind::Software);
    const auto key = registry.software(kVersion);
    if (!key || software == nullptr) return version;
    version.build = number_of(key->text("CurrentBuildNumber").value_or(""));
    version.revision = static_cast<std::uint32_t>(key->number("UBR").value_or(0));
    version.kind = kind_of(version.type_code, key->text("EditionID").value_or(""));
    each_key(software->hive, kServicingPackages, [&](const regf::Key& one, const std::string&) {
        const std::string_view state = package_state(one.number("CurrentState").value_or(0));
        if (state != "installed" && state != "superseded") return;
        const ServicingPackage package = servicing_package(one.name().text());
        if (!package.update.empty()) version.updates.insert(package.update);
        if (package.rollup && state == "installed") {
            version.revision =
                std::max(version.revision, revision_of(package.version, version.build));
        }
    });
    return version;
}

void judge_version(State& state, const WindowsVersion& version, FileTime newest) {
    const std::string_view day = schema::end_of_life(version.build, version.kind);
    if (const auto end = parse_iso(std::string(day) + "T00:00:00Z"); !day.empty() && end) {
        state.set(StateField::HostOsEndOfLife, std::string(day));
        if (newest.ticks != 0) state.set_truth(StateField::HostOsUnsupported, *end < newest);
    }
    for (const schema::WindowsHole& hole : schema::windows_holes()) {
        if (is_open(hole, version)) state.add(StateField::HostOsHole, std::string(hole.hole));
    }
}

}  // namespace xiezhi::readers
