// Bytes as RecentFileCache.bcf: entries follow each other within them.
#include "xiezhi/formats/recentfilecache/recentfilecache.h"

#include "fuzz/checked_sink.h"

using namespace xiezhi;
using namespace xiezhi::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes bytes = input(data, size);
    const MemorySource source({bytes.begin(), bytes.end()});
    check_records([&](RecordSink& sink, const DamageSink& damages) {
        const auto entries = recentfilecache::read(source, damages);
        if (!entries) return;
        std::uint64_t last = 0;
        for (const recentfilecache::Entry& entry : *entries) {
            require(entry.offset > last && entry.offset + 6 <= size);
            last = entry.offset;
        }
        require(recentfilecache::write(*entries, sink));
    });
    return 0;
}
