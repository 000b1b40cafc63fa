#pragma once

#include <string>
#include <string_view>

#include "tests/support/pe_writer.h"

namespace xiezhi::demo {

/// Bytes that look like chance, the same ones every time for a seed.
[[nodiscard]] std::string noise(std::size_t size, std::uint32_t seed);
/// The same in the letters of base64.
[[nodiscard]] std::string encoded_noise(std::size_t size, std::uint32_t seed);

/// A program for 64-bit Windows. Without a company nobody says who made it.
[[nodiscard]] std::string program(const testing::PeWriter& writer);

}  // namespace xiezhi::demo
