#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "xiezhi/base/bytes.h"
#include "xiezhi/base/time.h"

namespace xiezhi {

/// 16 bytes as Windows stores a GUID.
struct Guid {
    std::array<std::byte, 16> bytes{};
    bool operator==(const Guid&) const = default;

    [[nodiscard]] bool is_null() const { return *this == Guid{}; }
    /// 20d04fe0-3aea-1069-a2d8-08002b30309d, without braces.
    [[nodiscard]] std::string text() const;
};

/// The first 16 bytes, zeros when there are fewer (as what a failed Cursor gives).
[[nodiscard]] Guid guid_of(Bytes bytes) noexcept;

/// When and on which network card a GUID of version 1 was made (RFC 4122, 4.2); nothing for others.
struct GuidOrigin {
    FileTime made;
    std::string mac_address;  // 00:1d:09:fa:5a:1c
};
[[nodiscard]] std::optional<GuidOrigin> guid_origin(const Guid& guid);

}  // namespace xiezhi
