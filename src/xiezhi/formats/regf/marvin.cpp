#include "xiezhi/formats/regf/marvin.h"

#include <bit>

#include "xiezhi/base/cursor.h"

namespace xiezhi::regf {
namespace {

constexpr std::uint32_t kSeedLow = 0x7a4e55c5;
constexpr std::uint32_t kSeedHigh = 0x82ef4d88;

struct State {
    std::uint32_t low = kSeedLow;
    std::uint32_t high = kSeedHigh;

    void mix(std::uint32_t word) noexcept {
        low += word;
        high ^= low;
        low = std::rotl(low, 20) + high;
        high = std::rotl(high, 9) ^ low;
        low = std::rotl(low, 27) + high;
        high = std::rotl(high, 19);
    }
};

}  // namespace

std::uint64_t marvin32(Bytes bytes) noexcept {
    State state;
    Cursor in(bytes);
    while (in.remaining() >= 4) state.mix(in.read<std::uint32_t>());
    std::uint32_t last = 0x80;  // stands above the last byte
    for (std::size_t i = bytes.size(); i > in.position(); --i) {
        last = (last << 8U) | std::to_integer<std::uint32_t>(bytes[i - 1]);
    }
    state.mix(last);
    state.mix(0);
    return (std::uint64_t{state.high} << 32U) | state.low;
}

}  // namespace xiezhi::regf
