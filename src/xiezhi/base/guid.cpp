#include "xiezhi/base/guid.h"

#include <algorithm>
#include <cstring>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/digits.h"

namespace xiezhi {
namespace {

/// 1582-10-15, from which version 1 counts, is that many ticks before 1601.
constexpr std::uint64_t kGregorianTicks = 5'748'192'000'000'000;

}  // namespace

std::string Guid::text() const {
    constexpr std::size_t kSize = 36;
    digits::Room room;
    digits::set_guid(room, 0, bytes, digits::kLowerHex);
    return {room.data(), kSize};
}

Guid guid_of(Bytes bytes) noexcept {
    Guid guid;
    if (bytes.size() >= guid.bytes.size()) {
        std::memcpy(guid.bytes.data(), bytes.data(), guid.bytes.size());
    }
    return guid;
}

std::optional<GuidOrigin> guid_origin(const Guid& guid) {
    Cursor in(guid.bytes);
    const std::uint64_t low = in.read<std::uint32_t>();
    const std::uint64_t middle = in.read<std::uint16_t>();
    const std::uint64_t high = in.read<std::uint16_t>();
    if (high >> 12U != 1) return std::nullopt;
    const std::uint64_t ticks = low | (middle << 32U) | ((high & 0xfffU) << 48U);
    if (ticks < kGregorianTicks) return std::nullopt;
    GuidOrigin origin{.made = {ticks - kGregorianTicks}, .mac_address = {}};
    in.take(2);  // clock sequence
    for (const std::byte byte : in.take(6)) {
        if (!origin.mac_address.empty()) origin.mac_address += ':';
        origin.mac_address += digits::kLowerHex.pair(std::to_integer<std::uint8_t>(byte));
    }
    return origin;
}

}  // namespace xiezhi
