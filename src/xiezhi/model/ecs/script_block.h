#pragma once

#include "xiezhi/model/ecs/text.h"

namespace xiezhi::ecs {

/// Statistics that tell obfuscated scripts from others (docs/ecs.md has the formulas): hash,
/// length, unique_symbols, entropy_bits, surprisal_stdev, entropy_normalized. A script that is a
/// signature and nothing else has none but the hash.
void script(std::string_view text, std::string_view part, Texts& out);

}  // namespace xiezhi::ecs
