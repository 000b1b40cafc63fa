#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "xiezhi/base/byte_source.h"

namespace xiezhi::wmi {

inline constexpr std::size_t kPageSize = 0x2000;

/// The pages of OBJECTS.DATA or INDEX.BTR, read one by one; some are kept.
class Pages {
public:
    explicit Pages(const ByteSource& source) noexcept : source_(source) {}

    [[nodiscard]] std::uint32_t count() const noexcept;

    /// Physical page `number`: shorter at the end of the file, empty when it is not there or cannot
    /// be read. Valid until the next call.
    [[nodiscard]] Bytes page(std::uint32_t number);

private:
    const ByteSource& source_;
    std::unordered_map<std::uint32_t, std::vector<std::byte>> kept_;
};

}  // namespace xiezhi::wmi
