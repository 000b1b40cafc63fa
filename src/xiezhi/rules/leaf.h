#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "xiezhi/rules/literal_scan.h"
#include "xiezhi/rules/network.h"
#include "xiezhi/rules/predicate.h"
#include "xiezhi/rules/record_fields.h"
#include "xiezhi/rules/regex.h"

namespace xiezhi::rules {

/// A leaf made ready: its text folded, its pattern, network or regex prepared, its field planned.
/// Or several leaves of one field of which one must be true, found in one scan (`group`).
struct ReadyLeaf {
    Op op = Op::Equals;
    bool cased = false;
    CompareOp compare = CompareOp::Eq;
    TimeUnit unit = TimeUnit::Hour;
    Op relation = Op::Equals;
    std::uint32_t field = 0;
    std::uint32_t other_field = 0;  // SameAs
    std::string text;
    /// Folded texts, one of which stands in every fitting value; empty: nothing known, or not worth
    /// asking first.
    std::vector<std::string> required;
    double number = 0;
    Analyser analyser = Analyser::Script;
    std::uint32_t units_max = 0;
    FileTime first{};
    FileTime last{};
    Address address{};               // CompareAddress
    std::vector<std::string> words;  // Phrase
    const Regex* regex = nullptr;
    std::unique_ptr<Pattern> pattern;
    std::vector<Network> networks;  // one fits: a leaf, or several of one field (`group` too)
    std::unique_ptr<LiteralScanner> group;
};

/// Prepares a leaf. `other_field` is that of Leaf::text for SameAs.
[[nodiscard]] ReadyLeaf make_ready(const Leaf& leaf, std::uint32_t field, std::uint32_t other_field,
                                   RegexCache& regexes);

/// Whether one value fits; case-folded unless the leaf wants it raw (`wants_raw`). Not for Exists,
/// Null, SameAs.
[[nodiscard]] bool fits_text(const ReadyLeaf& leaf, std::string_view value);

/// Asked of the texts as they stand in the record.
[[nodiscard]] bool wants_raw(const Leaf& leaf) noexcept;

/// What a leaf says of a record. `value` is the first value of the field that fits.
struct LeafAnswer {
    bool is_true = false;
    std::size_t value = 0;
};
[[nodiscard]] LeafAnswer ask(const ReadyLeaf& leaf, RecordFields& fields);

/// Decimal, with fraction, or 0x…; nothing for other text.
[[nodiscard]] std::optional<double> parse_number(std::string_view text) noexcept;

[[nodiscard]] bool compare_numbers(double left, CompareOp op, double right) noexcept;

/// Minute, hour, day of month, ISO week, month or year of a time, UTC.
[[nodiscard]] int time_part(FileTime time, TimeUnit unit) noexcept;

}  // namespace xiezhi::rules
