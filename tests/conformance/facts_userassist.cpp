// UserAssist by regipy.
#include <gtest/gtest.h>

#include "tests/support/corpus.h"
#include "tests/support/last_hive.h"
#include "tests/support/listed_facts.h"
#include "xiezhi/formats/registry_values/user_assist.h"

namespace xiezhi::testing {
namespace {

using Values = std::optional<std::vector<std::string>>;

std::vector<ListEntry> entries_of(const regf::Hive& hive) {
    std::vector<ListEntry> entries;
    const auto key =
        hive.find("Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\UserAssist");
    if (!key) return entries;
    for (const regf::Key& guid : key->subkeys()) {
        const auto count = guid.subkey("Count");
        if (!count) continue;
        for (const regf::KeyValue& value : count->values()) {
            std::vector<std::byte> room;
            const auto entry = user_assist::parse(value.data(room).bytes);
            const std::string name = user_assist::decoded_name(value.name().text());
            if (!entry) continue;  // that reader counts UEME_CTLCUACount too
            entries.push_back({{"name", user_assist::with_known_folder(name)},
                               {"session_id", std::to_string(entry->session)},
                               {"run_counter", std::to_string(entry->run_count)},
                               {"focus_count", std::to_string(entry->focus_count)},
                               {"total_focus_time_ms", std::to_string(entry->focus_milliseconds)},
                               {"timestamp", iso_micro(entry->last_run)}});
        }
    }
    return entries;
}

TEST(FactsUserAssist, EqualOtherReaders) {
    XIEZHI_CORPUS_OR_SKIP(root);
    LastHive last(root);
    const std::vector<Fact> facts = facts_of(root, "userassist");
    const std::vector<FactClass> classes = {
        {.name = "regipy lists every entry twice",
         .document = "docs/formats/registry_values.md, UserAssist",
         .example = "regipy/NTUSER.DAT user_assist entry_count: 62, 31",
         .count_max = 3,
         .applies =
             [](const Fact& fact, const std::string& ours) {
                 return fact.field == "entry_count" &&
                        2 * std::stoul(ours) == std::stoul(fact.value);
             }},
    };
    check_facts(root, "userassist", classes, [&](const Fact& fact) -> Values {
        const regf::Hive* hive = last.get(fact.file);
        if (hive == nullptr) return std::vector<std::string>{};
        if (!fact.subject.starts_with("user_assist")) return std::nullopt;
        return listed_values(facts, fact, entries_of(*hive));
    });
}

}  // namespace
}  // namespace xiezhi::testing
