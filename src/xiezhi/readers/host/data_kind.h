#pragma once

#include <string_view>

#include "xiezhi/base/bytes.h"

namespace xiezhi::readers {

/// What data look like that stand where settings belong: program, compressed, base64, hex, script,
/// text, binary. Text may be UTF-16 or one byte a character. Looks at the first 16 KiB.
[[nodiscard]] std::string_view data_kind(Bytes data);

}  // namespace xiezhi::readers
