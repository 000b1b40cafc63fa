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
