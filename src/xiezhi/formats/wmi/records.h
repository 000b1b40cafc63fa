#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "xiezhi/formats/wmi/index.h"

namespace xiezhi::wmi {

inline constexpr std::uint32_t kRecordSizeMax = std::uint32_t{16} << 20U;

/// An entry of the table that a page of OBJECTS.DATA begins with.
struct TableEntry {
    std::uint32_t id = 0;
    std::uint32_t offset = 0;
    std::uint32_t size = 0;
};

/// Entries up to the one of zeros; empty when the page has no such table (it continues a record of
/// the page before).
[[nodiscard]] std::vector<TableEntry> record_table(Bytes page);

struct Record {
    std::vector<std::byte> bytes;
    std::uint64_t offset = 0;  // in OBJECTS.DATA
};

/// The record at a place: gathered from the logical pages that follow when it is larger than its
/// own. Nothing: it is not there.
[[nodiscard]] std::optional<Record> read_record(Pages& pages, const PageMap& map,
                                                const RecordLocation& location);

/// The bytes of each physical page that belong to no record: all of it when no logical page is
/// there, else what lies between and behind records. In the order of the file; false: enough.
using GapSink = std::function<bool(std::uint32_t page, std::size_t begin, std::size_t end)>;
bool walk_gaps(Pages& pages, const PageMap& map, const GapSink& sink);

}  // namespace xiezhi::wmi
