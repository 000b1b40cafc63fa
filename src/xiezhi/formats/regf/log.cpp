#include "xiezhi/formats/regf/log.h"

#include <algorithm>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/formats/regf/marvin.h"

namespace xiezhi::regf {
namespace {

constexpr std::uint32_t kDirtySignature = 0x54524944;  // DIRT
constexpr std::uint32_t kEntrySignature = 0x454c7648;  // HvLE
constexpr std::size_t kSector = 512;
constexpr std::size_t kEntryHead = 40;
constexpr std::size_t kHashedHead = 32;
constexpr std::uint32_t kTypeNew = 6;

/// One bit for each sector of the hive bins behind `DIRT`; the dirty sectors follow in order.
std::optional<LogEntry> read_old(Bytes log, const BaseBlock& base) {
    Cursor in(log);
    in.seek(kSector);
    if (in.read<std::uint32_t>() != kDirtySignature) return std::nullopt;
    const std::size_t sectors = base.bins_size / kSector;
    const Bytes bitmap = in.take((sectors + 7) / 8);
    in.seek((in.position() + kSector - 1) / kSector * kSector);
    if (!in.ok()) return std::nullopt;
    LogEntry entry{.offset = kSector,
                   .sequence = base.primary_sequence,
                   .bins_size = base.bins_size,
                   .pages = {}};
    for (std::size_t sector = 0; sector < sectors; ++sector) {
        if ((std::to_integer<unsigned>(bitmap[sector / 8]) >> (sector % 8) & 1U) == 0) continue;
        const Bytes bytes = in.take(kSector);
        if (!in.ok()) return std::nullopt;  // cut: a part of a write is worse than none
        entry.pages.push_back({static_cast<std::uint32_t>(sector * kSector), bytes});
    }
    return entry;
}

/// `HvLE`, size, flags, sequence, size of the hive bins, page count, two hashes; then offset and
/// size of every page, then their bytes.
std::optional<LogEntry> read_entry(Bytes log, std::size_t position, std::size_t& size) {
    Cursor in(log);
    in.seek(position);
    if (in.remaining() < kEntryHead || in.read<std::uint32_t>() != kEntrySignature) {
        return std::nullopt;
    }
    size = in.read<std::uint32_t>();
    in.take(4);  // flags
    LogEntry entry{.offset = position};
    entry.sequence = in.read<std::uint32_t>();
    entry.bins_size = in.read<std::uint32_t>();
    const auto count = in.read<std::uint32_t>();
    const auto hash = in.read<std::uint64_t>();
    const auto head_hash = in.read<std::uint64_t>();
    if (size < kEntryHead || size % kSector != 0 || size > log.size() - position) {
        return std::nullopt;
    }
    const Bytes whole = log.subspan(position, size);
    if (marvin32(whole.first(kHashedHead)) != head_hash ||
        marvin32(whole.subspan(kEntryHead)) != hash || count > size / 8) {
        return std::nullopt;
    }
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto offset = in.read<std::uint32_t>();
        entry.pages.push_back(
            {offset, whole.first(std::min<std::size_t>(in.read<std::uint32_t>(), whole.size()))});
    }
    for (DirtyPage& page : entry.pages) page.bytes = in.take(page.bytes.size());
    if (!in.ok() || in.position() > position + size) return std::nullopt;
    return entry;
}

std::vector<LogEntry> read_new(Bytes log) {
    std::vector<LogEntry> entries;
    std::size_t size = 0;
    for (std::size_t position = kSector; position < log.size(); position += size) {
        auto entry = read_entry(log, position, size);
        if (!entry) break;
        if (!entries.empty() && entry->sequence != entries.back().sequence + 1) break;
        entries.push_back(std::move(*entry));
    }
    return entries;
}

}  // namespace

Result<Log> read_log(const ByteSource& source, std::size_t number, const DamageSink& damages) {
    Log log;
    XZ_TRY(log.bytes, read_all(source, kLogSizeMax), "");
    if (log.bytes.empty()) return log;
    log.base = parse_base_block(log.bytes);
    if (!log.base || !log.base->checksum_valid() || !log.base->in_step()) {
        const bool blank =
            std::ranges::all_of(log.bytes, [](std::byte b) { return b == std::byte{}; });
        if (!blank) damages({.offset = 0, .what = msg::regf_log_header(number)});
        return log;
    }
    if (log.base->file_type == kTypeNew) {
        log.format = LogFormat::New;
        log.entries = read_new(log.bytes);
    } else {
        log.format = LogFormat::Old;
        if (auto entry = read_old(log.bytes, *log.base)) log.entries.push_back(std::move(*entry));
    }
    if (log.entries.empty()) damages({.offset = 0, .what = msg::regf_log_empty(number)});
    return log;
}

}  // namespace xiezhi::regf
