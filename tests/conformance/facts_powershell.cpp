// What plaso says of PowerShell transcripts.
#include <gtest/gtest.h>

#include <sstream>

#include "tests/support/corpus.h"
#include "tests/support/fact_records.h"

namespace xiezhi::testing {
namespace {

/// plaso's event data: the header of the transcript, the time of the block in front, and all lines
/// up to the next block joined.
struct Block {
    const NativeRecord* header = nullptr;
    std::string start_time;
    std::string commands;
};

void add_lines(std::string& to, const std::string& text) {
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        const auto begin = line.find_first_not_of(' ');
        if (begin == std::string::npos) continue;
        to += (to.empty() ? "" : "; ") + line.substr(begin, line.find_last_not_of(' ') + 1 - begin);
    }
}

std::vector<Block> blocks_of(const NativeDumped& dumped) {
    std::vector<Block> blocks;
    for (const NativeRecord& record : dumped.records) {
        if (record.kind == "transcript") {
            blocks.push_back({&record, record.get("start_time").value_or(""), {}});
        } else if (record.kind == "command" && !blocks.empty()) {
            const auto time = record.get("start_time");
            if (time && *time != blocks.back().start_time) {
                blocks.push_back({blocks.back().header, *time, {}});
            }
            const std::string prompt = record.get("prompt").value_or("");
            std::string command = record.get("text").value_or("");
            for (auto at = command.find('\n'); at != std::string::npos;
                 at = command.find('\n', at + 1)) {
                command.insert(at + 1, ">> ");  // as the console shows a line that continues
            }
            add_lines(blocks.back().commands, prompt + (prompt.empty() ? "" : " ") + command);
            add_lines(blocks.back().commands, record.get("output").value_or(""));
        }
    }
    return blocks;
}

std::optional<Values> version_of(const NativeRecord& header, const std::string& field) {
    static const std::map<std::string, std::string> kNames = {
        {"build_version", "BuildVersion"},
        {"clr_version", "CLRVersion"},
        {"compatible_versions", "PSCompatibleVersions"},
        {"edition", "PSEdition"},
        {"remoting_protocol_version", "PSRemotingProtocolVersion"},
        {"serialization_version", "SerializationVersion"},
        {"version", "PSVersion"},
        {"ws_man_stack_version", "WSManStackVersion"}};
    const auto name = kNames.find(field);
    if (name == kNames.end()) return std::nullopt;
    const Values names = header.all("versions.name");
    const Values values = header.all("versions.value");
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == name->second) return Values{values[i]};
    }
    return Values{};
}

std::optional<Values> of_block(const Block& block, const std::string& field) {
    static const std::map<std::string, std::string> kSame = {
        {"host_application", "host_application"},
        {"machine", "machine"},
        {"process_identifier", "process_id"},
        {"runas_user", "runas_user"},
        {"username", "username"}};
    const auto same = kSame.find(field);
    if (same != kSame.end()) return one_or_none(block.header->get(same->second));
    if (field == "start_time") return Values{block.start_time};
    if (field == "commands") return Values{block.commands};
    return version_of(*block.header, field);
}

TEST(FactsPowerShell, OtherReadersAgree) {
    XIEZHI_CORPUS_OR_SKIP(root);
    FactFiles files(root);
    const std::vector<FactClass> classes = {
        {.name = "the text of the fact is cut",
         .document = "the file holds the rest of the line: docs/formats/text.md, Transcripts",
         .example = "commands: … Get-Content, … Get-Content .\\myfile.txt; VERBOSE: Simple Test",
         .count_max = 1,
         .applies =
             [](const Fact& fact, const std::string& ours) {
                 return fact.field == "commands" && ours.starts_with(fact.value);
             }},
        {.name = "the last block, which nothing ends, counts too",
         .document = "plaso makes an event data only when the next block begins",
         .example = "plaso_event_data_count: 2, 3",
         .count_max = 1,
         .applies = [](const Fact& fact, const std::string& ours) {
             return fact.field == "plaso_event_data_count" &&
                    std::stoul(ours) == std::stoul(fact.value) + 1;
         }}};
    check_facts(root, "powershell", classes, [&](const Fact& fact) -> std::optional<Values> {
        const std::vector<Block> blocks = blocks_of(files.of(fact));
        if (fact.field == "plaso_event_data_count") return Values{std::to_string(blocks.size())};
        const auto number = static_cast<std::size_t>(field_name(fact.subject).index);
        return number < blocks.size() ? of_block(blocks[number], fact.field) : Values{};
    });
}

}  // namespace
}  // namespace xiezhi::testing
