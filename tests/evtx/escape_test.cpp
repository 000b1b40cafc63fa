#include "xiezhi/formats/evtx/escape.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>
#include <vector>

#include "xiezhi/base/text.h"

namespace xiezhi::evtx {
namespace {

std::string written(std::string_view utf8, Escape escape) {
    std::string raw;
    append_utf16le(raw, utf8);
    Writer out;
    write_utf16(out, as_bytes(raw), raw.size(), escape);
    return std::string(out.text());
}

TEST(Escape, Json) {
    EXPECT_EQ(written("C:\\Windows\\x \"y\"", Escape::Json), R"(C:\\Windows\\x \"y\")");
    EXPECT_EQ(written("a\tb\r\nc\x01", Escape::Json), R"(a\tb\r\nc\u0001)");
    EXPECT_EQ(written("路径 ü 😀", Escape::Json), "路径 ü 😀");
    EXPECT_EQ(written("<&>'", Escape::Json), "<&>'");
}

TEST(Escape, Xml) {
    EXPECT_EQ(written("a<b>&\"c\"", Escape::Xml), "a&lt;b&gt;&amp;&quot;c&quot;");
    EXPECT_EQ(written("a\tb\r\nc\x01", Escape::Xml), "a\tb&#13;\nc\xef\xbf\xbd");
    EXPECT_EQ(written("C:\\x", Escape::Xml), "C:\\x");
}

TEST(Escape, EndsAtTheFirstNul) {
    std::string raw;
    append_utf16le(raw, "shown");
    raw += std::string(2, '\0');
    append_utf16le(raw, "hidden behind it, longer than a block of sixteen");
    Writer out;
    write_utf16(out, as_bytes(raw), raw.size(), Escape::Json);
    EXPECT_EQ(out.text(), "shown");
}

/// Units as they come in logs and as an attacker sends them.
std::string random_units(std::mt19937& random) {
    constexpr std::array<char16_t, 16> kOdd = {'"',    '\\',   '&',    '<',   '>',  '\r',
                                               '\n',   1,      0x1f,   0x7f,  0x80, 0x7ff,
                                               0xd800, 0xdc00, 0xfffe, 0xffff};
    std::string raw;
    const std::size_t count = random() % 80;
    const unsigned odd = random() % 3 == 0 ? 4 : 40;  // one in so many
    for (std::size_t i = 0; i < count; ++i) {
        char16_t unit = static_cast<char16_t>(0x20 + random() % 0x5f);
        if (random() % odd == 0) unit = kOdd[random() % kOdd.size()];
        if (random() % (std::size_t{8} * odd) == 0) unit = static_cast<char16_t>(random());
        raw += static_cast<char>(unit & 0xffU);
        raw += static_cast<char>(unit >> 8U);
    }
    if (random() % 8 == 0) raw += 'x';  // an odd byte
    return raw;
}

TEST(Escape, FastEqualsPlain) {
    std::mt19937 random(4714);
    for (int i = 0; i < 20'000; ++i) {
        const std::string raw = random_units(random);
        const std::string behind = random_units(random);  // readable, not to be used
        for (const Escape escape : {Escape::Json, Escape::Xml}) {
            Writer fast;
            Writer plain;
            const std::string window = raw + behind;
            write_utf16(fast, as_bytes(window), raw.size(), escape);
            write_utf16_plain(plain, as_bytes(raw), escape);
            ASSERT_EQ(fast.text(), plain.text()) << "case " << i;
        }
    }
}

TEST(Writer, BoundsWhatOneRecordMayWrite) {
    Writer out;
    out.reserve(6);
    out.put("before");
    out.begin();
    const std::string piece(100'000, 'x');
    for (int i = 0; i < 100; ++i) {
        out.reserve(piece.size());
        out.put(piece);
        EXPECT_LE(out.record_size(), Writer::kRecordTextMax);
    }
    EXPECT_TRUE(out.overflow());
    out.rollback();
    EXPECT_EQ(out.text(), "before");
}

}  // namespace
}  // namespace xiezhi::evtx
