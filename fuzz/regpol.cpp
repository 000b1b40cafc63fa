// Bytes as registry.pol: entries come in the order of the file and lie within it.
#include <cstdint>
#include <string>

#include "fuzz/checked_sink.h"
#include "xiezhi/formats/regpol/policy.h"
#include "xiezhi/output/record_writer.h"

namespace {

using namespace xiezhi;
using fuzz::require;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(static_cast<const char*>(static_cast<const void*>(data)), size);
    const Bytes bytes = as_bytes(input);
    std::uint64_t end = 8;
    const auto damages = [&](const Damage& damage) { require(damage.offset < size); };
    const auto parsed = regpol::parse_policy(
        bytes,
        [&](const regpol::Entry& entry) {
            require(entry.offset >= end);
            end = entry.offset + entry.data.size();
            require(end < size);
            return true;
        },
        damages);
    require(parsed || end == 8);
    const MemorySource source(std::vector(bytes.begin(), bytes.end()));
    const auto sink = output::json_records([](std::string_view) { return true; }, "fuzz");
    require(regpol::dump(source, *sink, damages).has_value() == parsed.has_value());
    return 0;
}
