#include "xiezhi/base/md5.h"

#include <bit>

#include "xiezhi/base/digest_blocks.h"

namespace xiezhi {
namespace {

using State = std::array<std::uint32_t, 4>;

// clang-format off
constexpr std::array<std::uint32_t, 64> kRounds = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
};
constexpr std::array<std::array<int, 4>, 4> kShifts = {{
    {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21},
}};
// clang-format on

struct Round {
    std::uint32_t mix;
    std::size_t word;
};

Round round_of(std::size_t t, const State& s) {
    if (t < 16) return {(s[1] & s[2]) | (~s[1] & s[3]), t};
    if (t < 32) return {(s[3] & s[1]) | (~s[3] & s[2]), (5 * t + 1) % 16};
    if (t < 48) return {s[1] ^ s[2] ^ s[3], (3 * t + 5) % 16};
    return {s[2] ^ (s[1] | ~s[3]), 7 * t % 16};
}

void add_block(State& state, const digest::Block& block) {
    State s = state;
    for (std::size_t t = 0; t < kRounds.size(); ++t) {
        const Round round = round_of(t, s);
        const std::uint32_t sum =
            s[0] + round.mix + kRounds.at(t) + digest::word(block, round.word, std::endian::little);
        s = {s[3], s[1] + std::rotl(sum, kShifts.at(t / 16).at(t % 4)), s[1], s[2]};
    }
    for (std::size_t i = 0; i < state.size(); ++i) state.at(i) += s.at(i);
}

}  // namespace

std::array<std::uint8_t, 16> md5(Bytes bytes) {
    State state{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    digest::for_each_block(bytes, std::endian::little,
                           [&](const digest::Block& block) { add_block(state, block); });
    return digest::bytes_of(state, std::endian::little);
}

}  // namespace xiezhi
