#define ZLIB_CONST  // zlib reads its input through a const pointer
#include "tests/support/page_rows.h"

#include <zlib.h>

#include <array>
#include <span>

namespace xiezhi::testing {
namespace {

std::string from_base64(std::string_view text) {
    constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    std::uint32_t group = 0;
    unsigned bits = 0;
    for (const char c : text) {
        const std::size_t digit = kAlphabet.find(c);
        if (digit == std::string_view::npos) break;  // `=`
        group = group << 6U | static_cast<std::uint32_t>(digit);
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        out += static_cast<char>(group >> bits & 0xffU);
    }
    return out;
}

std::string ungzipped(const std::string& packed) {
    std::string out;
    z_stream state{};
    if (inflateInit2(&state, MAX_WBITS + 16) != Z_OK) return out;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are bytes
    state.next_in = reinterpret_cast<const Bytef*>(packed.data());
    state.avail_in = static_cast<uInt>(packed.size());
    std::array<Bytef, 65'536> piece{};
    for (int done = Z_OK; done == Z_OK;) {
        state.next_out = piece.data();
        state.avail_out = static_cast<uInt>(piece.size());
        done = inflate(&state, Z_NO_FLUSH);
        const auto some = std::span(piece).first(piece.size() - state.avail_out);
        out.append(some.begin(), some.end());
    }
    inflateEnd(&state);
    return out;
}

}  // namespace

std::string rows_of_page(std::string_view page) {
    constexpr std::string_view kBegin = R"(id="rows">)";
    const std::size_t begin = page.find(kBegin);
    if (begin == std::string_view::npos) return {};
    page.remove_prefix(begin + kBegin.size());
    return ungzipped(from_base64(page.substr(0, page.find('<'))));
}

}  // namespace xiezhi::testing
