#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace xiezhi::schema::ecs {

/// How the values of a field are made from its operands (schema/ecs_fields.tsv). What stands in
/// brackets is the rule's parameter.
enum class Transform : std::uint8_t {
    Constant,
    Text,
    Lower,
    Trim,            // without characters up to U+0020 at both ends
    Decimal,         // 0x1a2c -> 6700
    NotZero,         // decimal; 0 gives nothing
    NoDash,          // "-" gives nothing
    BeforeAt,        // name@domain -> name
    Time,            // ISO 8601, milliseconds
    Name,            // behind the last backslash; nothing when there is none
    LastPart,        // behind the last backslash, or all of it
    Directory,       // before the last backslash
    Extension,       // behind the last dot
    JoinedPath,      // the operands with a backslash between them
    Argv,            // command line, by the rules of Windows programs
    ArgvQuoted,      // command line cut at white space outside quotes, which stay
    Words,           // cut at white space
    Count,           // how many values the operand has
    Union,           // every value of every operand once
    Address,         // IPv4-mapped IPv6 as IPv4; "-" and hosts give nothing
    Outcome,         // bits of the keywords -> success, failure
    Task,            // number and provider -> text
    Messages,        // %%1537 %%1538 -> texts of the table `message`
    MessageNumbers,  // %%1537 %%1538 -> 1537, 1538; anything else as it is
    AccessMask,      // bits, or %%nnnn; second operand: type of the object
    Table,           // text -> text [table]
    Number,          // number -> text [table]
    Bits,            // every mask that is in the number -> text [tables]
    Hash,            // MD5=…,SHA256=… [algorithm]
    Registry,        // [part of the path, or of the data]
    Domain,          // [part of the name]
    Answers,         // Sysmon's QueryResults [part]
    Account,         // DOMAIN\name [part]
    AccountBeside,   // the same, if the second operand has a value
    Member,          // CN=name,OU=…,DC=… [part]
    Invocation,      // lines Kind(Command): text [part]
    Script,          // [statistic of a script block]
    Fqbn,            // O=…\product\file\version [part]
    Head,            // [fact of the record's head]
    Moved,           // no field: the operands do not appear under winlog.event_data
};

struct Operand {
    enum class Kind : std::uint8_t { Native, Key, Field, Literal };
    Kind kind = Kind::Literal;
    std::uint16_t number = 0;  // of the native or the field
    std::string_view text;     // Literal: the value; Key: which line "key = value" of the native
};

enum class NativeOrigin : std::uint8_t { EventData, UserData, System, Other };

struct Native {
    NativeOrigin origin = NativeOrigin::EventData;
    std::string_view name;
};

enum class FieldType : std::uint8_t { Keyword, Long, Double, Boolean };

struct FieldInfo {
    std::string_view name;
    FieldType type = FieldType::Keyword;
    bool is_list = false;  // an array even when it has one value
};

inline constexpr std::uint16_t kMoved = 0xffff;

struct Rule {
    std::uint32_t sources = 0;                 // one bit each
    std::span<const std::uint32_t> event_ids;  // ascending; empty: all
    bool is_for_others = false;                // for all but `event_ids`
    std::uint16_t field = 0;                   // kMoved: of none
    std::span<const Operand> operands;
    Transform transform = Transform::Text;
    std::string_view parameter;
    bool adds = false;  // also when an earlier rule gave a value

    [[nodiscard]] bool is_for(std::uint32_t source, std::uint32_t event_id) const noexcept;
};

/// A channel as the shippers see it.
struct SourceRow {
    std::uint32_t source = 0;
    std::string_view channel;                     // empty: any
    std::span<const std::string_view> providers;  // empty: any
    std::string_view dataset;
    std::string_view module;
    bool drops_placeholders = false;  // "-" and the empty GUID are no values
    bool joins_names = false;         // `Threat Name` is Threat_Name
};

struct TableEntry {
    std::string_view key;  // lower case
    std::string_view text;
    std::uint64_t mask = 0;  // the key as a number, or 0
};

struct Table {
    std::string_view name;
    std::span<const TableEntry> entries;  // by key

    /// Empty when it is not there. `key` in lower case.
    [[nodiscard]] std::string_view text_of(std::string_view key) const noexcept;
};

/// Fields that some rule makes, by name.
[[nodiscard]] std::span<const FieldInfo> fields() noexcept;
[[nodiscard]] std::optional<std::uint16_t> field_index(std::string_view name) noexcept;

[[nodiscard]] std::span<const Native> natives() noexcept;

/// In the order in which they count.
[[nodiscard]] std::span<const Rule> rules() noexcept;

/// The row that a record belongs to; there is one for every record.
[[nodiscard]] const SourceRow& source_of(std::string_view channel,
                                         std::string_view provider) noexcept;

/// True when some rule tells this id from others.
[[nodiscard]] bool is_known_event(std::uint32_t source, std::uint32_t event_id) noexcept;

/// An empty table when the name is not known.
[[nodiscard]] Table table(std::string_view name) noexcept;

}  // namespace xiezhi::schema::ecs
