// Bytes as a WMI repository: three parts one after the other, their sizes in front. Whatever is in
// them, reading ends, and what was read can be written.
#include <cstdint>
#include <string>

#include "fuzz/checked_sink.h"
#include "xiezhi/base/cursor.h"
#include "xiezhi/formats/wmi/dump.h"
#include "xiezhi/output/record_writer.h"

namespace {

using namespace xiezhi;
using fuzz::require;

std::unique_ptr<MemorySource> take_part(Cursor& in) {
    const auto size = in.read<std::uint32_t>();
    const Bytes part = in.take(std::min<std::size_t>(size, in.remaining()));
    return std::make_unique<MemorySource>(std::vector(part.begin(), part.end()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(static_cast<const char*>(static_cast<const void*>(data)), size);
    Cursor in(as_bytes(input));
    const auto objects = take_part(in);
    const auto index = take_part(in);
    const auto mapping = take_part(in);
    const auto damages = [&](const Damage& damage) {
        require(!render(damage.what, Lang::En).empty() && !render(damage.what, Lang::Zh).empty());
    };
    std::size_t lines = 0;
    const auto sink = output::json_records(
        [&](std::string_view text) {
            if (text.ends_with('\n')) ++lines;
            return lines < 10'000;
        },
        "fuzz");
    if (const auto alone = wmi::read_mapping(*mapping, damages)) {
        require(alone->objects.physical.size() * 4 <= mapping->size());
        wmi::dump_mapping(*alone, *sink);
        wmi::dump_index(*index, *alone, *sink, damages);
    }
    wmi::RepositoryFiles files{objects.get(), index.get(), {}};
    files.mappings.push_back(std::make_unique<MemorySource>([&] {
        auto bytes = read_all(*mapping, mapping->size());
        return bytes ? std::move(*bytes) : std::vector<std::byte>{};
    }()));
    auto repository = wmi::Repository::open(files, damages);
    require(repository.has_value() == (objects->size() >= wmi::kPageSize));
    if (repository) wmi::dump(*repository, *sink, damages);
    (void)wmi::parse_object_path(input);
    return 0;
}
