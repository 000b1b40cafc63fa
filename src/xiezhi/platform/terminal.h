#pragma once

#include <cstddef>
#include <cstdint>

namespace xiezhi::platform {

enum class Stream : std::uint8_t { Out, Err };

[[nodiscard]] bool is_terminal(Stream stream);

/// Columns of the terminal; 0 when the stream is none.
[[nodiscard]] std::size_t terminal_width(Stream stream);

/// Whether the terminal understands escape sequences for colours, switched on where that is needed
/// (Windows 10 and later). False when the stream is no terminal. NO_COLOR is the caller's matter.
[[nodiscard]] bool enable_colours(Stream stream);

}  // namespace xiezhi::platform
