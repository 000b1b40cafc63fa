#include "xiezhi/formats/jumplist/compound_file.h"

#include <algorithm>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"

namespace xiezhi::jumplist {
namespace {

constexpr std::uint64_t kSignature = 0xe11ab1a1e011cfd0;
constexpr std::uint32_t kSectorMax = 0xfffffffa;  // above: end of chain, free, parts of the tables
constexpr std::size_t kMiniSectorSize = 64;
constexpr std::size_t kEntrySize = 128;  // of the directory
constexpr std::size_t kHeaderTableCount = 109;
constexpr std::size_t kHeaderTablePlace = 76;
constexpr std::uint8_t kStreamEntry = 2;
constexpr std::uint8_t kRootEntry = 5;
constexpr std::uint64_t kReadsOfAll = 4;  // how often the size of the file may be read in streams

struct Entry {
    std::string name;
    std::uint8_t type = 0;
    std::uint32_t first_sector = 0;
    std::uint64_t size = 0;
};

Entry read_entry(Bytes bytes) {
    constexpr std::size_t kNameSize = 64;
    Cursor in(bytes);
    Entry entry;
    const Bytes name = in.take(kNameSize);
    const std::size_t name_size = in.read<std::uint16_t>();  // the NUL included
    append_utf8(entry.name, name.first(std::clamp<std::size_t>(name_size, 2, kNameSize) - 2));
    entry.type = in.read<std::uint8_t>();
    in.seek(116);
    entry.first_sector = in.read<std::uint32_t>();
    entry.size = in.read<std::uint64_t>();
    return entry;
}

void append_table(std::vector<std::uint32_t>& table, Bytes sector) {
    Cursor in(sector);
    while (in.remaining() >= 4) table.push_back(in.read<std::uint32_t>());
}

}  // namespace

Result<CompoundFile> CompoundFile::open(std::vector<std::byte> bytes, const DamageSink& damages) {
    CompoundFile file(std::move(bytes));
    if (!file.read_header()) return Error{Errc::Unsupported, msg::jumplist_not_compound(), {}};
    file.budget_ = kReadsOfAll * file.bytes_.size();
    file.read_sector_table(damages);
    file.read_directory(damages);
    return file;
}

bool CompoundFile::read_header() {
    Cursor in(bytes_);
    const auto signature = in.read<std::uint64_t>();
    in.seek(30);
    const auto shift = in.read<std::uint16_t>();
    in.seek(48);
    directory_first_ = in.read<std::uint32_t>();
    in.take(4);
    mini_cutoff_ = in.read<std::uint32_t>();
    mini_table_first_ = in.read<std::uint32_t>();
    if (!in.ok() || signature != kSignature || (shift != 9 && shift != 12)) return false;
    sector_size_ = std::size_t{1} << shift;
    return true;
}

std::uint64_t CompoundFile::sector_offset(std::uint32_t sector) const {
    return (std::uint64_t{sector} + 1) * sector_size_;
}

/// What the file has of a sector: less at its end, nothing behind it.
Bytes CompoundFile::sector(std::uint32_t sector) const {
    const std::uint64_t offset = sector_offset(sector);
    if (sector > kSectorMax || offset >= bytes_.size()) return {};
    const Bytes rest = Bytes(bytes_).subspan(static_cast<std::size_t>(offset));
    return rest.first(std::min(rest.size(), sector_size_));
}

/// The FAT stands in sectors that the header names, and a chain of further sectors (DIFAT).
void CompoundFile::read_sector_table(const DamageSink& damages) {
    Cursor in(bytes_);
    in.seek(68);
    auto more = in.read<std::uint32_t>();
    in.take(4);
    std::vector<std::uint32_t> places;
    Bytes from = in.take(std::min(in.remaining(), kHeaderTableCount * 4));
    append_table(places, from);
    const std::size_t sector_count = bytes_.size() / sector_size_;
    for (std::size_t i = 0; i < sector_count && more <= kSectorMax; ++i) {
        const Bytes next = sector(more);
        if (next.size() < sector_size_) break;
        append_table(places, next.first(sector_size_ - 4));
        more = load_le<std::uint32_t>(next, sector_size_ - 4);
    }
    // No table is longer than one entry for each sector.
    for (const std::uint32_t place : places) {
        if (place > kSectorMax) continue;
        const Bytes part = sector(place);
        if (part.size() < sector_size_) damages({kHeaderTablePlace, msg::jumplist_sector(place)});
        if (table_.size() > sector_count) break;
        append_table(table_, part);
    }
}

std::vector<std::uint32_t> CompoundFile::chain(const std::vector<std::uint32_t>& table,
                                               std::uint32_t first, std::size_t count_max) const {
    std::vector<std::uint32_t> sectors;
    count_max = std::min(count_max, table.size());  // a chain that is longer goes in circles
    for (std::uint32_t next = first; next < table.size() && sectors.size() < count_max;) {
        sectors.push_back(next);
        next = table[next];
    }
    return sectors;
}

void CompoundFile::read_directory(const DamageSink& damages) {
    std::uint64_t mini_size = 0;
    std::uint32_t mini_first = kSectorMax + 1;
    for (const std::uint32_t place : chain(table_, directory_first_, table_.size())) {
        const Bytes part = sector(place);
        for (std::size_t at = 0; at + kEntrySize <= part.size(); at += kEntrySize) {
            Entry entry = read_entry(part.subspan(at, kEntrySize));
            if (entry.type == kRootEntry) {
                mini_size = entry.size;
                mini_first = entry.first_sector;
            } else if (entry.type == kStreamEntry) {
                streams_.push_back({std::move(entry.name), entry.size, entry.first_sector});
            }
        }
    }
    if (streams_.empty()) damages({sector_offset(0), msg::jumplist_no_streams()});
    mini_stream_ = chain(table_, mini_first,
                         static_cast<std::size_t>(
                             std::min<std::uint64_t>(mini_size / sector_size_ + 1, table_.size())));
    for (const std::uint32_t place : chain(table_, mini_table_first_, table_.size())) {
        append_table(mini_table_, sector(place));
    }
}

StreamBytes CompoundFile::collect(std::uint32_t first, std::uint64_t size) const {
    StreamBytes out;
    out.sector_size = sector_size_;
    const auto count = static_cast<std::size_t>((size + sector_size_ - 1) / sector_size_);
    for (const std::uint32_t place : chain(table_, first, count)) {
        const Bytes part = sector(place);
        out.sector_offsets.push_back(sector_offset(place));
        out.bytes.insert(out.bytes.end(), part.begin(), part.end());
        if (part.size() < sector_size_) break;
    }
    return out;
}

StreamBytes CompoundFile::collect_mini(std::uint32_t first, std::uint64_t size) const {
    StreamBytes out;
    out.sector_size = kMiniSectorSize;
    const std::size_t per_sector = sector_size_ / kMiniSectorSize;
    const auto count = static_cast<std::size_t>((size + kMiniSectorSize - 1) / kMiniSectorSize);
    for (const std::uint32_t place : chain(mini_table_, first, count)) {
        if (place / per_sector >= mini_stream_.size()) break;
        const std::uint32_t big = mini_stream_[place / per_sector];
        const std::size_t position = place % per_sector * kMiniSectorSize;
        const Bytes part = sector(big);
        if (part.size() < position + kMiniSectorSize) break;
        out.sector_offsets.push_back(sector_offset(big) + position);
        const Bytes mini = part.subspan(position, kMiniSectorSize);
        out.bytes.insert(out.bytes.end(), mini.begin(), mini.end());
    }
    return out;
}

std::optional<StreamBytes> CompoundFile::read(const Stream& stream, const DamageSink& damages) {
    const std::uint64_t size = std::min<std::uint64_t>(stream.size, bytes_.size());
    if (size > budget_) {
        damages({0, msg::jumplist_shared_sectors(stream.name)});
        return std::nullopt;
    }
    budget_ -= size;
    StreamBytes out = stream.size < mini_cutoff_ ? collect_mini(stream.first_sector, size)
                                                 : collect(stream.first_sector, size);
    if (out.bytes.size() < stream.size) {
        damages(
            {out.offset_of(0), msg::jumplist_stream(out.bytes.size(), stream.size, stream.name)});
    } else {
        out.bytes.resize(static_cast<std::size_t>(size));
    }
    return out;
}

}  // namespace xiezhi::jumplist
