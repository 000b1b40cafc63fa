#include "xiezhi/schema/logsource.h"

#include <algorithm>

#include "xiezhi/base/ascii.h"
#include "xiezhi/schema/dataset.h"
#include "xiezhi/schema/ecs_type.h"
#include "xiezhi/schema/tables.h"

namespace xiezhi::schema {
namespace {

/// `service: state` is ours: the category names a dataset, whose documents are the events.
LogSourceRoutes find_state_source(std::string_view category) {
    LogSourceRoutes found;
    for (const DatasetRow& row : datasets()) {
        if (!category.empty() && !same_name(row.name, category)) continue;
        found.serving = Serving::Served;
        found.routes.emplace_back().channels = std::span(&row.channel, 1);
    }
    return found;
}

/// Category and service both given: the category's routes whose channels the service has too.
bool service_has_channels(std::string_view service, const Route& route) {
    return std::ranges::any_of(kSources, [&](const SourceRow& row) {
        return same_name(row.service, service) &&
               std::ranges::all_of(route.channels, [&](std::string_view channel) {
                   return serves_channel(row.route, channel);
               });
    });
}

}  // namespace

bool same_name(std::string_view a, std::string_view b) noexcept {
    return std::ranges::equal(a, b,
                              [](char x, char y) { return ascii_lower(x) == ascii_lower(y); });
}

const MappedField* FieldMap::find(std::string_view field) const noexcept {
    const auto found = std::ranges::find_if(
        fields, [&](const MappedField& f) { return same_name(f.field, field); });
    if (found != fields.end()) return &*found;
    const auto other = std::ranges::find(fields, std::string_view("*"), &MappedField::field);
    return other == fields.end() ? nullptr : &*other;
}

LogSourceRoutes find_log_source(std::string_view category, std::string_view product,
                                std::string_view service) {
    LogSourceRoutes found;
    if (!product.empty() && !same_name(product, "windows")) {
        found.serving = Serving::OtherProduct;
        return found;
    }
    if (category.empty() && service.empty()) {
        if (product.empty()) return found;
        found.serving = Serving::Served;
        found.routes.emplace_back();
        return found;
    }
    if (same_name(service, "state")) return find_state_source(category);
    bool known = false;
    for (const SourceRow& row : kSources) {
        const bool fits = category.empty()
                              ? !row.service.empty() && same_name(row.service, service)
                              : same_name(row.category, category) && row.service.empty();
        if (!fits) continue;
        if (row.route.channels.empty()) {  // an ETW provider's
            known = true;
            continue;
        }
        if (is_state_channel(row.route.channels.front())) {
            if (service.empty()) found.at_rest.push_back(row.route);
            continue;
        }
        known = true;
        if (!category.empty() && !service.empty() && !service_has_channels(service, row.route))
            continue;
        found.routes.push_back(row.route);
    }
    std::ranges::stable_partition(found.routes, [](const Route& r) { return !r.derived; });
    if (!found.routes.empty()) {
        found.serving = Serving::Served;
    } else if (known && service.empty()) {
        found.serving = Serving::EtwOnly;
    }
    return found;
}

bool is_system_field(std::string_view field) noexcept {
    static constexpr std::string_view kNames[] = {"EventID",
                                                  "EventRecordID",
                                                  "Channel",
                                                  "Computer",
                                                  "ComputerName",
                                                  "Level",
                                                  "Task",
                                                  "Opcode",
                                                  "Keywords",
                                                  "Version",
                                                  "Provider_Name",
                                                  "Provider_Guid",
                                                  "Provider_EventSourceName",
                                                  "EventID_Qualifiers",
                                                  "Execution_ProcessID",
                                                  "Execution_ThreadID",
                                                  "Security_UserID",
                                                  "TimeCreated_SystemTime",
                                                  "Correlation_ActivityID",
                                                  "Correlation_RelatedActivityID"};
    return std::ranges::find(kNames, field) != std::ranges::end(kNames);
}

bool absent_by_source(const Route& route, std::string_view category,
                      std::string_view field) noexcept {
    if (field.empty()) return false;      // keywords ask every value
    if (is_ecs(route.map)) return false;  // a missing field is false in itself
    const bool never = std::ranges::any_of(kAbsent, [&](const AbsentRow& row) {
        return row.field == field && (row.category == "*" || same_name(row.category, category));
    });
    if (never) return true;
    return route.map != nullptr && !is_system_field(field) && route.map->find(field) == nullptr;
}

bool serves_channel(const Route& route, std::string_view channel) noexcept {
    const auto is_named = [&](std::string_view name) { return same_name(name, channel); };
    if (route.channels.empty()) {  // of every log; documents are asked for by name
        return !is_state_channel(channel) && std::ranges::none_of(route.other_than, is_named);
    }
    return std::ranges::any_of(route.channels, is_named);
}

bool serves_event_id(const Route& route, std::uint32_t event_id) noexcept {
    return route.event_ids.empty() ||
           std::ranges::find(route.event_ids, event_id) != route.event_ids.end();
}

}  // namespace xiezhi::schema
