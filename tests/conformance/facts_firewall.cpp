// What plaso and the lines themselves say of the log of the Windows firewall.
#include <gtest/gtest.h>

#include "tests/support/corpus.h"
#include "tests/support/fact_records.h"

namespace xiezhi::testing {
namespace {

std::string snake_case(std::string name) {
    std::ranges::replace(name, '-', '_');
    return name;
}

/// The line that an entry was, from its columns.
std::string line_of(const NativeRecord& entry, const Values& fields) {
    std::string line = entry.get("time").value_or("");
    std::ranges::replace(line, 'T', ' ');
    for (const std::string& field : fields) {
        if (field == "date" || field == "time") continue;
        line += " " + entry.get(snake_case(field)).value_or("-");
    }
    return line;
}

TEST(FactsFirewall, OtherReadersAgree) {
    XIEZHI_CORPUS_OR_SKIP(root);
    FactFiles files(root);
    const std::map<std::string, std::string> names = {{"destination_ip", "dst_ip"},
                                                      {"destination_port", "dst_port"},
                                                      {"last_written_time", "time"},
                                                      {"packet_size", "size"},
                                                      {"source_ip", "src_ip"},
                                                      {"source_port", "src_port"},
                                                      {"tcp_ack", "tcpack"},
                                                      {"tcp_flags", "tcpflags"},
                                                      {"tcp_sequence_number", "tcpsyn"},
                                                      {"tcp_window_size", "tcpwin"}};
    check_facts(root, "firewall", {}, [&](const Fact& fact) -> std::optional<Values> {
        const NativeDumped& dumped = files.of(fact);
        std::vector<NativeRecord> entries;
        Values fields;
        for (const NativeRecord& record : dumped.records) {
            if (record.kind == "entry") entries.push_back(record);
            if (record.kind == "header") fields = record.all("fields");
        }
        if (fact.field == "record_count" || fact.field == "plaso_event_data_count") {
            return Values{std::to_string(entries.size())};
        }
        if (fact.field == "first_entry") {
            return entries.empty() ? Values{} : Values{line_of(entries.front(), fields)};
        }
        const auto name = names.find(fact.field);
        if (name == names.end()) return std::nullopt;
        const auto number = static_cast<std::size_t>(field_name(fact.subject).index);
        return number < entries.size() ? one_or_none(entries[number].get(name->second)) : Values{};
    });
}

}  // namespace
}  // namespace xiezhi::testing
