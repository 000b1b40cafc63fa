#pragma once

#include "xiezhi/base/record_sink.h"
#include "xiezhi/formats/text/artefacts.h"

/// Each artefact read and written as records in one go.
namespace xiezhi::text {

Result<void> dump_hosts(const ByteSource& source, RecordSink& sink, const DamageSink& damages);
Result<void> dump_history(const ByteSource& source, RecordSink& sink, const DamageSink& damages);
Result<void> dump_transcript(const ByteSource& source, RecordSink& sink, const DamageSink& damages);
Result<void> dump_firewall_log(const ByteSource& source, RecordSink& sink,
                               const DamageSink& damages);
Result<void> dump_policy_scripts(const ByteSource& source, RecordSink& sink,
                                 const DamageSink& damages);
Result<void> dump_compatibility_list(const ByteSource& source, RecordSink& sink,
                                     const DamageSink& damages);

}  // namespace xiezhi::text
