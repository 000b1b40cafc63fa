#include "xiezhi/formats/wmi/records.h"

#include <algorithm>
#include <unordered_map>

#include "xiezhi/base/cursor.h"

namespace xiezhi::wmi {
namespace {

constexpr std::size_t kEntrySize = 16;

/// How much of each logical page a record of an earlier page fills. A page continues one record at
/// most, so that each is looked at once.
std::unordered_map<std::uint32_t, std::size_t> continued_bytes(Pages& pages, const PageMap& map) {
    std::unordered_map<std::uint32_t, std::size_t> continued;
    const auto pages_mapped = static_cast<std::uint32_t>(map.physical.size());
    for (std::uint32_t logical = 0; logical < pages_mapped; ++logical) {
        if (continued.contains(logical)) continue;
        for (const TableEntry& entry : record_table(pages.page(map.at(logical)))) {
            const std::size_t here = kPageSize - entry.offset;
            std::size_t left = entry.size > here ? entry.size - here : 0;
            for (std::uint32_t next = logical + 1; left > 0 && next < pages_mapped; ++next) {
                if (!continued.emplace(next, std::min(left, kPageSize)).second) break;
                left -= std::min(left, kPageSize);
            }
        }
    }
    return continued;
}

/// Gaps of a page that holds whole records or the beginning of one.
bool gaps_of_table(Bytes page, std::uint32_t number, const GapSink& sink) {
    std::vector<TableEntry> entries = record_table(page);
    std::ranges::sort(entries, {}, &TableEntry::offset);
    std::size_t begin = (entries.size() + 1) * kEntrySize;
    for (const TableEntry& entry : entries) {
        if (entry.offset > begin && !sink(number, begin, entry.offset)) return false;
        const std::size_t end = std::size_t{entry.offset} + entry.size;
        begin = std::max(begin, std::min(end, page.size()));
    }
    return begin >= page.size() || sink(number, begin, page.size());
}

}  // namespace

std::vector<TableEntry> record_table(Bytes page) {
    std::vector<TableEntry> entries;
    Cursor in(page);
    while (in.remaining() >= kEntrySize) {
        TableEntry entry;
        entry.id = in.read<std::uint32_t>();
        entry.offset = in.read<std::uint32_t>();
        entry.size = in.read<std::uint32_t>();
        const auto checksum = in.read<std::uint32_t>();
        if (entry.id == 0 && entry.offset == 0 && entry.size == 0 && checksum == 0) break;
        if (entry.offset >= page.size() || entry.size > kRecordSizeMax) return {};
        entries.push_back(entry);
    }
    // The first record stands right behind the table.
    if (!entries.empty() && entries.front().offset != (entries.size() + 1) * kEntrySize) return {};
    return entries;
}

std::optional<Record> read_record(Pages& pages, const PageMap& map,
                                  const RecordLocation& location) {
    const std::uint32_t physical = map.at(location.page);
    const Bytes page = pages.page(physical);
    const std::vector<TableEntry> entries = record_table(page);
    const auto entry = std::ranges::find(entries, location.id, &TableEntry::id);
    if (entry == entries.end()) return std::nullopt;
    Record record;
    record.offset = std::uint64_t{physical} * kPageSize + entry->offset;
    const Bytes behind = page.subspan(entry->offset);
    const Bytes own = behind.first(std::min<std::size_t>(entry->size, behind.size()));
    record.bytes.assign(own.begin(), own.end());
    for (std::uint32_t next = location.page; record.bytes.size() < entry->size;) {
        const Bytes more = pages.page(map.at(++next));
        if (more.empty()) break;
        const Bytes part = more.first(std::min(more.size(), entry->size - record.bytes.size()));
        record.bytes.insert(record.bytes.end(), part.begin(), part.end());
    }
    return record;
}

bool walk_gaps(Pages& pages, const PageMap& map, const GapSink& sink) {
    const auto continued = continued_bytes(pages, map);
    std::unordered_map<std::uint32_t, std::uint32_t> logical_of;
    for (std::uint32_t logical = 0; logical < map.physical.size(); ++logical) {
        if (map.at(logical) != PageMap::kUnmapped) logical_of.emplace(map.at(logical), logical);
    }
    for (std::uint32_t number = 0; number < pages.count(); ++number) {
        const auto logical = logical_of.find(number);
        const std::size_t size = pages.page(number).size();
        if (logical == logical_of.end()) {
            if (!sink(number, 0, size)) return false;
            continue;
        }
        const auto part = continued.find(logical->second);
        if (part != continued.end()) {
            if (part->second < size && !sink(number, part->second, size)) return false;
        } else if (!gaps_of_table(pages.page(number), number, sink)) {
            return false;
        }
    }
    return true;
}

}  // namespace xiezhi::wmi
