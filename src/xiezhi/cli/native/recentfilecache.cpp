#include "xiezhi/formats/recentfilecache/recentfilecache.h"

#include "xiezhi/cli/native/formats.h"

namespace xiezhi::cli {

Result<void> dump_recentfilecache(const NativeInput& input, RecordSink& sink,
                                  const DamageSink& damages) {
    auto entries = recentfilecache::read(input.bytes, damages);
    if (!entries) return std::move(entries.error());
    (void)recentfilecache::write(*entries, sink);
    return {};
}

}  // namespace xiezhi::cli
