#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

/// What Windows records of itself, and what decides about it.
namespace xiezhi::schema {

/// What is recorded of a subcategory, as HKLM\SECURITY keeps it: any of these bits.
inline constexpr std::uint8_t kAuditSuccess = 1;
inline constexpr std::uint8_t kAuditFailure = 2;

/// A category of the audit policy (schema/audit.tsv).
struct AuditCategory {
    std::string_view name;
    std::string_view zh;
};
/// In the order of PolAdtEv.
[[nodiscard]] std::span<const AuditCategory> audit_categories() noexcept;

struct AuditSubcategory {
    std::string_view category;
    std::string_view name;
    std::string_view guid;  // without braces, upper case
    std::string_view zh;
    std::uint8_t client = 0;  // recorded by default on such a host
    std::uint8_t server = 0;
    std::uint8_t domain_controller = 0;

    /// `type_code`: as host.os.type_code; of an unknown host the least.
    [[nodiscard]] std::uint8_t by_default(std::string_view type_code) const noexcept;
};
/// In the order of PolAdtEv.
[[nodiscard]] std::span<const AuditSubcategory> audit_subcategories() noexcept;
[[nodiscard]] const AuditSubcategory* find_audit(std::string_view name) noexcept;
/// With or without braces, in whatever case.
[[nodiscard]] const AuditSubcategory* find_audit_guid(std::string_view guid) noexcept;

/// The subcategories that write an event of the Security log; none when it needs none, or none is
/// known.
[[nodiscard]] std::vector<const AuditSubcategory*> audits_of(std::uint32_t event_id);
/// The main events that a subcategory writes.
[[nodiscard]] std::vector<std::uint32_t> events_of(const AuditSubcategory& subcategory);
/// The name of the first of audits_of(); empty for none.
[[nodiscard]] std::string_view audit_subcategory(std::uint32_t event_id) noexcept;

/// How many of an event Windows writes at each start whatever the audit policy says
/// (schema/audit_at_start.tsv).
struct StartEvent {
    std::uint32_t event_id = 0;
    std::uint32_t count = 0;
};
[[nodiscard]] std::uint32_t written_at_start(std::uint32_t event_id) noexcept;

/// A channel of the event log (schema/event_channels.tsv).
struct EventChannel {
    std::string_view name;
    std::string_view state;      // on, off, absent (comes with a program), - (not known)
    std::uint32_t size_kib = 0;  // 0: not known
};
[[nodiscard]] std::span<const EventChannel> event_channels() noexcept;
[[nodiscard]] const EventChannel* find_event_channel(std::string_view name) noexcept;

/// A setting that decides what is recorded (schema/settings.tsv).
struct HostSetting {
    std::string_view name;
    std::string_view hive;
    std::string_view key;
    std::string_view value;          // `[key]`: whether the key is there
    std::string_view default_value;  // empty: none
};
[[nodiscard]] std::span<const HostSetting> host_settings() noexcept;

}  // namespace xiezhi::schema
