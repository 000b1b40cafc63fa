#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "tests/support/byte_writer.h"

namespace xiezhi::testing {

struct WmiProperty {
    std::string name;
    std::uint32_t type = 8;  // CIM type and 0x2000 for an array
    std::uint16_t index = 0;
    std::uint32_t offset = 0;                // in the table of values
    std::optional<std::string> preset = {};  // default of a string
    bool key = false;
};

/// `count` and `table_size` are those of all properties, the inherited ones too.
struct WmiClass {
    std::string ns;
    std::string name;
    std::string superclass;
    std::vector<WmiProperty> own;
    std::uint16_t count = 0;
    std::uint32_t table_size = 0;
};

/// Null; taken from the class; text; a number of four bytes or a boolean; bytes.
struct WmiPreset {};
using WmiValue = std::variant<std::monostate, WmiPreset, std::string, std::uint32_t, bool,
                              std::vector<std::uint8_t>>;

/// A value and where it stands in the table.
struct WmiField {
    std::uint16_t index = 0;
    std::uint32_t offset = 0;
    WmiValue value;
};

inline constexpr std::uint64_t kWmiWritten = 132'914'198'000'000'000;  // 2022-03-10

struct WmiInstance {
    std::string ns;
    std::string class_name;
    std::vector<WmiField> fields;  // those that are not null
    std::uint16_t count = 0;
    std::uint32_t table_size = 0;
    std::uint64_t written = kWmiWritten;
};

struct WmiFiles {
    std::vector<std::byte> objects;
    std::vector<std::byte> index;
    std::vector<std::byte> mapping;
};

/// Writes a small CIM repository: one page of the index, logical pages in reverse order.
class WmiWriter {
public:
    explicit WmiWriter(bool xp = false) : xp_(xp) {}

    void add(const WmiClass& definition);
    void add(const WmiInstance& instance);
    /// In a page that no logical page stands for.
    void add_deleted(const WmiInstance& instance);
    void add_deleted(const WmiClass& definition);

    [[nodiscard]] WmiFiles files() const;

private:
    struct Record {
        std::string key;  // without the place
        std::vector<std::byte> bytes;
    };
    [[nodiscard]] std::vector<std::byte> bytes_of(const WmiInstance& instance) const;
    [[nodiscard]] std::string key_of(const std::string& ns, const char* prefix,
                                     const std::string& name) const;

    bool xp_;
    std::vector<Record> records_;
    std::vector<std::byte> deleted_;
};

/// The classes that a subscription needs, and the namespaces root and root\subscription.
void add_subscription_classes(WmiWriter& out);
/// NTEventLogEventConsumer, behind them.
void add_log_consumer_class(WmiWriter& out);

/// A consumer of a user with a command line, or (`command` empty) one that writes to an event log.
struct WmiConsumer {
    std::string name;
    std::string command = {};
    std::string source = {};  // of the event log
    bool bound = false;       // by a filter of its own
    bool deleted = false;
};
/// Adds it, and what binds it, behind the classes.
void add_consumer(WmiWriter& out, const WmiConsumer& consumer);

/// What the subscription of wmi_with_subscription() does, and when it was made.
struct WmiSubscription {
    std::string filter = "过滤";
    std::string command = "cmd.exe /c " + std::string(10'000, 'x');  // over two pages
    std::uint64_t written = kWmiWritten;
    bool rests = true;  // of deleted objects
};

/// A host with one subscription: the system classes, root and root\subscription, a filter, a
/// command line consumer of a user and their binding, an interval timer that the filter asks for;
/// deleted: an older filter.
[[nodiscard]] WmiFiles wmi_with_subscription(bool xp = false,
                                             const WmiSubscription& subscription = {});

}  // namespace xiezhi::testing
