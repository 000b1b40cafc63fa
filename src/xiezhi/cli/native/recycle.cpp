#include "xiezhi/formats/recycle/recycle.h"

#include "xiezhi/cli/native/formats.h"

namespace xiezhi::cli {

Result<void> dump_recycle(const NativeInput& input, RecordSink& sink, const DamageSink& damages) {
    auto index = recycle::read(input.bytes, damages);
    if (!index) return std::move(index.error());
    (void)recycle::write(*index, sink);
    return {};
}

}  // namespace xiezhi::cli
