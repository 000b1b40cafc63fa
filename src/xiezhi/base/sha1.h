#pragma once

#include <array>
#include <cstdint>

#include "xiezhi/base/bytes.h"

namespace xiezhi {

/// SHA-1 (FIPS 180-4): only where others have chosen it, as for the hash of a script block.
[[nodiscard]] std::array<std::uint8_t, 20> sha1(Bytes bytes);

}  // namespace xiezhi
