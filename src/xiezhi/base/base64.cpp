#include "xiezhi/base/base64.h"

#include <algorithm>
#include <cstdint>

namespace xiezhi {

void append_base64(std::string& out, Bytes bytes) {
    constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::size_t given = std::min<std::size_t>(3, bytes.size() - at);
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            group <<= 8U;
            if (i < given) group |= std::to_integer<std::uint32_t>(bytes[at + i]);
        }
        for (std::size_t i = 0; i < 4; ++i) {
            out += i <= given ? kAlphabet[(group >> (18U - 6U * i)) & 63U] : '=';
        }
    }
}

}  // namespace xiezhi
