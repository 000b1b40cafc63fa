// What the layout and plaso say of the recycle bin's indexes.
#include <gtest/gtest.h>

#include "tests/support/corpus.h"
#include "tests/support/fact_records.h"

namespace xiezhi::testing {
namespace {

TEST(FactsRecycle, OtherReadersAgree) {
    XIEZHI_CORPUS_OR_SKIP(root);
    FactFiles files(root);
    const std::map<std::string, std::string> names = {{"file_size", "size"},
                                                      {"original_filename", "original_path"},
                                                      {"original_path", "original_path"},
                                                      {"record_index", "index"},
                                                      {"record_size", "record_size"},
                                                      {"size", "size"},
                                                      {"version", "version"}};
    check_facts(root, "recycle", {}, [&](const Fact& fact) -> std::optional<Values> {
        const std::vector<NativeRecord>& records = files.of(fact).records;
        if (fact.field == "plaso_event_data_count" || fact.field == "record_count") {
            return Values{std::to_string(records.size())};
        }
        const int index = field_name(fact.subject).index;
        const std::size_t number = index < 0 ? 0 : static_cast<std::size_t>(index);
        if (number >= records.size()) return Values{};
        if (fact.field == "deleted_time") {
            return changed(one_or_none(records[number].get("deleted")), with_microseconds);
        }
        if (fact.field == "deletion_time") return one_or_none(records[number].get("deleted"));
        const auto name = names.find(fact.field);
        if (name == names.end()) return std::nullopt;
        return one_or_none(records[number].get(name->second));
    });
}

}  // namespace
}  // namespace xiezhi::testing
