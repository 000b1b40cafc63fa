#include "xiezhi/base/nfc.h"

#include <gtest/gtest.h>

namespace xiezhi {
namespace {

struct Pair {
    const char* name;
    const char* given;
    const char* composed;
};

void PrintTo(const Pair& pair, std::ostream* out) {  // NOLINT: gtest's name
    *out << pair.name;
}

class Nfc : public testing::TestWithParam<Pair> {};

TEST_P(Nfc, IsThis) {
    EXPECT_EQ(nfc(GetParam().given), GetParam().composed);
    EXPECT_EQ(nfc(GetParam().composed), GetParam().composed);
}

// UAX #15: "Composition Exclusion", figures 3 to 6, and conjoining jamo.
INSTANTIATE_TEST_SUITE_P(Annex, Nfc,
                         testing::Values(Pair{"Ascii", "abc", "abc"}, Pair{"Latin", "é", "é"},
                                         Pair{"Two", "e\u0301", "\u00e9"},
                                         Pair{"Singleton", "\u212b", "\u00c5"},
                                         Pair{"ThreeMarks", "s\u0323\u0307", "\u1e69"},
                                         Pair{"MarksOutOfOrder", "s\u0307\u0323", "\u1e69"},
                                         Pair{"PartlyComposed", "\u1e0b\u0323", "\u1e0d\u0307"},
                                         Pair{"Blocked", "a\u0327\u0301x", "\u00e1\u0327x"},
                                         Pair{"Excluded", "\u0958", "\u0915\u093c"},
                                         Pair{"MarkWithoutBase", "\u0301", "\u0301"},
                                         Pair{"Jamo", "\u1112\u1161\u11ab", "\ud55c"},
                                         Pair{"SyllableAndTail", "\ud558\u11ab", "\ud55c"},
                                         Pair{"Compatibility", "\uf900", "\u8c48"},
                                         Pair{"Chinese", "獬豸", "獬豸"}),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace xiezhi
