#include "xiezhi/rules/network.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <span>

namespace xiezhi::rules {
namespace {

constexpr unsigned kV4Offset = 96;  // bits before the v4 address in its mapped form

/// A whole number without sign in `base`, with at most `digits_max` digits and at most `max`.
std::optional<unsigned> number(std::string_view text, int base, std::size_t digits_max,
                               unsigned max) {
    unsigned value = 0;
    if (text.empty() || text.size() > digits_max) return std::nullopt;
    const char* end = std::to_address(text.end());
    const auto [stop, error] = std::from_chars(std::to_address(text.begin()), end, value, base);
    if (error != std::errc{} || stop != end || value > max) return std::nullopt;
    return value;
}

std::string_view cut(std::string_view& rest, char separator) {
    const std::string_view head = rest.substr(0, rest.find(separator));
    rest.remove_prefix(std::min(rest.size(), head.size() + 1));
    return head;
}

bool parse_v4(std::string_view text, std::span<std::uint8_t, 4> out) {
    if (std::ranges::count(text, '.') != 3) return false;
    for (std::uint8_t& byte : out) {
        const auto value = number(cut(text, '.'), 10, 3, 255);
        if (!value) return false;
        byte = static_cast<std::uint8_t>(*value);
    }
    return true;
}

/// Groups of one side of `::`. A v4 tail counts as two groups. Gives the bytes written.
std::optional<std::size_t> parse_groups(std::string_view text, std::span<std::uint8_t, 16> out) {
    std::size_t size = 0;
    while (!text.empty()) {
        const bool last = text.find(':') == std::string_view::npos;
        if (!last && text.ends_with(':') && text.find(':') == text.size() - 1) return std::nullopt;
        const std::string_view group = cut(text, ':');
        if (last && group.find('.') != std::string_view::npos) {
            std::array<std::uint8_t, 4> v4{};
            if (size > 12 || !parse_v4(group, v4)) return std::nullopt;
            for (const std::uint8_t byte : v4) out[size++] = byte;
            return size;
        }
        const auto value = number(group, 16, 4, 0xffff);
        if (!value || size >= 16) return std::nullopt;
        out[size++] = static_cast<std::uint8_t>(*value >> 8U);
        out[size++] = static_cast<std::uint8_t>(*value & 0xffU);
    }
    return size;
}

std::optional<Address> parse_v6(std::string_view text) {
    Address address{};
    const std::size_t gap = text.find("::");
    if (gap == std::string_view::npos) {
        const auto size = parse_groups(text, address);
        return size == 16U ? std::optional(address) : std::nullopt;
    }
    Address tail{};
    const auto head_size = parse_groups(text.substr(0, gap), address);
    const auto tail_size = parse_groups(text.substr(gap + 2), tail);
    if (!head_size || !tail_size || *head_size + *tail_size > 14) return std::nullopt;
    std::ranges::copy(std::span(tail).first(*tail_size),
                      std::span(address).last(*tail_size).begin());
    return address;
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) noexcept {
    if (text.size() > 64) return std::nullopt;
    if (text.find(':') != std::string_view::npos) return parse_v6(text.substr(0, text.find('%')));
    Address address{};
    address[10] = address[11] = 0xff;
    if (!parse_v4(text, std::span(address).last<4>())) return std::nullopt;
    return address;
}

bool Network::contains(const Address& other) const noexcept {
    const std::size_t whole = bits / 8;
    if (!std::ranges::equal(std::span(address).first(whole), std::span(other).first(whole)))
        return false;
    if (bits % 8 == 0) return true;
    const unsigned mask = 0xffU << (8 - bits % 8) & 0xffU;
    return (address.at(whole) & mask) == (other.at(whole) & mask);
}

std::optional<Network> parse_network(std::string_view text) noexcept {
    const std::size_t slash = text.find('/');
    const std::string_view base = text.substr(0, slash);
    const auto address = parse_address(base);
    if (!address) return std::nullopt;
    const bool v4 = base.find(':') == std::string_view::npos;
    if (slash == std::string_view::npos) return Network{*address, 128};
    const auto bits = number(text.substr(slash + 1), 10, 3, v4 ? 32 : 128);
    if (!bits) return std::nullopt;
    return Network{*address, v4 ? kV4Offset + *bits : *bits};
}

}  // namespace xiezhi::rules
