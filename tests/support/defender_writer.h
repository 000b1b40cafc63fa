#pragma once

#include <string_view>
#include <vector>

#include "tests/support/byte_writer.h"

namespace xiezhi::testing {

/// A DetectionHistory file: a file and a webfile, the first with tracking facts of all types.
[[nodiscard]] std::vector<std::byte> detection_file(std::string_view threat = "Trojan:Win32/木马.A",
                                                    std::string_view file = "C:\\TMP\\nc.ps1");

}  // namespace xiezhi::testing
