#include "tools/demo/exhibition/bytes.h"

#include "xiezhi/base/bytes.h"

namespace xiezhi::demo {

std::string noise(std::size_t size, std::uint32_t seed) {
    std::string out;
    std::uint32_t state = seed;
    while (out.size() < size) {
        state = state * 1664525U + 1013904223U;
        out += static_cast<char>(state >> 24U);
    }
    return out;
}

std::string encoded_noise(std::size_t size, std::uint32_t seed) {
    constexpr std::string_view kLetters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out = noise(size, seed);
    for (char& c : out) c = kLetters[static_cast<unsigned char>(c) % kLetters.size()];
    return out;
}

std::string program(const testing::PeWriter& writer) {
    const std::vector<std::byte> bytes = writer.write();
    return std::string(as_text(bytes));
}

}  // namespace xiezhi::demo
