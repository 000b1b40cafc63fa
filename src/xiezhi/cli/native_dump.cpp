#include "xiezhi/cli/native_dump.h"

#include <array>

#include "xiezhi/cli/native/formats.h"

namespace xiezhi::cli {
namespace {

struct NativeFormat {
    evidence::ArtefactKind kind;
    NativeDump dump;
};

// Each format adds its line.
constexpr std::array kFormats = {
    NativeFormat{evidence::ArtefactKind::Prefetch, dump_prefetch},
    NativeFormat{evidence::ArtefactKind::RecentFileCache, dump_recentfilecache},
    NativeFormat{evidence::ArtefactKind::Link, dump_lnk},
    NativeFormat{evidence::ArtefactKind::JumpList, dump_automatic_jumplist},
    NativeFormat{evidence::ArtefactKind::CustomJumpList, dump_custom_jumplist},
    NativeFormat{evidence::ArtefactKind::RecycleBin, dump_recycle},
    NativeFormat{evidence::ArtefactKind::Hosts, dump_hosts},
    NativeFormat{evidence::ArtefactKind::PowerShellHistory, dump_powershell_history},
    NativeFormat{evidence::ArtefactKind::PowerShellTranscript, dump_powershell_transcript},
    NativeFormat{evidence::ArtefactKind::FirewallLog, dump_firewall_log},
    NativeFormat{evidence::ArtefactKind::PolicyScripts, dump_policy_scripts},
    NativeFormat{evidence::ArtefactKind::CompatibilityList, dump_compatibility_list},
    NativeFormat{evidence::ArtefactKind::Hive, dump_regf},
    NativeFormat{evidence::ArtefactKind::TaskXml, dump_task_xml},
    NativeFormat{evidence::ArtefactKind::TaskJob, dump_task_job},
    NativeFormat{evidence::ArtefactKind::WmiObjects, dump_wmi_objects},
    NativeFormat{evidence::ArtefactKind::WmiIndex, dump_wmi_index},
    NativeFormat{evidence::ArtefactKind::WmiMap, dump_wmi_map},
    NativeFormat{evidence::ArtefactKind::DefenderDetection, dump_defender_detection},
    NativeFormat{evidence::ArtefactKind::DefenderLog, dump_defender_log},
    NativeFormat{evidence::ArtefactKind::RegistryPol, dump_registry_pol},
    NativeFormat{evidence::ArtefactKind::Program, dump_program},
    NativeFormat{evidence::ArtefactKind::Catalog, dump_catalog},
};

}  // namespace

NativeDump native_dump(evidence::ArtefactKind kind) {
    for (const NativeFormat& format : kFormats) {
        if (format.kind == kind) return format.dump;
    }
    return nullptr;
}

}  // namespace xiezhi::cli
