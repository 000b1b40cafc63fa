// Bytes as a shell link: it ends within them, and so does every part of it.
#include "fuzz/checked_sink.h"
#include "xiezhi/formats/lnk/dump.h"

using namespace xiezhi;
using namespace xiezhi::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes bytes = input(data, size);
    check_records([&](RecordSink& sink, const DamageSink& damages) {
        const auto link = lnk::parse(bytes, 0, damages);
        require(link.has_value() == lnk::begins_link(bytes));
        if (!link) return;
        require(link->size >= lnk::kHeaderSize && link->size <= size);
        for (const lnk::ShellItem& item : link->items) {
            require(item.offset + item.bytes.size() <= link->size);
        }
        for (const lnk::Block& block : link->blocks) {
            require(block.offset + block.size <= link->size);
        }
        require(lnk::write(*link, sink));
    });
    return 0;
}
