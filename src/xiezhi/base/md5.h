#pragma once

#include <array>
#include <cstdint>

#include "xiezhi/base/bytes.h"

namespace xiezhi {

/// MD5 (RFC 1321): only where others have chosen it, as for the names in Windows XP's repository of
/// WMI.
[[nodiscard]] std::array<std::uint8_t, 16> md5(Bytes bytes);

}  // namespace xiezhi
