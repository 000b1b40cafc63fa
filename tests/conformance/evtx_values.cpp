// One value of every type and edge, as raw bytes with the text that rules shall see (values.tsv).
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "tests/support/corpus.h"
#include "tests/support/dumped.h"
#include "xiezhi/readers/evtx.h"

namespace xiezhi::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::vector<KeptEvent> events_of(const fs::path& path) {
    const MemorySource source(bytes_of(path));
    const auto ignore = [](const evtx::Damage&) {};
    const auto log = evtx::Log::open(source, ignore);
    std::vector<KeptEvent> events;
    if (!log) return events;
    const readers::EvtxCatalogue catalogue;
    readers::EvtxReader reader(catalogue);
    std::vector<std::byte> buffer;
    for (std::size_t block = 0; block < log->block_count(); ++block) {
        const auto bytes = log->read_block(block, buffer);
        if (!bytes) break;
        reader.for_each(
            *bytes, log->block_offset(block), {},
            [&](const Event& event) {
                events.push_back(keep(event));
                return true;
            },
            ignore);
    }
    return events;
}

std::vector<std::string> wanted_texts(const json& wanted) {
    if (wanted.is_null()) return {""};
    if (!wanted.is_array()) return {wanted.get<std::string>()};
    std::vector<std::string> texts;
    for (const json& item : wanted) texts.push_back(item.get<std::string>());
    return texts;
}

/// Another spelling of the same number is as good.
bool same_number(const std::string& a, const std::string& b) {
    char* end_a = nullptr;
    char* end_b = nullptr;
    const double number_a = std::strtod(a.c_str(), &end_a);
    const double number_b = std::strtod(b.c_str(), &end_b);
    if (*end_a != '\0' || *end_b != '\0' || a.empty() || b.empty()) return false;
    const double scale = std::max(std::abs(number_a), std::abs(number_b));
    return std::abs(number_a - number_b) <= scale * 1e-5;
}

bool is_float(const std::string& type) {
    return type.ends_with("b") || type.ends_with("c") || type.ends_with("B") || type.ends_with("C");
}

TEST(EvtxValues, TextsEqualTheTable) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::size_t values = 0;
    std::map<std::string, std::vector<KeptEvent>> logs;
    for (const fs::path& table : files_below(root / "evtx", ".tsv")) {
        if (table.filename() != "values.tsv") continue;
        for (const Row& row : read_tsv(table)) {
            SCOPED_TRACE(row.at("file") + " " + row.at("record_id") + " " + row.at("name"));
            auto& events = logs[row.at("file")];
            if (events.empty()) events = events_of(table.parent_path() / row.at("file"));
            const auto event = std::ranges::find_if(events, [&](const KeptEvent& e) {
                return std::to_string(e.record_id) == row.at("record_id");
            });
            ASSERT_NE(event, events.end());
            const auto field =
                std::ranges::find(event->fields, FieldOrigin::EventData, &KeptField::origin);
            const std::vector<std::string> wanted = wanted_texts(json::parse(row.at("text_json")));
            ++values;
            ASSERT_NE(field, event->fields.end());
            if (is_float(row.at("type")) && field->values.size() == wanted.size()) {
                for (std::size_t i = 0; i < wanted.size(); ++i) {
                    EXPECT_TRUE(field->values[i] == wanted[i] ||
                                same_number(field->values[i], wanted[i]))
                        << field->values[i] << ", expected " << wanted[i];
                }
            } else {
                EXPECT_EQ(field->values, wanted);
            }
        }
    }
    EXPECT_GT(values, 0U);
}

/// The value of EventData's only member in a dumped line.
json dumped_value(const std::string& line) {
    const json data = json::parse(line).at("Event").at("EventData");
    if (!data.is_object() || data.empty()) return {};
    const json& value = data.begin().value();
    return value.is_object() && value.contains("#text") ? value.at("#text") : value;
}

TEST(EvtxValues, JsonEqualsTheOtherReader) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::size_t values = 0;
    std::map<std::string, std::vector<std::string>> logs;
    for (const fs::path& table : files_below(root / "evtx", ".tsv")) {
        if (table.filename() != "values.tsv") continue;
        for (const Row& row : read_tsv(table)) {
            SCOPED_TRACE(row.at("file") + " " + row.at("record_id") + " " + row.at("name"));
            auto& lines = logs[row.at("file")];
            if (lines.empty()) lines = dump_file(table.parent_path() / row.at("file")).lines();
            const auto line = std::ranges::find_if(lines, [&](const std::string& text) {
                return text.find("\"EventRecordID\":" + row.at("record_id") + ",") != text.npos;
            });
            ASSERT_NE(line, lines.end());
            const json ours = dumped_value(*line);  // always valid JSON, also where they refuse
            if (row.at("rust_json") == "refused") continue;
            ++values;
            const json theirs = json::parse(row.at("rust_json"));
            if (ours.is_null() && theirs.dump() == "\"\"")
                continue;  // NULL: the record says so, they do not
            if (row.at("text_json").find("\xef\xbf\xbd") != std::string::npos) continue;
            if (row.at("text_json").find("\\ufffd") != std::string::npos) continue;  // they drop it
            if (ours.is_string() && ours.get<std::string>().starts_with("S-1-0x")) continue;
            EXPECT_EQ(ours, theirs);
        }
    }
    EXPECT_GT(values, 0U);
}

}  // namespace
}  // namespace xiezhi::testing
