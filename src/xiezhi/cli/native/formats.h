#pragma once

#include "xiezhi/cli/native_dump.h"

namespace xiezhi::cli {

// One adapter for each kind in the table of native_dump.cpp, in cli/native/<format>.cpp.

Result<void> dump_prefetch(const NativeInput& input, RecordSink& sink, const DamageSink& damages);
Result<void> dump_recentfilecache(const NativeInput& input, RecordSink& sink,
                                  const DamageSink& damages);
Result<void> dump_lnk(const NativeInput& input, RecordSink& sink, const DamageSink& damages);
Result<void> dump_automatic_jumplist(const NativeInput& input, RecordSink& sink,
                                     const DamageSink& damages);
Result<void> dump_custom_jumplist(const NativeInput& input, RecordSink& sink,
                                  const DamageSink& damages);
Result<void> dump_hosts(const NativeInput& input, RecordSink& sink, const DamageSink& damages);
Result<void> dump_powershell_history(const NativeInput& input, RecordSink& sink,
                                     const DamageSink& damages);
Result<void> dump_powershell_transcript(const NativeInput& input, RecordSink& sink,
                                        const DamageSink& damages);
Result<void> dump_firewall_log(const NativeInput& input, RecordSink& sink,
                               const DamageSink& damages);
Result<void> dump_policy_scripts(const NativeInput& input, RecordSink& sink,
                                 const DamageSink& damages);
Result<void> dump_compatibility_list(const NativeInput& input, RecordSink& sink,
                                     const DamageSink& damages);
Result<void> dump_recycle(const NativeInput& input, RecordSink& sink, const DamageSink& damages);
Result<void> dump_regf(const NativeInput& input, RecordSink& sink, const DamageSink& damages);
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
Result<void> dump_program(const NativeInput& input, RecordSink& sink, const DamageSink& damages);
Result<void> dump_catalog(const NativeInput& input, RecordSink& sink, const DamageSink& damages);

}  // namespace xiezhi::cli
