// Entries of the background activity moderator by regipy.
#include <gtest/gtest.h>

#include "tests/support/corpus.h"
#include "tests/support/facts.h"
#include "tests/support/last_hive.h"
#include "xiezhi/formats/registry_values/bam.h"

namespace xiezhi::testing {
namespace {

using Values = std::optional<std::vector<std::string>>;

std::size_t entries_below(const regf::Hive& hive, const std::string& path) {
    std::size_t count = 0;
    const auto settings = hive.find(path);
    if (!settings) return count;
    for (const regf::Key& user : settings->subkeys()) {
        for (const regf::KeyValue& value : user.values()) {
            std::vector<std::byte> room;
            count += bam::parse(value.data(room).bytes) ? 1U : 0U;
        }
    }
    return count;
}

TEST(FactsBam, EqualOtherReaders) {
    XIEZHI_CORPUS_OR_SKIP(root);
    LastHive last(root);
    check_facts(root, "bam", {}, [&](const Fact& fact) -> Values {
        const regf::Hive* hive = last.get(fact.file);
        if (hive == nullptr) return std::vector<std::string>{};
        if (fact.field != "entry_count") return std::nullopt;
        const std::string services = current_control_set(*hive) + "\\Services\\bam\\";
        return {{std::to_string(entries_below(*hive, services + "UserSettings") +
                                entries_below(*hive, services + "State\\UserSettings"))}};
    });
}

}  // namespace
}  // namespace xiezhi::testing
