#pragma once

#include <array>
#include <cstdint>

#include "xiezhi/base/bytes.h"

namespace xiezhi {

/// SHA-256 (FIPS 180-4).
[[nodiscard]] std::array<std::uint8_t, 32> sha256(Bytes bytes);

}  // namespace xiezhi
