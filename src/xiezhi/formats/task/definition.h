#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "xiezhi/base/byte_source.h"
#include "xiezhi/base/damage.h"
#include "xiezhi/formats/task/action.h"

/// The XML of a scheduled task (Vista and later): files below System32\Tasks, and the text of
/// events 4698 and 4702. Source: [MS-TSCH] 2.5, "Task Scheduler schema"; docs/formats/task.md.
namespace xiezhi::task {

/// Real ones have a few kilobytes; a larger file is refused.
inline constexpr std::uint64_t kXmlSizeMax = std::uint64_t{2} << 20U;

/// A leaf of the XML that has no member of its own: its path below the element it belongs to
/// (`ScheduleByDay.DaysInterval`; of an attribute `@name`) and its text.
struct Field {
    std::string name;
    std::string text;
    bool operator==(const Field&) const = default;
};

enum class TriggerKind : std::uint8_t {
    Boot,
    Logon,
    Time,
    Calendar,
    Event,
    Idle,
    Registration,
    SessionStateChange,
    WnfStateChange,
    Other,  // an element that the schema does not name
};

/// Times are local without a zone unless they end in Z or an offset; durations are ISO 8601
/// (`PT5M`). Both as stored; empty when absent.
struct Trigger {
    TriggerKind kind = TriggerKind::Other;
    std::string element;  // its name in the XML
    std::string id;
    bool enabled = true;
    std::string start_boundary;
    std::string end_boundary;
    std::string execution_time_limit;
    std::string delay;
    std::string random_delay;
    std::string repetition_interval;
    std::string repetition_duration;
    bool stop_at_duration_end = false;
    std::string user_id;       // logon, session state change
    std::string subscription;  // event: a QueryList, its entities decoded
    std::string state_change;  // session state change: `SessionUnlock` …
    std::string state_name;    // WNF: 16 hex digits
    std::vector<Field> others;
};

struct Principal {
    std::string id;
    std::string user_id;  // SID or name
    std::string group_id;
    std::string logon_type;
    std::string run_level;
    std::string display_name;
    std::string sid_type;  // ProcessTokenSidType
    std::vector<std::string> required_privileges;
};

struct Definition {
    std::string version;  // of the schema
    // RegistrationInfo
    std::string date;  // local, no zone is stored
    std::string author;
    std::string uri;
    std::string source;
    std::string description;
    std::string documentation;
    std::string registered_version;
    std::string security_descriptor;  // SDDL
    std::vector<Trigger> triggers;
    std::vector<Principal> principals;
    // Settings; `Enabled` is true when it is not there
    bool hidden = false;
    bool enabled = true;
    std::vector<Field> settings;  // all of them, those two too
    std::string actions_context;  // id of the principal that they run as
    std::vector<Action> actions;
};

/// Parses the XML: UTF-16LE or UTF-8, with or without a byte order mark. Where the XML is broken,
/// what stands before is returned and the break told. Error: no task at all, or larger than
/// kXmlSizeMax.
[[nodiscard]] Result<Definition> parse_definition(Bytes xml, const DamageSink& damages);
[[nodiscard]] Result<Definition> read_definition(const ByteSource& source,
                                                 const DamageSink& damages);

}  // namespace xiezhi::task
