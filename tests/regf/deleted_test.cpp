#include "xiezhi/formats/regf/deleted.h"

#include <gtest/gtest.h>

#include "tests/regf/regf_support.h"

namespace xiezhi::testing {
namespace {

using Names = std::vector<std::string>;

struct Found {
    Names keys;
    Names values;
};

Found recover(const std::string& hive) {
    const Opened opened = open_bytes(hive);
    Found found;
    regf::recover_deleted(*opened.hive,
                          {.key =
                               [&](const regf::DeletedKey& key) {
                                   found.keys.push_back(key.path + (key.whole_path ? "" : "?"));
                                   return true;
                               },
                           .value =
                               [&](const regf::DeletedValue& value) {
                                   found.values.push_back((value.has_key ? value.path : "?") +
                                                          " | " + value.value.name().text());
                                   return true;
                               }});
    return found;
}

/// The hive of sample_root() after `Software` lost its subkeys: nothing names their cells.
std::string with_deleted() {
    std::string hive = write_hive(sample_root());
    const std::size_t software = hive.find("nk", hive.find("nk") + 1);
    hive.replace(software + 20, 4, std::string(4, '\0'));
    return hive;
}

TEST(Deleted, NothingInAWholeHive) {
    const Found found = recover(write_hive(sample_root()));
    EXPECT_EQ(found.keys, Names{});
    EXPECT_EQ(found.values, Names{});
}

TEST(Deleted, KeysWithPathAndTheirValues) {
    const Found found = recover(with_deleted());
    EXPECT_EQ(found.keys, (Names{"Software\\Acme", "Software\\Ünïcode \xe4\xb8\xad\xe6\x96\x87"}));
    EXPECT_EQ(found.values,
              (Names{"Software\\Acme | Path", "Software\\Acme | Start", "Software\\Acme | Depends",
                     "Software\\Acme | ", "Software\\Acme | Big"}));
}

TEST(Deleted, LastValueOfALiveKey) {
    std::string hive = write_hive(sample_root());
    for (std::size_t at = hive.find("nk"); at != std::string::npos; at = hive.find("nk", at + 1)) {
        constexpr std::size_t kName = 76;
        constexpr std::size_t kValueCount = 36;
        if (hive.substr(at + kName, 4) != "Acme") continue;
        hive[at + kValueCount] = static_cast<char>(hive[at + kValueCount] - 1);
        break;
    }
    const Found found = recover(hive);
    EXPECT_EQ(found.keys, Names{});
    EXPECT_EQ(found.values, Names{"Software\\Acme | Big"});
}

TEST(Deleted, ChanceIsNoKey) {
    HiveKey root{.name = "ROOT"};
    std::string noise;
    for (int i = 0; i < 200; ++i) noise += std::string("\xff\xff\xff\xffnk  ") + "    vk  ";
    root.values = {binary_value("a", noise)};
    std::string hive = write_hive(root);
    hive.replace(hive.find("nk") + 36, 4, std::string(4, '\0'));  // no values: all bytes are free
    const Found found = recover(hive);
    EXPECT_EQ(found.keys, Names{});
    EXPECT_EQ(found.values, Names{" | a"});  // of the root, whose list still names it
}

}  // namespace
}  // namespace xiezhi::testing
