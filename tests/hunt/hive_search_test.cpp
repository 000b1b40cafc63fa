// What a search says of keys, value names and data of a hive, each with what only looks alike.
#include "xiezhi/hunt/hive_search.h"

#include <gtest/gtest.h>

#include "tests/support/hive_writer.h"
#include "tests/support/temp_folder.h"
#include "xiezhi/hunt/search_pattern.h"

namespace xiezhi::hunt {
namespace {

using testing::HiveKey;
using testing::key_at;
using testing::TempFolder;

class HiveSearchTest : public ::testing::Test {
protected:
    HiveSearchTest() {
        HiveKey root{.name = "ROOT"};
        HiveKey& run = key_at(root, R"(Microsoft\Windows\CurrentVersion\Run)");
        run.values = {
            testing::text_value("Updater", R"(C:\Users\Public\a.exe -o 203.0.113.7:3333)"),
            testing::text_value("Honest", R"(C:\Program Files\Acme\a.exe 203.0.113.70)")};
        key_at(root, R"(Acme\Pool Settings\Deep)").values = {
            testing::number_value("Port", 4444),
            testing::multi_text_value("Pools", {"one.example", "xmr.pool.example"}),
            testing::binary_value("Blob", std::string("\x01\x02", 2) + "stratum text" + '\0')};
        folder_.write("case/C/Windows/System32/config/SOFTWARE", write_hive(root));
    }

    /// "field text" of everything found.
    std::vector<std::string> found(std::string_view pattern, const HuntOptions& options = {}) {
        const std::vector<std::string> named = {folder_.path("case")};
        const auto collection =
            evidence::Collection::open(named, {.password = {}}, [](const Note&) {});
        EXPECT_TRUE(collection);
        auto rule = search_rule(pattern, search_kind_of(pattern));
        EXPECT_TRUE(rule);
        std::vector<std::string> out;
        const auto summary = search_hives(
            *collection, named, *rule, options,
            [&](const Finding& finding) {
                out.push_back(finding.matches.front().field + " " + finding.matches.front().text);
                EXPECT_EQ(finding.events.size(), 1U);
                EXPECT_FALSE(finding.events.front().proofs.empty());
                return true;
            },
            [](const Note&) {}, nullptr);
        EXPECT_EQ(summary.hives, 1U);
        EXPECT_EQ(summary.findings, out.size());
        return out;
    }

    TempFolder folder_;
};

using Texts = std::vector<std::string>;

TEST_F(HiveSearchTest, FindsNamesAndData) {
    EXPECT_EQ(found("updater"), Texts{"registry.value Updater"});
    EXPECT_EQ(found("203.0.113.7"),
              Texts{R"(registry.data.strings C:\Users\Public\a.exe -o 203.0.113.7:3333)"});
    EXPECT_EQ(found("pool.example"), Texts{"registry.data.strings xmr.pool.example"});
    EXPECT_EQ(found("stratum text").size(), 1U) << "in binary data";
    EXPECT_EQ(found("4444"), Texts{"registry.data.strings 4444"});
    EXPECT_EQ(found("/xmr[.]pool/").size(), 1U);
    EXPECT_EQ(found("nowhere"), Texts{});
}

TEST_F(HiveSearchTest, TellsAKeyOnceAndNotAllBelowIt) {
    EXPECT_EQ(found("pool settings"), Texts{R"(registry.key Acme\Pool Settings)"});
    EXPECT_EQ(found(R"(CurrentVersion\Run)"),
              Texts{R"(registry.key Microsoft\Windows\CurrentVersion\Run)"});
    EXPECT_EQ(found(R"(Run\Updater)"), Texts{"registry.value Updater"});
}

TEST_F(HiveSearchTest, HoldsToTheTimeOfTheKey) {
    HuntOptions options;
    options.from = FileTime{132'000'000'000'000'000};
    EXPECT_EQ(found("updater", options), Texts{});
    options.from = FileTime{130'000'000'000'000'000};
    EXPECT_EQ(found("updater", options).size(), 1U);
}

}  // namespace
}  // namespace xiezhi::hunt
