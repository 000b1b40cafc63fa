#include "xiezhi/base/xpress_huffman.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/support/prefetch_writer.h"

namespace xiezhi::testing {
namespace {

using End = Expanded::End;

std::string expanded(std::string_view compressed, std::size_t size) {
    return std::string(as_text(expand_xpress_huffman(as_bytes(compressed), size).bytes));
}

TEST(XpressHuffman, GivesBackWhatWasPacked) {
    const std::string runs = "abc" + std::string(17, 'a') + std::string(18, 'b') +
                             std::string(300, 'c') + std::string(70'000, 'd') + "xyzxyzxyzxyz";
    std::string mixed;
    std::mt19937 random(7);
    while (mixed.size() < 200'000) {
        mixed += std::string(1 + random() % 40, static_cast<char>(random() % 256));
    }
    for (const std::string& text : {std::string(), std::string("a"), runs, mixed}) {
        for (const std::size_t match_max : {0U, 3U, 18U, 300U, 70'000U}) {
            EXPECT_EQ(expanded(xpress_huffman(text, match_max), text.size()), text) << match_max;
        }
    }
}

TEST(XpressHuffman, GivesTheBeginningWhenAskedForLess) {
    EXPECT_EQ(expanded(xpress_huffman("SCCA and more", 0), 4), "SCCA");
}

struct Harm {
    const char* name;
    std::string compressed;
    std::size_t size;
    End end;
    std::string expanded;
};
class XpressHarm : public ::testing::TestWithParam<Harm> {};

TEST_P(XpressHarm, KeepsWhatWasReadBefore) {
    const Harm& harm = GetParam();
    const Expanded got = expand_xpress_huffman(as_bytes(harm.compressed), harm.size);
    EXPECT_EQ(got.end, harm.end);
    EXPECT_EQ(as_text(got.bytes), harm.expanded);
}

/// 9 bits for the symbol 256 + 4 * 16: a copy over 4 bits of distance, 16 and more.
std::string far_copy() {
    std::string out(256, '\x99');
    return out + std::string("\x00\xa0\x00\x00\x00\x00", 6);
}
std::string table_of_one_code() {  // only the byte 'a', with a code of two bits: 00
    std::string out(256, '\0');
    out['a' / 2] = '\x20';
    return out;
}

INSTANTIATE_TEST_SUITE_P(
    Harms, XpressHarm,
    ::testing::Values(Harm{"Nothing", "", 1, End::InputEnds, ""},
                      Harm{"TableCut", std::string(255, '\x99'), 1, End::InputEnds, ""},
                      Harm{"TooManyCodes", std::string(300, '\x11'), 1, End::BadTable, ""},
                      Harm{"NoCode", table_of_one_code() + std::string("\x00\x0c\x00\x00", 4), 9,
                           End::BadCode, "aa"},
                      Harm{"DistanceBeforeStart", far_copy(), 100, End::BadDistance, ""},
                      Harm{"BitsEnd", table_of_one_code() + std::string(2, '\0'), 100,
                           End::InputEnds, "aaaaaaaa"}),
    [](const auto& harm) { return std::string(harm.param.name); });

}  // namespace
}  // namespace xiezhi::testing
