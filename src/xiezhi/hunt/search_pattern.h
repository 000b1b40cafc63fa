#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "xiezhi/base/result.h"
#include "xiezhi/rules/rule.h"

namespace xiezhi::hunt {

/// What a text that somebody looks for is meant as.
enum class SearchKind : std::uint8_t {
    Word,     // part of any value, case ignored; `*` and `?` are wildcards
    Number,   // decimal or 0x…: values equal to it in either spelling, and the number in a text
    Address,  // v4 or v6, with a CIDR size too; never part of a longer address
    Domain,   // it and what is below it: evil.example finds www.evil.example, not notevil.example
    Hash,     // MD5, SHA-1 or SHA-256
    Guid,     // with or without braces
    Regex,    // RE2, case ignored
    All,      // `*`: every record, for a look around a moment
};

/// word, number, address, domain, hash, guid, regex.
[[nodiscard]] std::optional<SearchKind> parse_search_kind(std::string_view name) noexcept;
[[nodiscard]] std::string_view search_kind_name(SearchKind kind) noexcept;

/// What a pattern looks like; `/text/` is a regex.
[[nodiscard]] SearchKind search_kind_of(std::string_view pattern);

/// A rule that is true of every record, of whatever channel, with a value that fits.
[[nodiscard]] Result<rules::Rule> search_rule(std::string_view pattern, SearchKind kind);

/// A rule true of the records with this id (System/EventRecordID), in one channel or in any.
[[nodiscard]] rules::Rule record_rule(std::uint64_t record_id, std::string_view channel);

}  // namespace xiezhi::hunt
