#include "xiezhi/base/sha256.h"

#include <bit>

#include "xiezhi/base/digest_blocks.h"

namespace xiezhi {
namespace {

using State = std::array<std::uint32_t, 8>;

// clang-format off
constexpr std::array<std::uint32_t, 64> kRounds = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};
// clang-format on

std::uint32_t three(std::uint32_t x, int a, int b, int c) {
    return std::rotr(x, a) ^ std::rotr(x, b) ^ std::rotr(x, c);
}

void add_block(State& state, const digest::Block& block) {
    std::array<std::uint32_t, 64> words{};
    for (std::size_t i = 0; i < 16; ++i) words.at(i) = digest::word(block, i, std::endian::big);
    for (std::size_t t = 16; t < words.size(); ++t) {
        const std::uint32_t early = words.at(t - 15);
        const std::uint32_t late = words.at(t - 2);
        words.at(t) = words.at(t - 16) + words.at(t - 7) +
                      (std::rotr(early, 7) ^ std::rotr(early, 18) ^ (early >> 3U)) +
                      (std::rotr(late, 17) ^ std::rotr(late, 19) ^ (late >> 10U));
    }
    State s = state;
    for (std::size_t t = 0; t < words.size(); ++t) {
        const std::uint32_t choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
        const std::uint32_t majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        const std::uint32_t one =
            s[7] + three(s[4], 6, 11, 25) + choice + kRounds.at(t) + words.at(t);
        const std::uint32_t two = three(s[0], 2, 13, 22) + majority;
        s = {one + two, s[0], s[1], s[2], s[3] + one, s[4], s[5], s[6]};
    }
    for (std::size_t i = 0; i < state.size(); ++i) state.at(i) += s.at(i);
}

}  // namespace

std::array<std::uint8_t, 32> sha256(Bytes bytes) {
    State state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    digest::for_each_block(bytes, std::endian::big,
                           [&](const digest::Block& block) { add_block(state, block); });
    return digest::bytes_of(state, std::endian::big);
}

}  // namespace xiezhi
