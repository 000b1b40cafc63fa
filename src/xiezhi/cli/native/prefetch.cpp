#include "xiezhi/cli/native/formats.h"
#include "xiezhi/formats/prefetch/dump.h"

namespace xiezhi::cli {

Result<void> dump_prefetch(const NativeInput& input, RecordSink& sink, const DamageSink& damages) {
    auto read = prefetch::read(input.bytes, damages);
    if (!read) return std::move(read.error());
    (void)prefetch::write(*read, sink);
    return {};
}

}  // namespace xiezhi::cli
