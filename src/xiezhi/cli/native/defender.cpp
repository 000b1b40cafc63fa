#include "xiezhi/cli/native/formats.h"
#include "xiezhi/formats/defender/detection.h"
#include "xiezhi/formats/defender/log.h"

namespace xiezhi::cli {

Result<void> dump_defender_detection(const NativeInput& input, RecordSink& sink,
                                     const DamageSink& damages) {
    const auto detection = defender::read_detection(input.bytes, damages);
    if (!detection) return detection.error();
    defender::dump(*detection, sink);
    return {};
}

Result<void> dump_defender_log(const NativeInput& input, RecordSink& sink,
                               const DamageSink& /*damages*/) {
    return defender::dump_log(input.bytes, sink);
}

}  // namespace xiezhi::cli
