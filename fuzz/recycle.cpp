// Bytes as an index of the recycle bin: records lie within them, each behind the last.
#include "xiezhi/formats/recycle/recycle.h"

#include "fuzz/checked_sink.h"

using namespace xiezhi;
using namespace xiezhi::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes bytes = input(data, size);
    const MemorySource source({bytes.begin(), bytes.end()});
    check_records([&](RecordSink& sink, const DamageSink& damages) {
        const auto index = recycle::read(source, damages);
        if (!index) return;
        const std::uint64_t record_size = index->record_size.value_or(24);
        for (std::size_t i = 0; i < index->files.size(); ++i) {
            require(index->files[i].offset + record_size <= size);
            require(i == 0 || index->files[i].offset == index->files[i - 1].offset + record_size);
        }
        require(recycle::write(*index, sink));
    });
    return 0;
}
