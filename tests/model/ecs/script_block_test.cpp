#include "xiezhi/model/ecs/script_block.h"

#include <gtest/gtest.h>

#include <cmath>

namespace xiezhi::ecs {
namespace {

constexpr double kTolerance = 1e-9;

Texts part(std::string_view text, std::string_view which) {
    Texts out;
    script(text, which, out);
    return out;
}

struct Script {
    const char* name;
    const char* text;
    const char* length;
    const char* unique;
    double entropy;
    double deviation;
    double normalized;
};

void PrintTo(const Script& s, std::ostream* out) {  // NOLINT: gtest's name
    *out << s.name;
}

class Scripts : public testing::TestWithParam<Script> {};

double number_of(const Texts& texts) {
    return texts.size() == 1 ? std::stod(texts[0]) : std::nan("");
}

TEST_P(Scripts, HaveTheseStatistics) {
    const Script& s = GetParam();
    EXPECT_EQ(part(s.text, "length"), Texts{s.length});
    EXPECT_EQ(part(s.text, "unique_symbols"), Texts{s.unique});
    EXPECT_NEAR(number_of(part(s.text, "entropy_bits")), s.entropy, kTolerance);
    EXPECT_NEAR(number_of(part(s.text, "surprisal_stdev")), s.deviation, kTolerance);
    EXPECT_NEAR(number_of(part(s.text, "entropy_normalized")), s.normalized, kTolerance);
}

INSTANTIATE_TEST_SUITE_P(
    Formulas, Scripts,
    testing::Values(Script{"Path", ".\\patata.ps1", "12", "7", 2.688721875540867,
                           0.5698940901163214, 0.75},
                    Script{"OneSymbol", "aaaa", "4", "1", 0, 0, 0},
                    Script{"Trimmed", "  ab\r\n", "2", "2", 1, 0, 1},
                    Script{"Chinese", "中文abc", "5", "5", 2.321928094887362, 0, 1},
                    Script{"UnitsNotCodePoints", "😀x", "3", "3", 1.5849625007211563, 0, 1},
                    Script{"Composed", "e\xcc\x81", "1", "1", 0, 0, 0}),
    [](const auto& tested) { return tested.param.name; });

TEST(EcsScript, HashWithoutWhiteSpace) {
    EXPECT_EQ(part(".\\patata.ps1", "hash"), Texts{"64TcviMSSJ/OdhiN8lVcBQeKWDU="});
    EXPECT_EQ(part("\r\n .\\pata\tta.ps1\n", "hash"), Texts{"64TcviMSSJ/OdhiN8lVcBQeKWDU="});
}

TEST(EcsScript, SignaturesAreNotJudged) {
    const std::string signature = "# SIG # Begin signature block\n# MII";
    EXPECT_EQ(part(signature, "length"), Texts{});
    EXPECT_EQ(part(signature, "hash").size(), 1U);
    EXPECT_EQ(part("ab" + signature, "length"), Texts{"2"});
    const std::string line(64, 'A');
    EXPECT_EQ(part("# x\n# " + line + "\r\n# y", "length"), Texts{});
    EXPECT_EQ(part("# x\n# " + line + "A\n# y", "length").size(), 1U);
    EXPECT_EQ(part(" \n", "hash"), Texts{});
}

}  // namespace
}  // namespace xiezhi::ecs
