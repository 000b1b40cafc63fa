#include "xiezhi/cli/native/formats.h"
#include "xiezhi/formats/regpol/policy.h"

namespace xiezhi::cli {

Result<void> dump_registry_pol(const NativeInput& input, RecordSink& sink,
                               const DamageSink& damages) {
    return regpol::dump(input.bytes, sink, damages);
}

}  // namespace xiezhi::cli
