// Makes a large event log out of the healthy chunks of small ones, the way that the published
// figures were measured (docs/performance.md, "Test logs"):
//     make_logs KIND CHUNKS OUT.evtx SOURCE…       KIND: security, sysmon, mixed
// Taken is every full chunk whose checksums hold, whose records chain exactly to the free-space
// offset and are all a template inside a template, so that every reader counts the same records.
// Twins are dropped, the rest is shuffled with a fixed seed and repeated in turn with running
// record numbers. EventRecordID inside the XML keeps its old value.
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <random>
#include <string>
#include <unordered_set>
#include <vector>

#include "tests/support/evtx_writer.h"
#include "xiezhi/base/cursor.h"
#include "xiezhi/base/hash.h"
#include "xiezhi/base/text.h"
#include "xiezhi/platform/process.h"

namespace {

namespace fs = std::filesystem;
using xiezhi::as_bytes;
using xiezhi::as_text;
using xiezhi::Bytes;
using xiezhi::Cursor;
using xiezhi::load_le;
using xiezhi::testing::kChunkBytes;
using xiezhi::testing::kFileHeaderBytes;
using xiezhi::testing::kFirstRecord;
using xiezhi::testing::put_le;

constexpr std::uint32_t kFragmentHeader = 0x0001010f;
constexpr std::uint8_t kTemplateToken = 0x0c;
constexpr std::uint8_t kBinXmlType = 0x21;
constexpr std::uint64_t kSeed = 20260101;

struct Kind {
    std::string must_name;  // UTF-16 text that the chunk must hold; empty: anything
    std::string must_not_name;
    std::size_t used_min = 0;  // bytes up to the free-space offset
};

std::string utf16(std::string_view text) {
    std::string units;
    xiezhi::append_utf16le(units, text);
    return units;
}

std::optional<Kind> parse_kind(std::string_view name) {
    if (name == "security") {
        return Kind{utf16("Microsoft-Windows-Security-Auditing"), utf16("Sysmon/Operational"),
                    61000};
    }
    if (name == "sysmon") {
        return Kind{utf16("Sysmon/Operational"), utf16("Windows-Security-Auditing"), 58000};
    }
    if (name == "mixed") return Kind{{}, {}, 58000};
    return std::nullopt;
}

/// One chunk of a source and where its records begin.
struct Chunk {
    std::vector<std::byte> bytes;
    std::vector<std::size_t> records;
};

std::optional<std::vector<std::size_t>> record_offsets(Bytes chunk, std::size_t used) {
    std::vector<std::size_t> offsets;
    std::size_t at = kFirstRecord;
    while (at < used) {
        const auto size = load_le<std::uint32_t>(chunk, at + 4);
        if (load_le<std::uint32_t>(chunk, at) != 0x2a2a || size < 32 || size > used - at ||
            load_le<std::uint32_t>(chunk, at + size - 4) != size) {
            return std::nullopt;
        }
        offsets.push_back(at);
        at += size;
    }
    return offsets;
}

/// The head of a template instance is read past; the values' descriptors come next.
bool skip_instance_head(Cursor& in) {
    if (in.read<std::uint32_t>() != kFragmentHeader) return false;
    if (in.read<std::uint8_t>() != kTemplateToken) return false;
    (void)in.take(5);  // version and template id
    const auto definition = in.read<std::uint32_t>();
    if (definition != in.position()) return in.ok();
    (void)in.take(20);
    (void)in.take(in.read<std::uint32_t>());
    return in.ok();
}

/// A template whose last value is a document that is a template again.
bool is_template_in_template(Bytes chunk, std::size_t record) {
    Cursor in(chunk);
    in.seek(record + 24);
    if (!skip_instance_head(in)) return false;
    const auto count = in.read<std::uint32_t>();
    std::size_t size = 0;
    std::size_t before_last = 0;
    std::uint8_t type = 0;
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
        before_last = size;
        size += in.read<std::uint16_t>();
        type = in.read<std::uint8_t>();
        (void)in.read<std::uint8_t>();
    }
    (void)in.take(before_last);
    return type == kBinXmlType && skip_instance_head(in);
}

bool checksums_hold(const std::vector<std::byte>& chunk) {
    std::vector<std::byte> signed_again = chunk;
    xiezhi::testing::sign_chunk(signed_again, 0);
    return signed_again == chunk;
}

std::optional<Chunk> usable(std::vector<std::byte> bytes, const Kind& kind) {
    const Bytes view = bytes;
    const auto used = load_le<std::uint32_t>(view, 48);
    if (as_text(view.subspan(0, 7)) != "ElfChnk" || used < kind.used_min || used > kChunkBytes) {
        return std::nullopt;
    }
    const std::string_view text = as_text(view.subspan(0, used));
    if (text.find(kind.must_name) == std::string_view::npos) return std::nullopt;
    if (!kind.must_not_name.empty() && text.find(kind.must_not_name) != std::string_view::npos) {
        return std::nullopt;
    }
    auto records = record_offsets(view, used);
    if (!records || !checksums_hold(bytes)) return std::nullopt;
    const bool plain = std::ranges::all_of(
        *records, [&](std::size_t record) { return is_template_in_template(view, record); });
    if (!plain) return std::nullopt;
    return Chunk{std::move(bytes), std::move(*records)};
}

