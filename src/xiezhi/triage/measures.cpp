#include "xiezhi/triage/measures.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/rules/pack.h"
#include "xiezhi/triage/pack_table.h"

namespace xiezhi::triage {
namespace {

constexpr std::size_t kColumns = 5;

std::vector<Measure> load_builtin() {
    auto parsed = parse_measures(pack_table(rules::kMeasuresFile));
    assert(parsed.has_value());  // a test reads the same file
    return parsed ? std::move(*parsed) : std::vector<Measure>{};
}

}  // namespace

Result<std::vector<Measure>> parse_measures(std::string_view table) {
    constexpr auto kActs = std::to_array<std::string_view>({"look", "keep", "contain"});
    std::vector<Measure> all;
    std::uint64_t number = 0;
    bool header = true;
    for (const std::string& line : split(table, '\n')) {
        ++number;
        if (line.empty() || line.starts_with('#')) continue;
        if (std::exchange(header, false)) continue;
        std::vector<std::string> cells = split(line, '\t');
        const bool whole = cells.size() == kColumns &&
                           std::ranges::none_of(cells, &std::string::empty) &&
                           std::ranges::count(kActs, cells[1]) == 1;
        if (!whole) return Error{Errc::Damaged, msg::triage_measure_row(number), {}};
        all.push_back({.kind = std::move(cells[0]),
                       .act = std::move(cells[1]),
                       .title = {.en = std::move(cells[3]), .zh = std::move(cells[2])},
                       .command = std::move(cells[4])});
    }
    return all;
}

const std::vector<Measure>& builtin_measures() {
    static const std::vector<Measure> kAll = load_builtin();
    return kAll;
}

}  // namespace xiezhi::triage
