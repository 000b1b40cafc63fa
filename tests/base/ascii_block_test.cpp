// Text by blocks of sixteen is the same as text by single characters.
#include <gtest/gtest.h>

#include <array>
#include <random>

#include "xiezhi/base/text.h"
#include "xiezhi/base/value.h"

namespace xiezhi {
namespace {

/// Random UTF-16LE with long runs of ASCII and everything else in between.
std::string random_units(std::mt19937& random) {
    std::string out;
    const std::size_t count = random() % 90;
    const unsigned rare = random() % 3 == 0 ? 4 : 60;
    for (std::size_t i = 0; i < count; ++i) {
        unsigned unit = 0x20 + static_cast<unsigned>(random() % 0x60);
        if (random() % rare == 0) {
            constexpr std::array<unsigned, 10> kOdd{0xd83d, 0xde00, 0xdc00, 0xd800, 0x130,
                                                    0xe9,   0x416,  0x6f22, 0x80,   0x7f};
            unit = kOdd.at(random() % kOdd.size());
        }
        out += static_cast<char>(unit & 0xffU);
        out += static_cast<char>(unit >> 8U);
    }
    if (random() % 8 == 0) out += 'x';  // an odd byte is left out
    return out;
}

std::u32string code_points(Bytes utf16le) {
    std::u32string out;
    for (std::size_t i = 0; i + 1 < utf16le.size(); i += 2) {
        const auto unit = [&](std::size_t at) {
            return std::to_integer<char32_t>(utf16le[at]) |
                   std::to_integer<char32_t>(utf16le[at + 1]) << 8U;
        };
        char32_t c = unit(i);
        const bool pair = c >= 0xd800 && c < 0xdc00 && i + 3 < utf16le.size() &&
                          unit(i + 2) >= 0xdc00 && unit(i + 2) < 0xe000;
        if (pair) {
            c = 0x10000 + ((c - 0xd800) << 10U) + (unit(i + 2) - 0xdc00);
            i += 2;
        }
        out += c;
    }
    return out;
}

TEST(AsciiBlock, ConvertsAsSingleCharactersDo) {
    std::mt19937 random(1);
    for (int round = 0; round < 20'000; ++round) {
        const std::string units = random_units(random);
        std::string utf8;
        std::string wtf8;
        std::string folds;
        for (const char32_t c : code_points(as_bytes(units))) {
            append_code_point(utf8, c >= 0xd800 && c < 0xe000 ? 0xfffd : c);
            append_code_point(wtf8, c);
            append_code_point(folds, fold(c));
        }
        std::string got = "before";
        append_utf8(got, as_bytes(units));
        ASSERT_EQ(got, "before" + utf8);
        got.clear();
        append_wtf8(got, as_bytes(units));
        ASSERT_EQ(got, wtf8);
        got = "A";
        append_folded(got, as_bytes(units));
        ASSERT_EQ(got, "A" + folds);
        ASSERT_EQ(folded(wtf8), folds);
    }
}

TEST(AsciiBlock, FindsTheFirstNul) {
    for (std::size_t count = 0; count < 70; ++count) {
        for (std::size_t nul = 0; nul <= count; ++nul) {
            std::string units;
            for (std::size_t i = 0; i < count; ++i)
                units += i == nul ? std::string(2, '\0') : "\x01\x01";
            ASSERT_EQ(until_nul(as_bytes(units)).size(), 2 * nul);
        }
    }
}

}  // namespace
}  // namespace xiezhi
