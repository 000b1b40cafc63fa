// Bytes as a prefetch file and as XPRESS Huffman: what is expanded is no longer than asked for and
// begins alike however much is asked for.
#include <algorithm>

#include "fuzz/checked_sink.h"
#include "xiezhi/base/xpress_huffman.h"
#include "xiezhi/formats/prefetch/dump.h"

using namespace xiezhi;
using namespace xiezhi::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::size_t kExpanded = 100'000;
    const Bytes bytes = input(data, size);
    const Expanded whole = expand_xpress_huffman(bytes, kExpanded);
    require(whole.bytes.size() <= kExpanded);
    require((whole.end == Expanded::End::Complete) == (whole.bytes.size() == kExpanded));
    const Expanded part = expand_xpress_huffman(bytes, whole.bytes.size() / 2);
    require(part.end == Expanded::End::Complete);
    require(std::ranges::equal(part.bytes, Bytes(whole.bytes).first(part.bytes.size())));

    const MemorySource source({bytes.begin(), bytes.end()});
    check_records([&](RecordSink& sink, const DamageSink& damages) {
        const auto read = prefetch::read(source, damages);
        if (!read) return;
        require(read->size <= prefetch::kSizeMax);
        require(prefetch::write(*read, sink));
    });
    return 0;
}
