#include "xiezhi/schema/logging.h"

#include <algorithm>

#include "xiezhi/schema/logging_tables.h"
#include "xiezhi/schema/logsource.h"

namespace xiezhi::schema {

std::uint8_t AuditSubcategory::by_default(std::string_view type_code) const noexcept {
    if (type_code == "workstation") return client;
    if (type_code == "server") return server;
    if (type_code == "domain_controller") return domain_controller;
    return static_cast<std::uint8_t>(client & server & domain_controller);
}

std::span<const AuditCategory> audit_categories() noexcept {
    return kAuditCategories;
}

std::span<const AuditSubcategory> audit_subcategories() noexcept {
    return kAuditSubcategories;
}

const AuditSubcategory* find_audit(std::string_view name) noexcept {
    const auto* const found = std::ranges::find(kAuditSubcategories, name, &AuditSubcategory::name);
    return found == std::ranges::end(kAuditSubcategories) ? nullptr : found;
}

const AuditSubcategory* find_audit_guid(std::string_view guid) noexcept {
    if (guid.starts_with('{') && guid.ends_with('}')) guid = guid.substr(1, guid.size() - 2);
    const auto* const found = std::ranges::find_if(
        kAuditSubcategories,
        [&](const AuditSubcategory& one) { return same_name(one.guid, guid); });
    return found == std::ranges::end(kAuditSubcategories) ? nullptr : found;
}

std::vector<const AuditSubcategory*> audits_of(std::uint32_t event_id) {
    std::vector<const AuditSubcategory*> audits;
    for (const AuditEvent& row : kAuditEvents) {
        if (row.event_id != event_id) continue;
        audits.push_back(&audit_subcategories()[row.subcategory]);
    }
    return audits;
}

std::vector<std::uint32_t> events_of(const AuditSubcategory& subcategory) {
    std::vector<std::uint32_t> events;
    for (const AuditEvent& row : kAuditEvents) {
        if (audit_subcategories()[row.subcategory].name == subcategory.name) {
            events.push_back(row.event_id);
        }
    }
    return events;
}

std::string_view audit_subcategory(std::uint32_t event_id) noexcept {
    const auto* const found = std::ranges::find(kAuditEvents, event_id, &AuditEvent::event_id);
    return found == std::ranges::end(kAuditEvents) ? std::string_view{}
                                                   : audit_subcategories()[found->subcategory].name;
}

std::uint32_t written_at_start(std::uint32_t event_id) noexcept {
    const auto* const found = std::ranges::find(kStartEvents, event_id, &StartEvent::event_id);
    return found == std::ranges::end(kStartEvents) ? 0 : found->count;
}

std::span<const EventChannel> event_channels() noexcept {
    return kEventChannels;
}

const EventChannel* find_event_channel(std::string_view name) noexcept {
    const auto* const found = std::ranges::find_if(
        kEventChannels, [&](const EventChannel& one) { return same_name(one.name, name); });
    return found == std::ranges::end(kEventChannels) ? nullptr : found;
}

std::span<const HostSetting> host_settings() noexcept {
    return kHostSettings;
}

}  // namespace xiezhi::schema
