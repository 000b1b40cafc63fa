#include "tests/support/hives.h"

#include <fmt/format.h>

namespace xiezhi::testing {

namespace fs = std::filesystem;

OpenedHive open_hive(const fs::path& path, Logs logs) {
    std::vector<std::unique_ptr<MemorySource>> sources;
    std::vector<const ByteSource*> given;
    for (const std::string suffix : {".LOG1", ".LOG2", ".LOG"}) {
        const fs::path log = path.string() + suffix;
        if (logs == Logs::None || !fs::is_regular_file(log)) continue;
        sources.push_back(std::make_unique<MemorySource>(bytes_of(log)));
        given.push_back(sources.back().get());
    }
    OpenedHive opened;
    const MemorySource source(bytes_of(path));
    auto hive = regf::Hive::open(source, given,
                                 [&](const Damage& damage) { opened.damages.push_back(damage); });
    if (hive) opened.hive = std::move(*hive);
    return opened;
}

std::string current_control_set(const regf::Hive& hive) {
    const auto select = hive.find("Select");
    const auto current = select ? select->number("Current") : std::nullopt;
    return current ? fmt::format("ControlSet{:03}", *current) : std::string();
}

std::string iso_micro(FileTime time) {
    std::string text;
    append_iso(text, time, 6);
    return text;
}

}  // namespace xiezhi::testing
