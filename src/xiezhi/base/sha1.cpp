#include "xiezhi/base/sha1.h"

#include <bit>

#include "xiezhi/base/digest_blocks.h"

namespace xiezhi {
namespace {

using State = std::array<std::uint32_t, 5>;

struct Round {
    std::uint32_t mix;
    std::uint32_t constant;
};

Round round_of(std::size_t t, const State& s) {
    if (t < 20) return {(s[1] & s[2]) | (~s[1] & s[3]), 0x5a827999};
    if (t < 40) return {s[1] ^ s[2] ^ s[3], 0x6ed9eba1};
    if (t < 60) return {(s[1] & s[2]) | (s[1] & s[3]) | (s[2] & s[3]), 0x8f1bbcdc};
    return {s[1] ^ s[2] ^ s[3], 0xca62c1d6};
}

void add_block(State& state, const digest::Block& block) {
    std::array<std::uint32_t, 80> words{};
    for (std::size_t i = 0; i < 16; ++i) words.at(i) = digest::word(block, i, std::endian::big);
    for (std::size_t t = 16; t < words.size(); ++t) {
        words.at(t) =
            std::rotl(words.at(t - 3) ^ words.at(t - 8) ^ words.at(t - 14) ^ words.at(t - 16), 1);
    }
    State s = state;
    for (std::size_t t = 0; t < words.size(); ++t) {
        const Round round = round_of(t, s);
        const std::uint32_t next =
            std::rotl(s[0], 5) + round.mix + s[4] + round.constant + words.at(t);
        s = {next, s[0], std::rotl(s[1], 30), s[2], s[3]};
    }
    for (std::size_t i = 0; i < state.size(); ++i) state.at(i) += s.at(i);
}

}  // namespace

std::array<std::uint8_t, 20> sha1(Bytes bytes) {
    State state{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    digest::for_each_block(bytes, std::endian::big,
                           [&](const digest::Block& block) { add_block(state, block); });
    return digest::bytes_of(state, std::endian::big);
}

}  // namespace xiezhi
