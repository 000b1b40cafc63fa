// Bytes as a DetectionHistory file and as a Defender log: bounded, and what is read can be written.
#include <cstdint>
#include <string>

#include "fuzz/checked_sink.h"
#include "xiezhi/formats/defender/detection.h"
#include "xiezhi/formats/defender/log.h"
#include "xiezhi/output/record_writer.h"

namespace {

using namespace xiezhi;
using fuzz::require;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(static_cast<const char*>(static_cast<const void*>(data)), size);
    const Bytes bytes = as_bytes(input);
    const MemorySource source(std::vector(bytes.begin(), bytes.end()));
    std::string written;
    const auto sink = output::json_records(
        [&](std::string_view text) {
            written += text;
            return true;
        },
        "fuzz");
    const auto detection = defender::read_detection(source, [&](const Damage& damage) {
        require(damage.offset <= size && !render(damage.what, Lang::Zh).empty());
    });
    if (detection) {
        require(detection->resources.size() * 8 <= size && detection->texts.size() * 8 <= size);
        defender::dump(*detection, *sink);
        require(written.ends_with('\n'));
    }
    std::uint64_t line = 0;
    require(defender::read_log(source, [&](const defender::LogEvent& event) {
                require(event.line >= line && !event.fields.empty());
                line = event.line;
                return true;
            }).has_value());
    require(defender::dump_log(source, *sink).has_value());
    return 0;
}
