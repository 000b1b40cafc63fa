// Amcache: counts of keys by libregf, entries by regipy.
#include <gtest/gtest.h>

#include "tests/support/corpus.h"
#include "tests/support/last_hive.h"
#include "tests/support/listed_facts.h"
#include "xiezhi/formats/registry_values/amcache.h"

namespace xiezhi::testing {
namespace {

using Values = std::optional<std::vector<std::string>>;

std::string shown(std::string_view field, const regf::KeyValue& value) {
    if (field == "sha1") return amcache::sha1_of_id(value.text()).value_or("");
    if (field == "program_id")
        return value.text().substr(std::min<std::size_t>(
            4, value.text().size()));  // that reader leaves the leading zeros out
    const auto number = value.number();
    if (!number) return value.text();
    return field.find("timestamp") == std::string_view::npos ? std::to_string(*number)
                                                             : iso_micro({*number});
}

std::vector<ListEntry> files_of(const regf::Hive& hive) {
    std::vector<ListEntry> entries;
    const auto volumes = hive.find("Root\\File");
    if (!volumes) return entries;
    for (const regf::Key& volume : volumes->subkeys()) {
        for (const regf::Key& file : volume.subkeys()) {
            ListEntry& entry = entries.emplace_back();
            for (const regf::KeyValue& value : file.values()) {
                const auto field = amcache::file_field(value.name().text());
                if (field) entry[std::string(*field)] = shown(*field, value);
            }
            entry["timestamp"] = iso_micro(file.last_written());
        }
    }
    const auto inventory = hive.find("Root\\InventoryApplicationFile");
    if (!inventory) return entries;
    for (const regf::Key& file : inventory->subkeys()) {
        entries.push_back({{"full_path", file.text("LowerCaseLongPath").value_or("")}});
    }
    return entries;
}

TEST(FactsAmcache, EqualOtherReaders) {
    XIEZHI_CORPUS_OR_SKIP(root);
    LastHive last(root);
    const std::vector<Fact> facts = facts_of(root, "amcache");
    check_facts(root, "amcache", {}, [&](const Fact& fact) -> Values {
        const regf::Hive* hive = last.get(fact.file);
        if (hive == nullptr) return std::vector<std::string>{};
        if (fact.field == "subkey_count") {
            const auto key = hive->find(fact.subject);
            if (!key) return std::vector<std::string>{};
            std::size_t count = 0;
            for ([[maybe_unused]] const regf::Key& subkey : key->subkeys()) ++count;
            return {{std::to_string(count)}};
        }
        if (!fact.subject.starts_with("amcache")) return std::nullopt;
        return listed_values(facts, fact, files_of(*hive));
    });
}

}  // namespace
}  // namespace xiezhi::testing
