#pragma once

#include "xiezhi/cli/native_dump.h"

/// How each kind of artefact becomes records; the table is in cli/native_dump.cpp.
namespace xiezhi::cli {

Result<void> dump_program(const NativeInput& input, RecordSink& sink, const DamageSink& damages);
Result<void> dump_catalog(const NativeInput& input, RecordSink& sink, const DamageSink& damages);

}  // namespace xiezhi::cli
