#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "xiezhi/rules/predicate.h"

// The typed form between YAML and the predicate tree: what a value of a detection item is after all
// its modifiers. It is what `suites/sigma-spec` describes.
namespace xiezhi::rules::sigma {

/// `%name%` under the modifier expand.
struct Placeholder {
    std::string name;
    bool operator==(const Placeholder&) const = default;
};

using TextPart = std::variant<std::string, AnyRun, AnyOne, AnyOf, Placeholder>;

/// Text with wildcards. Literal parts are UTF-8, or raw bytes after `wide` and its like.
struct Text {
    std::vector<TextPart> parts;
    bool cased = false;
    bool bytes = false;
    bool operator==(const Text&) const = default;
};

/// Alternatives that one value stands for (base64offset, windash): always or, even under `all`.
struct AnyText {
    std::vector<Text> texts;
    bool operator==(const AnyText&) const = default;
};

using RegexPart = std::variant<std::string, Placeholder>;

struct Regex {
    std::vector<RegexPart> parts;
    std::string flags{};  // of i, m, s, in the order given
    bool operator==(const Regex&) const = default;
};

struct Cidr {
    std::string network;
    bool operator==(const Cidr&) const = default;
};

/// A number compared with the field, or with a part of the time in it.
struct Comparison {
    CompareOp op = CompareOp::Eq;
    double number = 0;
    std::optional<TimeUnit> unit;
    bool operator==(const Comparison&) const = default;
};

struct FieldReference {
    std::string field;
    bool starts = false;  // ours begins with the other; with `ends` too: ours contains it
    bool ends = false;
    bool operator==(const FieldReference&) const = default;
};

struct Existence {
    bool exists = true;
    bool operator==(const Existence&) const = default;
};

struct Number {
    double value = 0;
    std::string text;  // decimal; a float as the rule has it
    bool operator==(const Number&) const = default;
};

struct Boolean {
    bool value = false;
    bool operator==(const Boolean&) const = default;
};

struct Absent {  // null
    bool operator==(const Absent&) const = default;
};

using Value = std::variant<Text, AnyText, Regex, Cidr, Comparison, FieldReference, Existence,
                           Number, Boolean, Absent>;

/// A Sigma string after YAML: `*`, `?`, and the escapes `\*`, `\?`, `\\`; any other backslash is
/// itself. Adjacent literals are one part.
[[nodiscard]] Text parse_text(std::string_view text);

/// The literal of a text without wildcards and placeholders.
[[nodiscard]] std::optional<std::string> literal_of(const Text& text);

/// What kind of value it is, in the words of Sigma ("string", "number", …): for messages.
[[nodiscard]] std::string_view kind_name(const Value& value) noexcept;

}  // namespace xiezhi::rules::sigma
