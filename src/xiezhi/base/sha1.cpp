#include "xiezhi/base/sha1.h"

#include <algorithm>
#include <bit>

namespace xiezhi {
namespace {

constexpr std::size_t kBlockSize = 64;
using State = std::array<std::uint32_t, 5>;
using Block = std::array<std::uint8_t, kBlockSize>;

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

void add_block(State& state, const Block& block) {
    std::array<std::uint32_t, 80> words{};
    for (std::size_t i = 0; i < kBlockSize; ++i) {
        words.at(i / 4) = (words.at(i / 4) << 8U) | block.at(i);
    }
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
    const std::uint64_t bits = std::uint64_t{bytes.size()} * 8;
    Block block{};
    const auto fill = [&](Bytes part) {
        block.fill(0);
        std::ranges::transform(part, block.begin(),
                               [](std::byte b) { return std::to_integer<std::uint8_t>(b); });
    };
    for (; bytes.size() >= kBlockSize; bytes = bytes.subspan(kBlockSize)) {
        fill(bytes.first(kBlockSize));
        add_block(state, block);
    }
    fill(bytes);
    block.at(bytes.size()) = 0x80;
    if (bytes.size() >= kBlockSize - 8) {
        add_block(state, block);
        block.fill(0);
    }
    for (std::size_t i = 0; i < 8; ++i) {
        block.at(kBlockSize - 1 - i) = static_cast<std::uint8_t>((bits >> (8 * i)) & 0xffU);
    }
    add_block(state, block);
    std::array<std::uint8_t, 20> digest{};
    for (std::size_t i = 0; i < digest.size(); ++i) {
        digest.at(i) = static_cast<std::uint8_t>((state.at(i / 4) >> (8 * (3 - i % 4))) & 0xffU);
    }
    return digest;
}

}  // namespace xiezhi
