#pragma once

#include <span>

#include "tools/demo/exhibition/stand.h"

namespace xiezhi::demo {

/// The datum of a registry value.
struct Datum {
    std::uint32_t type = 0;  // of Windows; 0: there is no value, the key itself is meant
    const char* text = "";
    std::uint32_t number = 0;
};
constexpr Datum no_value() {
    return {};
}
constexpr Datum text(const char* text) {
    return {.type = 1, .text = text};
}
constexpr Datum expand(const char* text) {
    return {.type = 2, .text = text};
}
constexpr Datum number(std::uint32_t number) {
    return {.type = 4, .number = number};
}
/// `text`: with `|` between.
constexpr Datum texts(const char* text) {
    return {.type = 7, .text = text};
}

/// A value of the registry, and what it is for.
struct ValueRow {
    Role role;
    const char* checks;  // see Stand::tell
    HiveOf hive;
    const char* key;
    const char* name;  // empty: the unnamed one
    Datum datum;
    /// What tells the item from the others of its value; empty: the value's place does.
    const char* mark = "";
};

void put_values(Stand& stand, std::span<const ValueRow> rows);

}  // namespace xiezhi::demo
