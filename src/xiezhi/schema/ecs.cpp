#include "xiezhi/schema/ecs.h"

#include <algorithm>

#include "xiezhi/schema/ecs_tables.h"
#include "xiezhi/schema/logsource.h"

namespace xiezhi::schema::ecs {
namespace {

bool is_of(const SourceRow& row, std::string_view channel, std::string_view provider) {
    if (!row.channel.empty() && !same_name(row.channel, channel)) return false;
    return row.providers.empty() || std::ranges::any_of(row.providers, [&](std::string_view known) {
               return same_name(known, provider);
           });
}

}  // namespace

bool Rule::is_for(std::uint32_t source, std::uint32_t event_id) const noexcept {
    if (((sources >> source) & 1U) == 0) return false;
    return event_ids.empty() || std::ranges::binary_search(event_ids, event_id) != is_for_others;
}

std::string_view Table::text_of(std::string_view key) const noexcept {
    const auto found = std::ranges::lower_bound(entries, key, {}, &TableEntry::key);
    return found == entries.end() || found->key != key ? std::string_view{} : found->text;
}

std::span<const FieldInfo> fields() noexcept {
    return kFields;
}

std::optional<std::uint16_t> field_index(std::string_view name) noexcept {
    const std::span<const FieldInfo> all(kFields);
    const auto found = std::ranges::lower_bound(all, name, {}, &FieldInfo::name);
    if (found == all.end() || found->name != name) return std::nullopt;
    return static_cast<std::uint16_t>(found - all.begin());
}

std::span<const Native> natives() noexcept {
    return kNatives;
}

std::span<const Rule> rules() noexcept {
    return kRules;
}

const SourceRow& source_of(std::string_view channel, std::string_view provider) noexcept {
    const std::span<const SourceRow> rows(kSources);
    const auto found = std::ranges::find_if(
        rows, [&](const SourceRow& row) { return is_of(row, channel, provider); });
    return found == rows.end() ? rows.back() : *found;  // the last row is for every record
}

bool is_known_event(std::uint32_t source, std::uint32_t event_id) noexcept {
    return std::ranges::any_of(rules(), [&](const Rule& rule) {
        return ((rule.sources >> source) & 1U) != 0 &&
               std::ranges::binary_search(rule.event_ids, event_id);
    });
}

Table table(std::string_view name) noexcept {
    const std::span<const Table> all(kTables);
    const auto found = std::ranges::lower_bound(all, name, {}, &Table::name);
    return found == all.end() || found->name != name ? Table{} : *found;
}

}  // namespace xiezhi::schema::ecs
