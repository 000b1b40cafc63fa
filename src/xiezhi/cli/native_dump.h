#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "xiezhi/base/damage.h"
#include "xiezhi/base/record_sink.h"
#include "xiezhi/evidence/collection.h"

namespace xiezhi::cli {

/// One artefact to dump, and the way to those that belong to it.
struct NativeInput {
    const ByteSource& bytes;
    std::string_view path;  // as shown
    /// Another artefact of the same folder by name (a hive's log, a part of the WMI repository), or
    /// null when it is not there.
    std::function<std::unique_ptr<ByteSource>(std::string_view name)> beside;
};

/// How one kind of artefact becomes records. Damages are told; an Error only when nothing at all
/// could be read.
using NativeDump = Result<void> (*)(const NativeInput& input, RecordSink& sink,
                                    const DamageSink& damages);

/// Null for kinds that have no records of their own: event logs (see formats/evtx/dump.h),
/// archives, unknown files.
[[nodiscard]] NativeDump native_dump(evidence::ArtefactKind kind);

}  // namespace xiezhi::cli
