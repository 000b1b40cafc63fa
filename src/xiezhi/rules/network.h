#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace xiezhi::rules {

/// An IP address as 16 bytes; v4 as `::ffff:a.b.c.d`, so that both spellings are one address.
using Address = std::array<std::uint8_t, 16>;

/// Any spelling: dotted, `0:0:0:0:0:0:0:1`, `::1`, `::ffff:10.0.0.1`; a zone (`%5`) is left out.
[[nodiscard]] std::optional<Address> parse_address(std::string_view text) noexcept;

struct Network {
    Address address{};
    unsigned bits = 0;  // of the 128

    [[nodiscard]] bool contains(const Address& other) const noexcept;
};

/// `10.0.0.0/8`, `fe80::/10`; without a size one address. Host bits are ignored.
[[nodiscard]] std::optional<Network> parse_network(std::string_view text) noexcept;

}  // namespace xiezhi::rules
