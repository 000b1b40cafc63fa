// What plaso says of the lists of the program compatibility assistant.
#include <gtest/gtest.h>

#include "tests/support/corpus.h"
#include "tests/support/fact_records.h"

namespace xiezhi::testing {
namespace {

std::string with_milliseconds(const std::string& time) {
    return time.size() == 28 ? time.substr(0, 23) + "Z" : time;
}

TEST(FactsPca, OtherReadersAgree) {
    XIEZHI_CORPUS_OR_SKIP(root);
    FactFiles files(root);
    const std::map<std::string, std::string> names = {
        {"description", "description"}, {"executable", "path"},
        {"exit_code", "exit_text"},     {"program_identifier", "program_id"},
        {"run_status", "status"},       {"vendor", "vendor"},
        {"version", "version"}};
    check_facts(root, "pca", {}, [&](const Fact& fact) -> std::optional<Values> {
        const std::vector<NativeRecord>& records = files.of(fact).records;
        if (fact.field == "plaso_event_data_count") return Values{std::to_string(records.size())};
        const auto number = static_cast<std::size_t>(field_name(fact.subject).index);
        if (number >= records.size()) return Values{};
        if (fact.field == "last_execution_time") {
            return changed(one_or_none(records[number].get("time")), with_milliseconds);
        }
        const auto name = names.find(fact.field);
        if (name == names.end()) return std::nullopt;
        return one_or_none(records[number].get(name->second));
    });
}

}  // namespace
}  // namespace xiezhi::testing
