// Bytes as a hive, or as a hive and its log: all that is read lies inside, paths lead back to their
// keys, the walk is bounded by the hive, a dump is read alike twice.
#include <cstdint>
#include <string>

#include "fuzz/checked_sink.h"
#include "xiezhi/formats/regf/deleted.h"
#include "xiezhi/formats/regf/dump.h"
#include "xiezhi/formats/regf/walk.h"
#include "xiezhi/output/record_writer.h"

namespace {

using namespace xiezhi;
using fuzz::require;

void require_inside(Bytes part, Bytes whole) {
    require(part.empty() ||
            (part.data() >= whole.data() && part.size() <= whole.size() &&
             static_cast<std::size_t>(part.data() - whole.data()) <= whole.size() - part.size()));
}

void check_walk(const regf::Hive& hive) {
    const Bytes bins = hive.bins().bytes();
    std::size_t keys = 0;
    std::size_t values = 0;
    std::vector<std::byte> room;
    const regf::WalkSink sink{
        .key =
            [&](const regf::Key& key, std::string_view path) {
                ++keys;
                require_inside(key.body(), bins);
                require(key.cell() + 4 <= bins.size());
                const std::string name = key.name().text();
                require(path.empty() || path.ends_with(name));
                require(key.name().is(name));
                return true;
            },
        .value =
            [&](const regf::KeyValue& value) {
                ++values;
                const regf::ValueData data = value.data(room);
                require(data.bytes.size() <= data.size_said || value.is_inline());
                require(data.bytes.size() <= bins.size());
                value.each_data_cell([&](std::uint32_t, std::size_t used) {
                    require(used <= bins.size() + regf::kBigDataSegment);
                });
                return true;
            }};
    regf::walk(hive, sink, [](const Damage& damage) {
        require(!render(damage.what, Lang::En).empty() && !render(damage.what, Lang::Zh).empty());
    });
    require(keys <= bins.size() / 8 + 1 && values <= bins.size() / 4);
}

void check_deleted(const regf::Hive& hive) {
    const Bytes all = hive.whole_file().bytes();
    regf::recover_deleted(hive, {.key =
                                     [&](const regf::DeletedKey& deleted) {
                                         require_inside(deleted.key.body(), all);
                                         require(!deleted.path.empty());
                                         return true;
                                     },
                                 .value =
                                     [&](const regf::DeletedValue& deleted) {
                                         require_inside(deleted.value.body(), all);
                                         require(deleted.has_key || deleted.path.empty());
                                         return true;
                                     }});
}

std::string dumped(const regf::Hive& hive) {
    const std::vector<std::string> names = {"hive.LOG1"};
    std::string text;
    const auto sink = output::json_records(
        [&](std::string_view part) {
            text += part;
            return text.size() < 1U << 20U;
        },
        "hive");
    regf::dump_hive(hive, names, *sink, [](const Damage&) {});
    return text;
}

/// The log begins at the second `regf` that lies on a sector, so that one input holds both.
std::size_t log_begin(Bytes input) {
    constexpr std::size_t kSector = 512;
    for (std::size_t at = kSector; at + 4 <= input.size(); at += kSector) {
        if (as_text(input.subspan(at, 4)) == "regf") return at;
    }
    return input.size();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes input = std::as_bytes(std::span(data, size));
    const std::size_t split = log_begin(input);
    const MemorySource source({input.begin(), input.begin() + static_cast<std::ptrdiff_t>(split)});
    const MemorySource log({input.begin() + static_cast<std::ptrdiff_t>(split), input.end()});
    const ByteSource* logs[] = {&log};
    const auto hive = regf::Hive::open(source, logs, [](const Damage&) {});
    if (!hive) return 0;
    require(hive->bins().bytes().size() <= hive->whole_file().bytes().size());
    check_walk(*hive);
    check_deleted(*hive);
    require(dumped(*hive) == dumped(*hive));
    return 0;
}
