#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "xiezhi/base/bytes.h"

/// What MD5, SHA-1 and SHA-256 have in common (RFC 1321, FIPS 180-4): blocks of 64 bytes, a bit set
/// behind the last byte, the size in bits at the end of the last block.
namespace xiezhi::digest {

inline constexpr std::size_t kBlockSize = 64;
using Block = std::array<std::uint8_t, kBlockSize>;

/// Calls `add` for each padded block. `size_order`: how the size is written.
template <class AddBlock>
void for_each_block(Bytes bytes, std::endian size_order, const AddBlock& add) {
    const std::uint64_t bits = std::uint64_t{bytes.size()} * 8;
    Block block{};
    const auto fill = [&](Bytes part) {
        block.fill(0);
        std::ranges::transform(part, block.begin(),
                               [](std::byte b) { return std::to_integer<std::uint8_t>(b); });
    };
    for (; bytes.size() >= kBlockSize; bytes = bytes.subspan(kBlockSize)) {
        fill(bytes.first(kBlockSize));
        add(block);
    }
    fill(bytes);
    block.at(bytes.size()) = 0x80;
    if (bytes.size() >= kBlockSize - 8) {
        add(block);
        block.fill(0);
    }
    for (std::size_t i = 0; i < 8; ++i) {
        const std::size_t place = size_order == std::endian::big ? 7 - i : i;
        block.at(kBlockSize - 8 + place) = static_cast<std::uint8_t>((bits >> (8 * i)) & 0xffU);
    }
    add(block);
}

/// Word `index` of a block or digest, four bytes.
template <std::size_t kSize>
std::uint32_t word(const std::array<std::uint8_t, kSize>& bytes, std::size_t index,
                   std::endian order) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const std::size_t place = order == std::endian::big ? i : 3 - i;
        value = (value << 8U) | bytes.at(4 * index + place);
    }
    return value;
}

template <std::size_t kWords>
std::array<std::uint8_t, 4 * kWords> bytes_of(const std::array<std::uint32_t, kWords>& words,
                                              std::endian order) {
    std::array<std::uint8_t, 4 * kWords> out{};
    for (std::size_t i = 0; i < out.size(); ++i) {
        const std::size_t place = order == std::endian::big ? 3 - i % 4 : i % 4;
        out.at(i) = static_cast<std::uint8_t>((words.at(i / 4) >> (8 * place)) & 0xffU);
    }
    return out;
}

}  // namespace xiezhi::digest
