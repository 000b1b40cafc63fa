#pragma once

#include <cstdint>

#include "xiezhi/base/result.h"

namespace xiezhi::platform {

[[nodiscard]] inline std::uint64_t system_code(int code) {
    return static_cast<std::uint64_t>(code);
}

/// What errno says after opening and after writing.
[[nodiscard]] Error open_error(int code);
[[nodiscard]] Error write_error(int code);

}  // namespace xiezhi::platform
