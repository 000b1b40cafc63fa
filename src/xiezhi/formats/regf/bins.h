#pragma once

#include <cstdint>
#include <optional>

#include "xiezhi/base/cursor.h"
#include "xiezhi/formats/regf/base_block.h"

namespace xiezhi::regf {

/// What stands where an offset to a cell stands but there is none.
inline constexpr std::uint32_t kNoCell = 0xffffffff;
inline constexpr std::size_t kCellAlignment = 8;

/// A cell of a hive: its bytes without the size field. Valid as long as the hive.
struct Cell {
    std::uint32_t offset = kNoCell;  // of the size field, in the hive bins
    bool in_use = false;
    bool cut = false;  // its size goes beyond the hive bins; `body` is what is there
    Bytes body;
};

/// The hive bins: the space that cell offsets count in.
class Bins {
public:
    Bins() = default;
    explicit Bins(Bytes bytes) : bytes_(bytes) {}

    [[nodiscard]] Bytes bytes() const noexcept { return bytes_; }

    /// Nothing when the offset lies outside, is not a multiple of 8, or the size is impossible.
    [[nodiscard]] std::optional<Cell> cell(std::uint32_t offset) const noexcept {
        if (offset % kCellAlignment != 0 || offset >= bytes_.size() ||
            bytes_.size() - offset < kCellAlignment) {
            return std::nullopt;
        }
        const auto raw = load_le<std::uint32_t>(bytes_, offset);
        const bool in_use = (raw & 0x80000000U) != 0;
        const std::size_t size = in_use ? std::uint32_t{0} - raw : raw;
        if (size < kCellAlignment || size > 0x7fffffffU) return std::nullopt;
        const std::size_t room = bytes_.size() - offset;
        return Cell{.offset = offset,
                    .in_use = in_use,
                    .cut = size > room,
                    .body = bytes_.subspan(offset + 4, (size > room ? room : size) - 4)};
    }

    /// The place of a cell in the file.
    [[nodiscard]] static constexpr std::uint64_t file_offset(std::uint32_t offset) noexcept {
        return kBaseBlockSize + offset;
    }

private:
    Bytes bytes_;
};

}  // namespace xiezhi::regf
