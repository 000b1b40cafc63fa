// Bytes as an event log, or as the BinXML of the first record of a chunk: whatever they are, each
// rendering is well formed, and all roads find the same records.
#include "xiezhi/readers/evtx.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <vector>

#include "fuzz/checked_sink.h"
#include "xiezhi/base/byte_source.h"
#include "xiezhi/formats/evtx/dump.h"

namespace {

using namespace xiezhi;
using fuzz::require;

constexpr std::size_t kFirstRecord = 512;
constexpr std::size_t kRecordHeader = 24;
constexpr std::size_t kFrame = kRecordHeader + 4;

void put(std::vector<std::byte>& bytes, std::size_t position, std::uint64_t value,
         std::size_t width) {
    for (std::size_t i = 0; i < width; ++i) {
        bytes[position + i] = static_cast<std::byte>((value >> (8 * i)) & 0xffU);
    }
}

/// A log of one chunk whose first record holds `binxml`.
std::vector<std::byte> log_around(Bytes binxml) {
    const std::size_t size = (std::min<std::size_t>(binxml.size(), 60'000) + kFrame + 7) / 8 * 8;
    std::vector<std::byte> log(evtx::kFileHeaderSize + evtx::kChunkSize);
    put(log, 0, 0x00656c6946666c45, 8);
    const std::size_t chunk = evtx::kFileHeaderSize;
    put(log, chunk, 0x006b6e6843666c45, 8);
    put(log, chunk + 48, kFirstRecord + size, 4);
    const std::size_t record = chunk + kFirstRecord;
    put(log, record, 0x2a2a, 4);
    put(log, record + 4, size, 4);
    put(log, record + 8, 1, 8);
    std::ranges::copy(binxml.first(std::min(binxml.size(), size - kFrame)),
                      log.begin() + static_cast<std::ptrdiff_t>(record + kRecordHeader));
    put(log, record + size - 4, size, 4);
    return log;
}

struct Counted {
    std::uint64_t records = 0;
    std::string text;
};

Counted dump(const ByteSource& source, evtx::DumpFormat format, bool carve) {
    evtx::DumpOptions options;
    options.carve = carve;
    options.checksums = true;
    Counted counted;
    const auto summary = evtx::dump(
        source, format, options,
        [&](std::string_view text) {
            counted.text += text;
            return true;
        },
        [](const evtx::Damage&) {});
    if (summary) counted.records = summary->records;
    return counted;
}

void check_json(const Counted& counted) {
    std::uint64_t lines = 0;
    for (std::size_t at = 0; at < counted.text.size(); ++lines) {
        const std::size_t end = counted.text.find('\n', at);
        require(end != std::string::npos && end > at + 1);
        require(counted.text[at] == '{' && counted.text[end - 1] == '}');
        at = end + 1;
    }
    require(lines == counted.records);
}

/// Control characters have no place in XML 1.0.
void check_xml(const Counted& counted) {
    require(std::ranges::none_of(counted.text, [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
    }));
}

std::uint64_t count_events(const ByteSource& source, bool carve) {
    const auto ignore = [](const evtx::Damage&) {};
    const auto log = evtx::Log::open(source, ignore);
    if (!log) return 0;
    const readers::EvtxCatalogue catalogue;
    readers::EvtxReader reader(catalogue);
    std::vector<std::byte> buffer;
    std::uint64_t events = 0;
    for (std::size_t block = 0; block < log->block_count(); ++block) {
        const auto bytes = log->read_block(block, buffer);
        require(bytes.has_value());
        const auto visit = [&](const Event& event) {
            static_cast<void>(keep(event));
            ++events;
            return true;
        };
        reader.for_each(*bytes, log->block_offset(block), {carve, true}, visit, ignore);
    }
    return events;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0 || size > (std::size_t{1} << 20U)) return 0;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libFuzzer's type
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const Bytes input = as_bytes(text);
    const bool whole_log = text.starts_with("Elf");
    const bool carve = (std::to_integer<unsigned>(input.back()) & 1U) != 0;
    const MemorySource source(whole_log ? std::vector<std::byte>(input.begin(), input.end())
                                        : log_around(input));
    const Counted json = dump(source, evtx::DumpFormat::JsonLines, carve);
    check_json(json);
    check_xml(dump(source, evtx::DumpFormat::Xml, carve));
    static_cast<void>(dump(source, evtx::DumpFormat::Csv, carve));
    // A record may be too long to be written (an attack); an event is never rendered.
    require(count_events(source, carve) >= json.records);
    return 0;
}
