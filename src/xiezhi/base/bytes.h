#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace xiezhi {

using Bytes = std::span<const std::byte>;

/// The bytes of a text, and the text of bytes: the two views that parsers of text formats need.
Bytes as_bytes(std::string_view text) noexcept;
std::string_view as_text(Bytes bytes) noexcept;

}  // namespace xiezhi
