#include "xiezhi/formats/evtx/crc32.h"

#include <array>

#include "xiezhi/base/cursor.h"

namespace xiezhi::evtx {
namespace {

constexpr std::size_t kSlices = 16;
using Tables = std::array<std::array<std::uint32_t, 256>, kSlices>;

/// Slicing by 16: table k is the effect of a byte that stands k bytes before the end of its block.
constexpr Tables make_tables() {
    Tables tables{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t crc = i;
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xedb88320U : 0U);
        tables[0][i] = crc;
    }
    for (std::size_t k = 1; k < kSlices; ++k) {
        for (std::size_t i = 0; i < 256; ++i) {
            const std::uint32_t before = tables[k - 1][i];
            tables[k][i] = (before >> 8U) ^ tables[0][before & 0xffU];
        }
    }
    return tables;
}

constexpr Tables kTables = make_tables();

}  // namespace

std::uint32_t crc32(Bytes bytes, std::uint32_t previous) noexcept {
    std::uint32_t crc = ~previous;
    while (bytes.size() >= kSlices) {
        const std::array<std::uint32_t, 4> words = {
            load_le<std::uint32_t>(bytes, 0) ^ crc, load_le<std::uint32_t>(bytes, 4),
            load_le<std::uint32_t>(bytes, 8), load_le<std::uint32_t>(bytes, 12)};
        crc = 0;
        for (std::size_t w = 0; w < words.size(); ++w) {
            const std::size_t first = kSlices - 1 - 4 * w;
            crc ^= kTables[first][words[w] & 0xffU] ^ kTables[first - 1][(words[w] >> 8U) & 0xffU] ^
                   kTables[first - 2][(words[w] >> 16U) & 0xffU] ^
                   kTables[first - 3][words[w] >> 24U];
        }
        bytes = bytes.subspan(kSlices);
    }
    for (const std::byte b : bytes) {
        crc = (crc >> 8U) ^ kTables[0][(crc ^ std::to_integer<std::uint32_t>(b)) & 0xffU];
    }
    return ~crc;
}

}  // namespace xiezhi::evtx
