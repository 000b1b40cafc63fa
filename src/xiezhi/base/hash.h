#pragma once

#include <xxhash.h>

#include "xiezhi/base/bytes.h"

namespace xiezhi {

/// XXH3, for tables and for comparing content we made ourselves; never a proof of identity alone.
[[nodiscard]] inline std::uint64_t hash64(Bytes bytes, std::uint64_t seed = 0) noexcept {
    return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}
[[nodiscard]] inline std::uint64_t hash64(std::string_view text, std::uint64_t seed = 0) noexcept {
    return XXH3_64bits_withSeed(text.data(), text.size(), seed);
}

}  // namespace xiezhi
