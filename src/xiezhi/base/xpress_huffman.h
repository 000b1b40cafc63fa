#pragma once

#include <vector>

#include "xiezhi/base/bytes.h"

namespace xiezhi {

/// What XPRESS with Huffman codes was expanded to, and why it is not all.
struct Expanded {
    enum class End : std::uint8_t {
        Complete,
        InputEnds,    // the compressed bytes stop before the stated size is reached
        BadTable,     // code lengths that are no prefix code
        BadCode,      // bits that no code begins with
        BadDistance,  // a copy from before the start of the output
    };
    std::vector<std::byte> bytes;
    End end = End::Complete;
};

/// Expands XPRESS Huffman ([MS-XCA] 2.2) to at most `size` bytes, which the caller has bounded.
/// What was expanded before damage is given all the same. A smaller `size` than the true one gives
/// the beginning, so a sign can be looked for in the first bytes.
[[nodiscard]] Expanded expand_xpress_huffman(Bytes compressed, std::size_t size);

}  // namespace xiezhi
