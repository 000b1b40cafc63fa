// Texts are copied by blocks: a writer that looks at each byte is the slow twin.
#include "xiezhi/output/json.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <random>

#include "xiezhi/output/neutral.h"

namespace xiezhi::output {
namespace {

std::string slowly(std::string_view text) {
    std::string out = "\"";
    for (const char c : clean_utf8(text)) {
        constexpr std::string_view kNamed = "\b\t\n\f\r\"\\";
        const std::size_t named = kNamed.find(c);
        if (named != std::string_view::npos) {
            out += '\\';
            out += std::string_view("btnfr\"\\")[named];
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string written(std::string_view text) {
    JsonText json;
    json.value(text);
    return std::string(json.text());
}

TEST(JsonText, EscapesAsTheSlowTwin) {
    constexpr std::array<std::string_view, 16> kPieces{
        "a",       "plain",        "\"",   "\\",   std::string_view("\0", 1),
        "\x1f",    "\n",           "\x7f", "é",    "漢字",
        "😀",      "\xed\xa0\x80", "\xc3", "\xff", "\x80",
        "eight by"};
    std::mt19937 random(7);  // NOLINT(cert-msc51-cpp,cert-msc32-c): the same texts each time
    const auto below = [&](std::size_t bound) { return random() % bound; };
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        for (std::size_t i = below(9); i > 0; --i) text += kPieces.at(below(kPieces.size()));
        ASSERT_EQ(written(text), slowly(text));
    }
}

TEST(JsonText, SeparatesMembersAndItems) {
    JsonText json;
    json.begin_object();
    json.member("a", std::string_view("x"));
    json.member("left_out", std::string_view());
    json.key("list");
    json.begin_array();
    json.value(std::uint64_t{1});
    json.value(std::string_view("b"));
    json.begin_object();
    json.end_object();
    json.end_array();
    json.members("\"c\":2");
    json.member_if("d", true);
    json.end_object();
    EXPECT_EQ(json.text(), R"({"a":"x","list":[1,"b",{}],"c":2,"d":true})");
}

}  // namespace
}  // namespace xiezhi::output
