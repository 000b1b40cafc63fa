#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "xiezhi/base/bytes.h"
#include "xiezhi/base/time.h"

namespace xiezhi::regf {

/// The base block fills the first 4096 bytes of a hive; the hive bins follow, and all offsets
/// inside of a hive count from them. A log begins with the first 512 bytes of a base block.
inline constexpr std::uint64_t kBaseBlockSize = 4096;
inline constexpr std::size_t kBaseBlockRead = 512;

/// Header of a hive, or of its log. Source: msuhanov, "Windows registry file format specification",
/// section "Base block".
struct BaseBlock {
    std::uint32_t primary_sequence = 0;
    std::uint32_t secondary_sequence = 0;  // differs from the primary one: a write was cut off
    FileTime last_written;
    std::uint32_t major = 0;
    std::uint32_t minor = 0;
    std::uint32_t file_type = 0;            // 0 hive; 1, 2 log of the old format; 6 of the new one
    std::uint32_t root = 0;                 // offset of the root key's cell
    std::uint32_t bins_size = 0;            // bytes of the hive bins
    std::array<std::byte, 64> file_name{};  // UTF-16LE, the end of the path
    std::uint32_t checksum_stored = 0;
    std::uint32_t checksum_computed = 0;

    [[nodiscard]] bool checksum_valid() const noexcept {
        return checksum_stored == checksum_computed;
    }
    [[nodiscard]] bool in_step() const noexcept { return primary_sequence == secondary_sequence; }
};

/// Nothing when the bytes are fewer than 512 or carry another signature.
[[nodiscard]] std::optional<BaseBlock> parse_base_block(Bytes bytes);

}  // namespace xiezhi::regf
