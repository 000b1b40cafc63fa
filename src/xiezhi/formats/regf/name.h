#pragma once

#include <string>
#include <string_view>

#include "xiezhi/base/bytes.h"

namespace xiezhi::regf {

/// A name as a hive stores it: Latin-1 or UTF-16LE. It may hold NUL, '\' or unpaired surrogates;
/// all of them are kept.
struct Name {
    Bytes bytes;
    bool latin1 = false;

    /// WTF-8.
    void append_to(std::string& out) const;
    [[nodiscard]] std::string text() const;
    /// Letter case aside (simple case folding).
    [[nodiscard]] bool is(std::string_view wtf8) const noexcept;
};

/// The hint that an `lh` list has for a name, when the name is ASCII: h = h * 37 + upper-case
/// character.
[[nodiscard]] std::uint32_t name_hash(std::string_view ascii) noexcept;

}  // namespace xiezhi::regf
