#include "xiezhi/base/message_ids.h"
#include "xiezhi/formats/text/artefacts.h"
#include "xiezhi/formats/text/line_reader.h"

namespace xiezhi::text {
namespace {

constexpr std::size_t kLaunchFields = 2;
constexpr std::size_t kGeneralFields = 8;

CompatibilityEntry launch(const std::vector<std::string_view>& parts) {
    CompatibilityEntry entry;
    entry.path = parts[0];
    entry.time = parse_iso(parts[1]);
    return entry;
}

CompatibilityEntry general(const std::vector<std::string_view>& parts) {
    CompatibilityEntry entry;
    entry.general = true;
    entry.time = parse_iso(parts[0]);
    entry.status = parts[1];
    entry.path = parts[2];
    entry.description = parts[3];
    entry.vendor = parts[4];
    entry.version = parts[5];
    entry.program_id = parts[6];
    entry.exit_text = parts[7];
    return entry;
}

}  // namespace

Result<void> read_compatibility_list(const ByteSource& source, const Sink<CompatibilityEntry>& sink,
                                     const DamageSink& damages) {
    LineReader reader(source, damages);
    for (Line line;;) {
        XZ_TRY(const bool more, reader.next(line), "list");
        if (!more) return {};
        if (line.text.empty()) continue;
        const std::vector<std::string_view> parts = split(line.text, '|');
        if (parts.size() != kLaunchFields && parts.size() != kGeneralFields) {
            damages({line.offset, msg::text_compatibility_line(line.number, parts.size())});
            continue;
        }
        CompatibilityEntry entry = parts.size() == kLaunchFields ? launch(parts) : general(parts);
        entry.place = {line.number, line.offset};
        if (!sink(entry)) return {};
    }
}

}  // namespace xiezhi::text
