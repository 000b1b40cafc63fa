#include "xiezhi/cli/native/formats.h"
#include "xiezhi/formats/text/dump.h"

namespace xiezhi::cli {

Result<void> dump_hosts(const NativeInput& input, RecordSink& sink, const DamageSink& damages) {
    return text::dump_hosts(input.bytes, sink, damages);
}

Result<void> dump_powershell_history(const NativeInput& input, RecordSink& sink,
                                     const DamageSink& damages) {
    return text::dump_history(input.bytes, sink, damages);
}

Result<void> dump_powershell_transcript(const NativeInput& input, RecordSink& sink,
                                        const DamageSink& damages) {
    return text::dump_transcript(input.bytes, sink, damages);
}

Result<void> dump_firewall_log(const NativeInput& input, RecordSink& sink,
                               const DamageSink& damages) {
    return text::dump_firewall_log(input.bytes, sink, damages);
}

Result<void> dump_policy_scripts(const NativeInput& input, RecordSink& sink,
                                 const DamageSink& damages) {
    return text::dump_policy_scripts(input.bytes, sink, damages);
}

Result<void> dump_compatibility_list(const NativeInput& input, RecordSink& sink,
                                     const DamageSink& damages) {
    return text::dump_compatibility_list(input.bytes, sink, damages);
}

}  // namespace xiezhi::cli
