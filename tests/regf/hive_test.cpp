#include <gtest/gtest.h>

#include <algorithm>

#include "tests/regf/regf_support.h"
#include "xiezhi/formats/regf/security.h"
#include "xiezhi/formats/regf/walk.h"

namespace xiezhi::testing {
namespace {

using Names = std::vector<std::string>;

struct Walked {
    Names paths;
    Names values;
    Names damages;
};

Walked walk_all(const regf::Hive& hive) {
    Walked walked;
    regf::walk(
        hive,
        {.key =
             [&](const regf::Key&, std::string_view path) {
                 walked.paths.emplace_back(path);
                 return true;
             },
         .value =
             [&](const regf::KeyValue& value) {
                 walked.values.push_back(value.name().text());
                 return true;
             }},
        [&](const Damage& damage) { walked.damages.emplace_back(message_name(damage.what)); });
    return walked;
}

TEST(Hive, ReadsWhatWasWritten) {
    const Opened opened = open_bytes(write_hive(sample_root()));
    ASSERT_TRUE(opened.hive);
    EXPECT_EQ(opened.damages, Names{});
    const Walked walked = walk_all(*opened.hive);
    EXPECT_EQ(walked.paths, (Names{"", "Software", "Software\\Acme",
                                   "Software\\Ünïcode \xe4\xb8\xad\xe6\x96\x87"}));
    EXPECT_EQ(walked.values, (Names{"Path", "Start", "Depends", "", "Big"}));
    EXPECT_EQ(walked.damages, Names{});
    EXPECT_FALSE(opened.hive->replay().dirty);
}

TEST(Hive, ValuesByName) {
    const Opened opened = open_bytes(write_hive(sample_root()));
    const auto key = opened.hive->find("SOFTWARE\\acme");
    ASSERT_TRUE(key);
    EXPECT_EQ(key->text("PATH"), "C:\\Program Files\\Acme\\a.exe");
    EXPECT_EQ(key->number("start"), 2U);
    EXPECT_EQ(key->value("depends")->multi_text(), (Names{"RpcSs", "Tcpip"}));
    std::vector<std::byte> room;
    EXPECT_EQ(as_text(key->value("")->data(room).bytes), "abc");
    const regf::ValueData big = key->value("big")->data(room);
    EXPECT_TRUE(big.complete());
    EXPECT_EQ(as_text(big.bytes), std::string(40'000, 'x'));
    EXPECT_FALSE(key->value("absent"));
    EXPECT_FALSE(key->number("Path"));
    EXPECT_EQ(key->parent()->name().text(), "Software");
    EXPECT_GT(key->value("Path")->offset(), 4096U);
}

TEST(Hive, PathsIgnoreCase) {
    const Opened opened = open_bytes(write_hive(sample_root()));
    const auto key = opened.hive->find("software\\üNÏCODE \xe4\xb8\xad\xe6\x96\x87");
    ASSERT_TRUE(key);
    EXPECT_EQ(key->class_name(), "a class");
    EXPECT_TRUE(opened.hive->find(""));
    EXPECT_TRUE(opened.hive->find("\\Software\\"));
    EXPECT_FALSE(opened.hive->find("Software\\Acme\\x"));
}

TEST(Hive, ManySubkeysHaveAListOfLists) {
    HiveKey root{.name = "ROOT"};
    for (int i = 0; i < 1234; ++i) root.subkeys.push_back({.name = "key" + std::to_string(i)});
    const Opened opened = open_bytes(write_hive(root));
    EXPECT_EQ(walk_all(*opened.hive).paths.size(), 1235U);
    EXPECT_TRUE(opened.hive->find("KEY777"));
    std::size_t count = 0;
    for (const regf::Key& key : opened.hive->root()->subkeys()) {
        count += key.name().text().starts_with("key") ? 1U : 0U;
    }
    EXPECT_EQ(count, 1234U);
}

TEST(Hive, NamesKeepNulAndBackslash) {
    const std::string odd("\0Run\\x", 6);
    HiveKey root{.name = "ROOT", .values = {number_value(odd, 1)}, .subkeys = {{.name = odd}}};
    const Opened opened = open_bytes(write_hive(root));
    EXPECT_EQ(walk_all(*opened.hive).paths, (Names{"", odd}));
    EXPECT_EQ(walk_all(*opened.hive).values, Names{odd});
    EXPECT_TRUE(opened.hive->root()->subkey(odd));
}

TEST(Hive, WrongHashHidesNothing) {
    std::string hive = write_hive({.name = "ROOT", .subkeys = {{.name = "Hidden"}}});
    const std::size_t list = hive.find("lh");
    hive[list + 8] = static_cast<char>(hive[list + 8] ^ 1);
    EXPECT_TRUE(open_bytes(hive).hive->find("hidden"));
}

TEST(Hive, SecurityAsText) {
    const Opened opened = open_bytes(write_hive(sample_root()));
    const auto descriptor = regf::parse_security(opened.hive->root()->security());
    ASSERT_TRUE(descriptor);
    std::string text;
    regf::append_sddl(text, *descriptor);
    EXPECT_EQ(
        text,
        "O:S-1-5-32-544G:S-1-5-32-544D:(A;CI;0xf003f;;;S-1-5-32-544)(A;CI;0xf003f;;;S-1-5-18)");
    EXPECT_FALSE(descriptor->damaged);
}

struct Harm {
    std::string name;
    std::function<void(std::string& hive)> harm;
    std::string error;
    Names open_damages;
    Names walk_damages;
    std::size_t keys;
};

class HarmedHive : public ::testing::TestWithParam<Harm> {};

TEST_P(HarmedHive, IsReadAsFarAsItGoes) {
    std::string hive = write_hive(sample_root());
    GetParam().harm(hive);
    const Opened opened = open_bytes(hive);
    EXPECT_EQ(opened.error, GetParam().error);
    EXPECT_EQ(opened.damages, GetParam().open_damages);
    if (!opened.hive) return;
    const Walked walked = walk_all(*opened.hive);
    EXPECT_EQ(walked.damages, GetParam().walk_damages);
    EXPECT_EQ(walked.paths.size(), GetParam().keys);
}

std::size_t nth(const std::string& hive, std::string_view what, int n) {
    std::size_t at = hive.find(what);
    for (; n > 0; --n) at = hive.find(what, at + 1);
    return at;
}

INSTANTIATE_TEST_SUITE_P(
    Harms, HarmedHive,
    ::testing::Values(
        Harm{"NoSignature", [](auto& h) { h[0] = 'x'; }, "regf_not_a_hive", {}, {}, 0},
        Harm{"Cut", [](auto& h) { h.resize(511); }, "regf_not_a_hive", {}, {}, 0},
        Harm{"Checksum", [](auto& h) { h[508] ^= 1; }, "", {"regf_checksum", "regf_dirty"}, {}, 4},
        Harm{"Version",
             [](auto& h) {
                 h[20] = 2;
                 seal_base_block(h);
             },
             "regf_version",
             {},
             {},
             0},
        Harm{"Dirty",
             [](auto& h) {
                 h[4] = 9;
                 seal_base_block(h);
             },
             "",
             {"regf_dirty"},
             {},
             4},
        Harm{"RootElsewhere",
             [](auto& h) {
                 h[36] = 8;
                 seal_base_block(h);
             },
             "",
             {"regf_root_elsewhere"},
             {},
             4},
        Harm{"NoRoot", [](auto& h) { h[nth(h, "nk", 0)] = 'x'; }, "", {"regf_no_root"}, {}, 0},
        Harm{"BinHeader", [](auto& h) { h[4096] = 'x'; }, "", {"regf_bin_header"}, {}, 4},
        Harm{"NoKey", [](auto& h) { h[nth(h, "nk", 2)] = 'x'; }, "", {}, {"regf_no_key"}, 3},
        Harm{"NoValue", [](auto& h) { h[nth(h, "vk", 0)] = 'x'; }, "", {}, {"regf_no_value"}, 4},
        Harm{"NoList", [](auto& h) { h[nth(h, "lh", 0)] = 'x'; }, "", {}, {"regf_subkey_list"}, 2},
        Harm{"Loop",
             [](auto& h) { h.replace(nth(h, "lh", 0) + 4, 4, h.substr(36, 4)); },
             "",
             {},
             {"regf_key_twice"},
             3},
        Harm{"ValueCount",
             [](auto& h) { h[nth(h, "nk", 2) + 38] = 1; },
             "",
             {},
             {"regf_value_list"},
             4},
        Harm{"SubkeyCount",
             [](auto& h) { h[nth(h, "nk", 1) + 20] = 7; },
             "",
             {},
             {"regf_subkey_count"},
             4}),
    [](const auto& harm) { return harm.param.name; });

TEST(Hive, CutBinsAreTold) {
    std::string hive = write_hive(sample_root());
    hive.resize(4096 + 4096);
    const Opened opened = open_bytes(hive);
    ASSERT_TRUE(opened.hive);
    EXPECT_EQ(opened.damages, Names{"regf_cut"});
}

}  // namespace
}  // namespace xiezhi::testing
