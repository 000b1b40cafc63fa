#include "xiezhi/formats/registry_values/bam.h"

#include "xiezhi/base/cursor.h"

namespace xiezhi::bam {

std::optional<Entry> parse(Bytes data) {
    Cursor in(data);
    Entry entry;
    entry.last_run.ticks = in.read<std::uint64_t>();
    in.take(8);
    entry.packaged = in.read<std::uint32_t>() == 1;
    if (!in.ok()) return std::nullopt;
    return entry;
}

}  // namespace xiezhi::bam
