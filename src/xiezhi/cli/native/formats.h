#pragma once

#include "xiezhi/cli/native_dump.h"

/// How each format is dumped; native_dump.cpp says for which kinds.
namespace xiezhi::cli {

Result<void> dump_task_xml(const NativeInput& input, RecordSink& sink, const DamageSink& damages);
Result<void> dump_task_job(const NativeInput& input, RecordSink& sink, const DamageSink& damages);
Result<void> dump_wmi_objects(const NativeInput& input, RecordSink& sink,
                              const DamageSink& damages);
Result<void> dump_wmi_index(const NativeInput& input, RecordSink& sink, const DamageSink& damages);
Result<void> dump_wmi_map(const NativeInput& input, RecordSink& sink, const DamageSink& damages);
Result<void> dump_defender_detection(const NativeInput& input, RecordSink& sink,
                                     const DamageSink& damages);
Result<void> dump_defender_log(const NativeInput& input, RecordSink& sink,
                               const DamageSink& damages);
Result<void> dump_registry_pol(const NativeInput& input, RecordSink& sink,
                               const DamageSink& damages);

}  // namespace xiezhi::cli
