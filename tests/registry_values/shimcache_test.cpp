#include "xiezhi/formats/registry_values/shimcache.h"

#include <gtest/gtest.h>

#include "tests/registry_values/value_bytes.h"

namespace xiezhi::testing {
namespace {

using shimcache::Version;

const std::string kPath = wide("C:\\a.exe");

std::string xp() {
    std::string value =
        little(0xdeadbeef, 4) + little(96, 4) + little(1, 4) + std::string(388, '\0');
    std::string entry(552, '\0');
    entry.replace(0, kPath.size(), kPath);
    put(entry, 528, 77, 8);
    return value + entry;
}

/// 2003, Vista and 7: entries of one size, then the path.
std::string table(std::uint32_t magic, std::size_t header, std::size_t entry_size, bool wide_layout,
                  std::uint32_t flags) {
    std::string value = little(magic, 4) + little(1, 4);
    value.resize(header);
    std::string entry = little(kPath.size(), 2) + little(kPath.size() + 2, 2);
    const std::size_t path_at = header + entry_size;
    entry += wide_layout ? little(0, 4) + little(path_at, 8) : little(path_at, 4);
    entry += little(77, 8) + little(flags, 4);
    entry.resize(entry_size);
    return value + entry + kPath + std::string(2, '\0');
}

std::string tagged(std::string_view tag, std::size_t header, bool with_flags) {
    std::string body = little(kPath.size(), 2) + kPath;
    if (with_flags) body += little(0, 2) + little(2, 4) + little(0, 4);
    body += little(77, 8) + little(0, 4);
    std::string value = little(header, 4);
    value.resize(header);
    return value + std::string(tag) + little(0, 4) + little(body.size(), 4) + body;
}

struct Case {
    std::string name;
    std::string value;
    Version version;
    std::optional<bool> executed;
};

class ShimCache : public ::testing::TestWithParam<Case> {};

TEST_P(ShimCache, ReadsItsVersion) {
    const auto cache = shimcache::parse(as_bytes(GetParam().value));
    ASSERT_TRUE(cache);
    EXPECT_EQ(cache->version, GetParam().version);
    EXPECT_FALSE(cache->damaged);
    ASSERT_EQ(cache->entries.size(), 1U);
    EXPECT_EQ(cache->entries[0].path, "C:\\a.exe");
    EXPECT_EQ(cache->entries[0].path_size, kPath.size());
    EXPECT_EQ(cache->entries[0].modified.ticks, 77U);
    EXPECT_EQ(cache->entries[0].executed, GetParam().executed);
}

TEST_P(ShimCache, CutAnywhereIsReadAsFarAsItGoes) {
    const std::string& value = GetParam().value;
    for (std::size_t size = 0; size < value.size(); ++size) {
        const auto cache = shimcache::parse(as_bytes(std::string_view(value).substr(0, size)));
        if (!cache) continue;
        EXPECT_LE(cache->entries.size(), 1U);
        EXPECT_EQ(cache->damaged, cache->damaged || cache->entries.size() < cache->count_said);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Versions, ShimCache,
    ::testing::Values(
        Case{"Xp", xp(), Version::Xp, std::nullopt},
        Case{"Server2003", table(0xbadc0ffe, 8, 24, false, 70'000), Version::Server2003,
             std::nullopt},
        Case{"Vista32", table(0xbadc0ffe, 8, 24, false, 2), Version::Vista, true},
        Case{"Vista64", table(0xbadc0ffe, 8, 32, true, 0), Version::Vista, false},
        Case{"Windows7x86", table(0xbadc0fee, 128, 32, false, 2), Version::Windows7, true},
        Case{"Windows7x64", table(0xbadc0fee, 128, 48, true, 0), Version::Windows7, false},
        Case{"Windows80", tagged("00ts", 128, true), Version::Windows80, true},
        Case{"Windows81", tagged("10ts", 128, true), Version::Windows81, true},
        Case{"Windows10", tagged("10ts", 0x30, false), Version::Windows10, std::nullopt},
        Case{"Windows10Creators", tagged("10ts", 0x34, false), Version::Windows10, std::nullopt}),
    [](const auto& one) { return one.param.name; });

TEST(ShimCacheUnknown, IsNone) {
    EXPECT_FALSE(shimcache::parse({}));
    const std::string zeros(300, '\0');
    EXPECT_FALSE(shimcache::parse(as_bytes(zeros)));
}

}  // namespace
}  // namespace xiezhi::testing
