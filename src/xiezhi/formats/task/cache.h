#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "xiezhi/base/bytes.h"
#include "xiezhi/base/damage.h"
#include "xiezhi/base/time.h"
#include "xiezhi/formats/task/action.h"

/// The binary values of a task in the registry, below
/// `SOFTWARE\Microsoft\Windows NT\CurrentVersion\Schedule\TaskCache\Tasks\{GUID}`. The service runs
/// what stands here, not the XML. Sources: docs/formats/task.md. All functions take the value's
/// data and give what could be read; offsets of damages are within it.
namespace xiezhi::task {

/// Value `Actions`, versions 1 to 3.
struct CachedActions {
    std::uint16_t version = 0;
    std::string context;  // id of the principal; not in version 1
    std::vector<Action> actions;
};
[[nodiscard]] CachedActions parse_cached_actions(Bytes data, const DamageSink& damages);

/// Value `DynamicInfo`: 28 bytes, 36 since Windows 10. A time of zero is "never".
struct DynamicInfo {
    std::uint32_t version = 0;
    FileTime created;
    FileTime last_run;
    std::uint32_t state = 0;  // not used by later Windows
    std::uint32_t last_error = 0;
    FileTime last_successful_run;
};
[[nodiscard]] std::optional<DynamicInfo> parse_dynamic_info(Bytes data);

/// What the XML calls StartBoundary and so on, as the registry has it.
struct CachedTime {
    bool local = false;  // without zone
    FileTime time;       // zero or all ones: none
};

enum class CachedTriggerKind : std::uint16_t {
    WnfStateChange = 0x6666,
    SessionStateChange = 0x7777,
    Registration = 0x8888,
    Logon = 0xaaaa,
    Event = 0xcccc,
    Time = 0xdddd,  // also what the XML calls a calendar trigger
    Idle = 0xeeee,
    Boot = 0xffff,
};

struct CachedTrigger {
    CachedTriggerKind kind = CachedTriggerKind::Boot;
    bool enabled = true;
    std::string id;
    CachedTime start;
    CachedTime end;
    std::uint32_t delay_seconds = 0;
    std::uint32_t repetition_interval_seconds = 0;
    std::uint32_t repetition_duration_seconds = 0;
    std::string user;          // SID or name: logon, session state change
    std::string subscription;  // event
    std::uint32_t state_change = 0;
    std::string state_name;  // WNF, 16 hex digits
    // Time: 0 once, 1 daily, 2 weekly, 3 days of months, 4 weekdays of months; three words that the
    // mode explains.
    std::uint32_t mode = 0;
    std::uint16_t mode_data_0 = 0;
    std::uint16_t mode_data_1 = 0;
    std::uint16_t mode_data_2 = 0;
};

/// Value `Triggers`.
struct CachedTriggers {
    std::uint8_t version = 0;
    CachedTime first_start;
    CachedTime last_end;
    std::uint32_t flags = 0;
    std::string principal_id;
    std::string display_name;
    std::string user;  // whom the task runs as: SID, or name where there is none
    std::vector<CachedTrigger> triggers;

    [[nodiscard]] bool enabled() const noexcept { return (flags & 0x400000U) != 0; }
    [[nodiscard]] bool hidden() const noexcept { return (flags & 0x800000U) != 0; }
    [[nodiscard]] bool highest_run_level() const noexcept { return (flags & 0x1000000U) != 0; }
};
[[nodiscard]] CachedTriggers parse_cached_triggers(Bytes data, const DamageSink& damages);

/// Value `Hash` against the XML file as stored, its byte order mark included. Unknown: the value is
/// no SHA-256 (Vista to 8 keep four bytes).
enum class HashMatch : std::uint8_t { Same, Different, Unknown };
[[nodiscard]] HashMatch match_hash(Bytes hash, Bytes xml_file);

}  // namespace xiezhi::task
