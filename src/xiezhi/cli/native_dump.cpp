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
    NativeFormat{evidence::ArtefactKind::TaskXml, dump_task_xml},
    NativeFormat{evidence::ArtefactKind::TaskJob, dump_task_job},
    NativeFormat{evidence::ArtefactKind::WmiObjects, dump_wmi_objects},
    NativeFormat{evidence::ArtefactKind::WmiIndex, dump_wmi_index},
    NativeFormat{evidence::ArtefactKind::WmiMap, dump_wmi_map},
    NativeFormat{evidence::ArtefactKind::DefenderDetection, dump_defender_detection},
    NativeFormat{evidence::ArtefactKind::DefenderLog, dump_defender_log},
    NativeFormat{evidence::ArtefactKind::RegistryPol, dump_registry_pol},
};

}  // namespace

NativeDump native_dump(evidence::ArtefactKind kind) {
    for (const NativeFormat& format : kFormats) {
        if (format.kind == kind) return format.dump;
    }
    return nullptr;
}

}  // namespace xiezhi::cli
