#include "xiezhi/schema/software.h"

#include <set>

#include "xiezhi/base/text.h"
#include "xiezhi/readers/host/registry.h"
#include "xiezhi/readers/host/subjects.h"
#include "xiezhi/readers/host/windows_version.h"

// Installed programs, with what schema/products.tsv knows of their age; and updates of Windows.
namespace xiezhi::readers {
namespace {

/// The product's version: of some only the name says it.
std::string version_of(const std::string& name, const std::string& version) {
    if (!version.empty()) return version;
    const std::size_t digit = name.find_first_of("0123456789");
    return digit == std::string::npos ? std::string() : name.substr(digit);
}

void judge_age(State& state, FileTime newest) {
    const std::string name = folded(state.text(StateField::PackageName));
    const std::string version =
        version_of(name, std::string(state.text(StateField::PackageVersion)));
    const auto is_past = [&](std::string_view day) {
        const auto time = parse_iso(std::string(day) + "T00:00:00Z");
        return time && *time < newest;
    };
    for (const schema::Product& product : schema::products()) {
        if (!product.since.empty() && !is_past(product.since)) continue;
        if (!schema::is_version_of(product, name, version)) continue;
        if (!product.end_of_life.empty()) {
            state.set(StateField::PackageEndOfLife, std::string(product.end_of_life));
            if (!is_past(product.end_of_life)) continue;
        }
        if (!product.below.empty()) {
            state.set(StateField::PackageFixedIn, std::string(product.below));
        }
        state.set_truth(StateField::PackageOutdated, true);
        for (const std::string_view hole : product.holes) {
            state.add(StateField::PackageHole, std::string(hole));
        }
    }
}

std::uint64_t read_software_of(HostContext& host, const OpenHive& hive, const std::string& front,
                               const std::string& type_code) {
    std::uint64_t count = 0;
    each_key(hive.hive, front + R"(Microsoft\Windows\CurrentVersion\Uninstall\*)",
             [&](const regf::Key& key, const std::string& path) {
                 const std::string name = key.text("DisplayName").value_or("");
                 if (name.empty()) return;
                 State state(Dataset::Software);
                 state.set(StateField::PackageName, name);
                 state.set(StateField::PackageVersion, key.text("DisplayVersion").value_or(""));
                 state.set(StateField::PackageVendor, key.text("Publisher").value_or(""));
                 state.set(StateField::PackageInstalled, key.text("InstallDate").value_or(""));
                 state.set(StateField::PackagePath, key.text("InstallLocation").value_or(""));
                 state.set(StateField::PackageUninstall, key.text("UninstallString").value_or(""));
                 state.set(StateField::HostOsTypeCode, type_code);
                 state.set(StateField::UserName, hive.user);
                 judge_age(state, host.registry->newest());
                 place(state, hive, key, path, nullptr);
                 host.states(std::move(state));
                 ++count;
             });
    return count;
}

/// One document for each update, of its first package; rollups have no number there.
std::uint64_t read_patches(HostContext& host, const OpenHive& software) {
    std::uint64_t count = 0;
    std::set<std::string> told;
    each_key(software.hive, kServicingPackages, [&](const regf::Key& key, const std::string& path) {
        const std::string name = key.name().text();
        const ServicingPackage package = servicing_package(name);
        if (package.update.empty() && !package.rollup) return;
        if (!told.insert(package.rollup ? name : package.update).second) return;
        State state(Dataset::Patch);
        state.set(StateField::PatchId, package.update);
        state.set(StateField::PatchPackage, name);
        state.set(StateField::PatchVersion, package.version);
        state.set(StateField::PatchState, package_state(key.number("CurrentState").value_or(0)));
        place(state, software, key, path, nullptr);
        host.states(std::move(state));
        ++count;
    });
    return count;
}

}  // namespace

void read_software(HostContext& host) {
    const Registry& registry = *host.registry;
    const OpenHive* const software = registry.first(HiveKind::Software);
    const std::string type_code = host_type_code(registry);
    std::uint64_t packages = 0;
    if (software != nullptr) {
        packages += read_software_of(host, *software, "", type_code);
        packages += read_software_of(host, *software, "Wow6432Node\\", type_code);
    }
    for (const OpenHive* user : registry.all(HiveKind::User)) {
        packages += read_software_of(host, *user, "Software\\", type_code);
    }
    observe_hive(host, Dataset::Software, software, "SOFTWARE", packages);
    observe_hive(host, Dataset::Patch, software, "SOFTWARE",
                 software == nullptr ? 0 : read_patches(host, *software));
}

}  // namespace xiezhi::readers
