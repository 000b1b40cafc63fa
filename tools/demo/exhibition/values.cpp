#include "tools/demo/exhibition/values.h"

#include <algorithm>
#include <vector>

namespace xiezhi::demo {
namespace {

constexpr std::uint32_t kNumber = 4;
constexpr std::uint32_t kTexts = 7;

std::vector<std::string> parts_of(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('|'), text.size());
        parts.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

testing::HiveValue value_of(const ValueRow& row) {
    const Datum& datum = row.datum;
    if (datum.type == kNumber) return testing::number_value(row.name, datum.number);
    if (datum.type == kTexts) return testing::multi_text_value(row.name, parts_of(datum.text));
    return testing::text_value(row.name, datum.text, datum.type);
}

/// As a proof has it: `key | value`.
std::string place_of(const ValueRow& row) {
    std::string place = Stand::place(row.hive, row.key);
    if (row.datum.type == 0) return place;
    return place + " | " + (*row.name == '\0' ? "(default)" : row.name);
}

}  // namespace

void put_values(Stand& stand, std::span<const ValueRow> rows) {
    for (const ValueRow& row : rows) {
        testing::HiveKey& key = stand.key(row.hive, row.key, row.role);
        if (row.datum.type != 0) key.values.push_back(value_of(row));
        stand.tell(row.role, row.checks, row.hive, *row.mark == '\0' ? place_of(row) : row.mark);
    }
}

}  // namespace xiezhi::demo
