#pragma once

#include "xiezhi/cli/native_dump.h"

/// One function a kind, each in a file of its own; native_dump.cpp has the table.
namespace xiezhi::cli {

[[nodiscard]] Result<void> dump_regf(const NativeInput& input, RecordSink& sink,
                                     const DamageSink& damages);

}  // namespace xiezhi::cli
