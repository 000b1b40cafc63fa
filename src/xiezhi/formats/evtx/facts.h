#pragma once

#include <array>
#include <optional>
#include <string>

#include "xiezhi/formats/evtx/document.h"

namespace xiezhi::evtx {

/// What System says about every record.
enum class Fact : std::uint8_t { Provider, EventId, Level, Time, RecordId, Channel, Computer };
inline constexpr std::size_t kFactCount = 7;

/// Where the facts of a fragment stand: in slots, or as literal text that is a constant of its
/// template. Made once per template.
struct FactMap {
    struct Source {
        int slot = -1;  // -1: `literal`
        Bytes literal;  // UTF-16LE; empty and slot -1: the fragment does not have it
    };
    std::array<Source, kFactCount> sources;
    /// What stands beside System (EventData, UserData …), as members of a JSON object.
    Program rest;

    [[nodiscard]] const Source& operator[](Fact fact) const noexcept {
        return sources[static_cast<std::size_t>(fact)];
    }
};
[[nodiscard]] FactMap map_facts(std::span<const Node> nodes);

/// The map of a document's outer fragment, kept per template. One per worker.
class FactMaps {
public:
    [[nodiscard]] const FactMap& of(const Document& document);

private:
    struct Entry {
        const Template* key = nullptr;
        FactMap map;
    };
    std::array<Entry, 64> entries_;
    FactMap scratch_;
};

/// The value of a fact: Null when the record does not have it. Literal text comes as String.
[[nodiscard]] Value fact_value(const Document& document, const FactMap& map, Fact fact);
/// A number fact, written as integer or as decimal or 0x text; 0 when it is none.
[[nodiscard]] std::uint64_t number_of(const Value& value);
/// A time fact, written as FILETIME, SYSTEMTIME or ISO text; 0 when it is none.
[[nodiscard]] FileTime time_of(const Value& value);

}  // namespace xiezhi::evtx
