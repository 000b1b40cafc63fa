#pragma once

#include <cstdint>

#include "xiezhi/base/bytes.h"

namespace xiezhi::regf {

/// Marvin32 with the seed of the entries of a log (HvLE). Source: msuhanov, "Windows registry file
/// format specification", section "Log entry".
[[nodiscard]] std::uint64_t marvin32(Bytes bytes) noexcept;

}  // namespace xiezhi::regf
