#include "xiezhi/base/bytes.h"

namespace xiezhi {

Bytes as_bytes(std::string_view text) noexcept {
    return std::as_bytes(std::span(text));
}

std::string_view as_text(Bytes bytes) noexcept {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): char may alias anything
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace xiezhi
