#pragma once

#include "xiezhi/base/bytes.h"

namespace xiezhi::evtx {

/// CRC-32 as zlib has it (reflected, polynomial 0xEDB88320); `previous` goes on from an earlier
/// one.
[[nodiscard]] std::uint32_t crc32(Bytes bytes, std::uint32_t previous = 0) noexcept;

}  // namespace xiezhi::evtx