/// Equal for chunks that differ in record ids alone: also a log made by this tool adds nothing.
std::uint64_t identity(const Chunk& chunk) {
    std::vector<std::byte> bytes = chunk.bytes;
    for (const std::size_t record : chunk.records) put_le(bytes, record + 8, 0, 8);
    const auto used = load_le<std::uint32_t>(bytes, 48);
    return xiezhi::hash64(Bytes(bytes).subspan(kFirstRecord, used - kFirstRecord));
}

std::vector<fs::path> logs_below(const std::vector<std::string>& sources) {
    std::vector<fs::path> logs;
    for (const std::string& source : sources) {
        if (!fs::is_directory(source)) {
            logs.emplace_back(source);
            continue;
        }
        for (const auto& entry : fs::recursive_directory_iterator(source)) {
            if (entry.path().extension() == ".evtx") logs.push_back(entry.path());
        }
    }
    std::ranges::sort(logs);
    return logs;
}

std::vector<Chunk> gather(const std::vector<fs::path>& logs, const Kind& kind) {
    std::vector<Chunk> chunks;
    std::unordered_set<std::uint64_t> seen;
    for (const fs::path& log : logs) {
        std::ifstream in(log, std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(in),
                               std::istreambuf_iterator<char>()};
        const Bytes all = as_bytes(text);
        for (std::size_t at = kFileHeaderBytes; at + kChunkBytes <= all.size(); at += kChunkBytes) {
            const Bytes slot = all.subspan(at, kChunkBytes);
            auto chunk = usable({slot.begin(), slot.end()}, kind);
            if (chunk && seen.insert(identity(*chunk)).second) chunks.push_back(std::move(*chunk));
        }
    }
    std::mt19937_64 random(kSeed);  // an own shuffle: the library's differs between libraries
    for (std::size_t i = chunks.size(); i > 1; --i) std::swap(chunks[i - 1], chunks[random() % i]);
    return chunks;
}

void renumber(Chunk& chunk, std::uint64_t first_id) {
    const std::uint64_t last_id = first_id + chunk.records.size() - 1;
    put_le(chunk.bytes, 8, first_id, 8);
    put_le(chunk.bytes, 16, last_id, 8);
    put_le(chunk.bytes, 24, first_id, 8);
    put_le(chunk.bytes, 32, last_id, 8);
    for (std::size_t i = 0; i < chunk.records.size(); ++i) {
        put_le(chunk.bytes, chunk.records[i] + 8, first_id + i, 8);
    }
    xiezhi::testing::sign_chunk(chunk.bytes, 0);
}

void write(std::ofstream& out, const std::vector<std::byte>& bytes) {
    const std::string_view text = as_text(bytes);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
}

/// Returns the number of records written.
std::uint64_t write_log(const std::string& path, std::vector<Chunk>& chunks, std::size_t count) {
    std::ofstream out(path, std::ios::binary);
    std::vector<std::byte> header(kFileHeaderBytes);
    write(out, header);
    std::uint64_t next_id = 1;
    for (std::size_t i = 0; i < count; ++i) {
        Chunk& chunk = chunks[i % chunks.size()];
        renumber(chunk, next_id);
        next_id += chunk.records.size();
        write(out, chunk.bytes);
    }
    std::ranges::copy(as_bytes(std::string_view("ElfFile\0", 8)), header.begin());
    put_le(header, 16, count - 1, 8);
    put_le(header, 24, next_id, 8);
    put_le(header, 32, 128, 4);
    put_le(header, 36, 1, 2);
    put_le(header, 38, 3, 2);
    put_le(header, 40, kFileHeaderBytes, 2);
    put_le(header, 42, std::min<std::size_t>(count, 0xffff), 2);
    xiezhi::testing::sign_log(header);
    out.seekp(0);
    write(out, header);
    return next_id - 1;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> given = xiezhi::platform::arguments(argc, argv);
    const auto kind = given.size() < 4 ? std::nullopt : parse_kind(given[0]);
    std::size_t count = 0;
    if (kind) {
        const std::string& number = given[1];
        (void)std::from_chars(std::to_address(number.begin()), std::to_address(number.end()),
                              count);
    }
    if (!kind || count == 0) {
        std::fputs("make_logs security|sysmon|mixed CHUNKS OUT.evtx SOURCE...\n", stderr);
        return 2;
    }
    std::vector<Chunk> chunks = gather(logs_below({given.begin() + 3, given.end()}), *kind);
    if (chunks.empty()) {
        std::fputs("no usable chunk in the sources\n", stderr);
        return 3;
    }
    const std::uint64_t records = write_log(given[2], chunks, count);
    std::printf("%s: %zu chunks (%zu distinct), %llu records\n", given[2].c_str(), count,
                chunks.size(), static_cast<unsigned long long>(records));
    return 0;
}
