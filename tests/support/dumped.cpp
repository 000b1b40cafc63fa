#include "tests/support/dumped.h"

#include <algorithm>
#include <sstream>

#include "tests/support/corpus.h"

namespace xiezhi::testing {

std::vector<std::string> Dumped::lines() const {
    std::vector<std::string> found;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) found.push_back(line);
    return found;
}

std::size_t Dumped::count(evtx::DamageKind kind) const {
    return static_cast<std::size_t>(std::ranges::count(damages, kind, &evtx::Damage::kind));
}

Dumped dump_bytes(std::vector<std::byte> bytes, evtx::DumpFormat format,
                  const evtx::DumpOptions& options) {
    const MemorySource source(std::move(bytes));
    Dumped dumped;
    const auto summary = evtx::dump(
        source, format, options,
        [&](std::string_view text) {
            dumped.text += text;
            return true;
        },
        [&](const evtx::Damage& damage) { dumped.damages.push_back(damage); });
    dumped.is_log = summary.has_value();
    if (summary) dumped.records = summary->records;
    return dumped;
}

std::vector<std::byte> bytes_of(const std::filesystem::path& path) {
    const std::string text = read_file(path);
    const Bytes bytes = as_bytes(text);
    return {bytes.begin(), bytes.end()};
}

Dumped dump_file(const std::filesystem::path& path, evtx::DumpFormat format,
                 const evtx::DumpOptions& options) {
    return dump_bytes(bytes_of(path), format, options);
}

}  // namespace xiezhi::testing
