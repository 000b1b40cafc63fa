#pragma once

#include <string>
#include <string_view>

namespace xiezhi::testing {

/// The rows of an HTML report, one a line, unpacked by zlib and a decoder of our own.
[[nodiscard]] std::string rows_of_page(std::string_view page);

}  // namespace xiezhi::testing
