#pragma once

#include <vector>

#include "tests/support/byte_writer.h"

namespace xiezhi::testing {

/// A DetectionHistory file: a file and a webfile, the first with tracking facts of all types.
[[nodiscard]] std::vector<std::byte> detection_file();

}  // namespace xiezhi::testing
