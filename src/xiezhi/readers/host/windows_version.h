#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "xiezhi/readers/host/registry.h"

namespace xiezhi::readers {

/// What the hives say of how new the host's Windows is.
struct WindowsVersion {
    std::uint32_t build = 0;        // 0: not known
    std::uint32_t revision = 0;     // UBR, or that of the newest rollup; 0: not known
    std::string kind;               // as in schema/windows_builds.tsv
    std::string type_code;          // as host.os.type_code
    std::set<std::string> updates;  // `KB4012212`, installed
};
[[nodiscard]] WindowsVersion windows_version(const Registry& registry);

/// `workstation`, `server`, `domain_controller`; empty: not known.
[[nodiscard]] std::string host_type_code(const Registry& registry);

/// A package of Component Based Servicing, by the name of its key:
/// `Package_for_KB4012212~31bf3856ad364e35~amd64~~6.1.1.0`.
struct ServicingPackage {
    std::string update;   // `KB4012212`; empty: the name says none
    std::string version;  // the last part
    bool rollup = false;  // Package_for_RollupFix: its version says which build it makes
};
[[nodiscard]] ServicingPackage servicing_package(std::string_view key_name);

/// CurrentState of such a package: `installed`, `superseded` …; `other` for what is on its way.
[[nodiscard]] const char* package_state(std::uint64_t state) noexcept;

inline constexpr std::string_view kServicingPackages =
    R"(Microsoft\Windows\CurrentVersion\Component Based Servicing\Packages\*)";

/// Sets host.os.end_of_life, …unsupported and the holes that stand open.
void judge_version(State& state, const WindowsVersion& version, FileTime newest);

}  // namespace xiezhi::readers
