// The first byte chooses a text artefact, the rest is its bytes. Lines come in order and lie within
// them, whatever the encoding.
#include <array>

#include "fuzz/checked_sink.h"
#include "xiezhi/formats/text/dump.h"
#include "xiezhi/formats/text/line_reader.h"

using namespace xiezhi;
using namespace xiezhi::fuzz;

namespace {

using Dump = Result<void> (*)(const ByteSource& source, RecordSink& sink,
                              const DamageSink& damages);
constexpr std::array<Dump, 6> kDumps = {text::dump_hosts,          text::dump_history,
                                        text::dump_transcript,     text::dump_firewall_log,
                                        text::dump_policy_scripts, text::dump_compatibility_list};

void check_lines(const ByteSource& source) {
    const DamageSink none = [](const Damage&) {};
    text::LineReader reader(source, none);
    std::uint64_t number = 0;
    std::uint64_t end = 0;
    for (text::Line line;;) {
        const auto more = reader.next(line);
        require(more.has_value());
        if (!*more) return;
        require(line.number == ++number);
        require(line.offset >= end && line.offset < source.size());
        end = line.offset + 1;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const Bytes bytes = input(data, size);
    const Bytes rest = bytes.subspan(1);
    const MemorySource source({rest.begin(), rest.end()});
    check_lines(source);
    const Dump dump = kDumps.at(std::to_integer<std::size_t>(bytes[0]) % kDumps.size());
    check_records([&](RecordSink& sink, const DamageSink& damages) {
        require(dump(source, sink, damages).has_value());
    });
    return 0;
}
