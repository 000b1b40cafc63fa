#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/rules/sigma/value.h"
#include "xiezhi/rules/sigma/yaml.h"

namespace xiezhi::rules::sigma {

enum class Modifier : std::uint8_t {
    Contains,
    StartsWith,
    EndsWith,
    All,
    Neq,
    Re,
    IgnoreCase,
    MultiLine,
    DotAll,
    Cased,
    WinDash,
    Base64,
    Base64Offset,
    Wide,
    Utf16Be,
    Utf16,
    Cidr,
    FieldRef,
    Exists,
    Expand,
    Lt,
    Lte,
    Gt,
    Gte,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
};

/// `Field|modifier|modifier` taken apart. `all` and `neq` act on the whole item wherever they stand
/// and are taken out of the chain.
struct ItemKey {
    std::string field;
    std::vector<Modifier> chain;
    bool all = false;
    bool negated = false;
};

[[nodiscard]] std::optional<ItemKey> parse_key(std::string_view key, Mark mark,
                                               Diagnosis& diagnosis);

/// A scalar after the whole chain of modifiers.
[[nodiscard]] std::optional<Value> modified_value(const YamlNode& scalar, const ItemKey& key,
                                                  Diagnosis& diagnosis);

/// Flags and pieces as one RE2 expression; placeholders are left out.
[[nodiscard]] std::string regex_text(const Regex& expression);

}  // namespace xiezhi::rules::sigma
