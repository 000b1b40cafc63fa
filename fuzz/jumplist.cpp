// Bytes as a jump list of both kinds: what its links have in bytes does not grow beyond the file.
#include "xiezhi/formats/jumplist/jumplist.h"

#include "fuzz/checked_sink.h"
#include "xiezhi/cli/native/formats.h"

using namespace xiezhi;
using namespace xiezhi::fuzz;

namespace {

std::size_t total(const std::vector<jumplist::LinkBytes>& links, std::size_t size) {
    std::size_t sum = 0;
    for (const jumplist::LinkBytes& link : links) {
        require(link.offset <= size || link.bytes.empty());
        sum += link.bytes.size();
    }
    return sum;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes bytes = input(data, size);
    const MemorySource source({bytes.begin(), bytes.end()});
    const DamageSink none = [](const Damage&) {};
    if (const auto list = jumplist::read_automatic(source, none)) {
        require(total(list->links, size) <= 4 * size);
        require(list->entries.size() <= 4 * size / 114);
    }
    if (const auto list = jumplist::read_custom(source, none)) {
        require(total(list->links, size) <= size);
    }
    const cli::NativeInput native{
        .bytes = source, .path = "fuzz", .beside = [](std::string_view) { return nullptr; }};
    check_records([&](RecordSink& sink, const DamageSink& damages) {
        (void)cli::dump_automatic_jumplist(native, sink, damages);
    });
    check_records([&](RecordSink& sink, const DamageSink& damages) {
        (void)cli::dump_custom_jumplist(native, sink, damages);
    });
    return 0;
}
