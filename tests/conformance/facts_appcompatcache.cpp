// AppCompatCache by the tests of AppCompatCacheParser (bytes of the value) and by regipy (hives).
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/corpus.h"
#include "tests/support/last_hive.h"
#include "tests/support/listed_facts.h"
#include "xiezhi/formats/registry_values/shimcache.h"

namespace xiezhi::testing {
namespace {

using Values = std::optional<std::vector<std::string>>;

std::optional<shimcache::Cache> cache_of(const std::filesystem::path& path,
                                         const regf::Hive* hive) {
    if (hive == nullptr) return shimcache::parse(bytes_of(path));
    const auto key =
        hive->find(current_control_set(*hive) + "\\Control\\Session Manager\\AppCompatCache");
    const auto value = key ? key->value("AppCompatCache") : std::nullopt;
    std::vector<std::byte> room;
    return value ? shimcache::parse(value->data(room).bytes) : std::nullopt;
}

TEST(FactsAppCompatCache, EqualOtherReaders) {
    XIEZHI_CORPUS_OR_SKIP(root);
    LastHive last(root);
    check_facts(root, "appcompatcache", {}, [&](const Fact& fact) -> Values {
        const auto cache = cache_of(root / fact.file, last.get(fact.file));
        if (!cache) return std::vector<std::string>{};
        if (fact.field == "entry_count" && fact.family == "regipy") {
            const auto is_file = [](const shimcache::Entry& entry) {  // it leaves packages out
                return entry.path.find('\t') == std::string::npos;
            };
            return {{std::to_string(std::ranges::count_if(cache->entries, is_file))}};
        }
        if (fact.field == "entry_count") return {{std::to_string(cache->entries.size())}};
        const FieldName subject = field_name(fact.subject);
        const auto index = static_cast<std::size_t>(subject.index);
        if (subject.name != "entry" || index >= cache->entries.size()) return std::nullopt;
        const shimcache::Entry& entry = cache->entries[index];
        if (fact.field == "path_size") return {{std::to_string(entry.path_size)}};
        if (fact.field == "executed") {
            return {{entry.executed ? (*entry.executed ? "yes" : "no") : "na"}};
        }
        if (fact.field != "path_contains") return std::nullopt;
        const bool holds = entry.path.find(fact.value) != std::string::npos;
        return {{holds ? fact.value : entry.path}};
    });
}

}  // namespace
}  // namespace xiezhi::testing
