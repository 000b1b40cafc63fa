#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace xiezhi::schema {

/// How the value of a rule's field is made from native fields (schema/derived.tsv).
enum class Transform : std::uint8_t {
    Native,   // the native field as it is
    Decimal,  // 0x628 -> 1576
    Account,  // natives: subject domain, subject name, target domain, target name -> DOMAIN\name
    AccountLogon,     // natives: subject logon id, target logon id, target name
    Integrity,        // S-1-16-12288 -> High, and the SID itself
    RegistryPath,     // natives: object name, value name -> HKLM\…\value
    RegistryDetails,  // natives: new value, new value type -> DWORD (0x00000001) …
    RegistryChange,   // %%1904 -> SetValue …
    DevicePath,       // \device\harddiskvolume2\x -> C:\x
    Outbound,         // %%14593 -> true, %%14592 -> false
    Protocol,         // 6 -> tcp, 17 -> udp
    Initiator,        // natives: direction, local, remote -> the side that began the connection
    Responder,        // natives: direction, local, remote -> the other side
};

struct MappedField {
    std::string_view field;                     // as rules name it; `*`: every other field
    std::span<const std::string_view> natives;  // as the event names them
    Transform transform = Transform::Native;
};

/// What an equivalent source calls the fields of a category. A field that is not listed (and is no
/// System field) is absent by source: a leaf on it is unknown, which counts as false.
struct FieldMap {
    std::string_view name;
    std::span<const MappedField> fields;

    [[nodiscard]] const MappedField* find(std::string_view field) const noexcept;
};

/// One place in the event logs where a log source's events are found. Everything must fit.
struct Route {
    std::span<const std::string_view> channels;     // compared ignoring case; empty: every channel
    std::span<const std::string_view> other_than;   // … but these; only where `channels` is empty
    std::span<const std::uint32_t> event_ids;       // empty: every event id
    std::string_view gate_field;                    // native field; empty: no gate
    std::span<const std::string_view> gate_values;  // one of them, ignoring case
    const FieldMap* map = nullptr;                  // null: fields have their own names
    bool derived = false;                           // an equivalent, marked in findings
    bool enabled = true;  // false: known, but too far from equal to be used
};

enum class Serving : std::uint8_t {
    Served,        // `routes` says where
    EtwOnly,       // events of an ETW provider that no event log has
    OtherProduct,  // not Windows
    Unknown,       // no such category or service in our tables, or no log source at all
};

struct LogSourceRoutes {
    Serving serving = Serving::Unknown;
    std::vector<Route> routes;  // native ones first
    /// Documents of collected or live state that the rule can be asked of as well: what a service
    /// would run is judged by rules for processes. Always derived.
    std::vector<Route> at_rest;
};

/// Where events of a Sigma log source are found; empty texts mean "not given". With category and
/// service, both must fit. Product alone (`windows`): every event. Views live for ever.
[[nodiscard]] LogSourceRoutes find_log_source(std::string_view category, std::string_view product,
                                              std::string_view service);

/// True when no event of this route can have the field, so that a leaf on it is unknown: the
/// route's map does not name it, or only enrichment gives it (schema/absent.tsv).
[[nodiscard]] bool absent_by_source(const Route& route, std::string_view category,
                                    std::string_view field) noexcept;

/// System element and attribute names that rules may use in every source (EventID, Computer …).
[[nodiscard]] bool is_system_field(std::string_view field) noexcept;

/// Equal when ASCII case is ignored: how channels are compared.
[[nodiscard]] bool same_name(std::string_view a, std::string_view b) noexcept;

[[nodiscard]] bool serves_channel(const Route& route, std::string_view channel) noexcept;
[[nodiscard]] bool serves_event_id(const Route& route, std::uint32_t event_id) noexcept;

}  // namespace xiezhi::schema
