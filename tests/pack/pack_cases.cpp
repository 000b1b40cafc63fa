#include "tests/pack/pack_cases.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <span>

#include "tests/support/corpus.h"
#include "xiezhi/model/state.h"
#include "xiezhi/readers/command.h"
#include "xiezhi/rules/sigma/yaml.h"
#include "xiezhi/triage/traits.h"

namespace xiezhi::testing {
namespace {

using rules::sigma::YamlNode;

constexpr const char* kWords[] = {"id", "channel", "provider", "wait", "times", "every", "dataset"};

std::uint32_t number_of(const YamlNode& map, const char* key, std::uint32_t otherwise) {
    const YamlNode* node = map.find(key);
    return node == nullptr ? otherwise : static_cast<std::uint32_t>(node->number);
}

std::string text_or(const YamlNode& map, const char* key, std::string_view otherwise) {
    const std::string_view text = map.text_of(key);
    return std::string(text.empty() ? otherwise : text);
}

/// `{n}` in a text stands for the number of the repetition: a thousand files need one line.
std::string numbered(std::string text, std::uint32_t number) {
    constexpr std::string_view kMark = "{n}";
    const std::size_t at = text.find(kMark);
    if (at != std::string::npos) text.replace(at, kMark.size(), std::to_string(number));
    return text;
}

KeptEvent event_of(const YamlNode& common, const YamlNode& own, std::uint32_t number) {
    KeptEvent event;
    event.computer = "HOST";
    event.channel = text_or(own, "channel", common.text_of("channel"));
    event.provider = text_or(own, "provider", common.text_of("provider"));
    event.event_id = number_of(own, "id", number_of(common, "id", 0));
    const auto system = [&](const char* name, const std::string& value) {
        event.fields.push_back({name, FieldOrigin::System, {value}});
    };
    system("Provider_Name", event.provider);
    system("EventID", std::to_string(event.event_id));
    system("Channel", event.channel);
    system("Computer", event.computer);
    for (const auto& [key, mark, value] : own.entries) {
        if (std::ranges::find(kWords, key) != std::end(kWords)) continue;
        const bool head = key == "Execution_ProcessID";
        KeptField field{key, head ? FieldOrigin::System : FieldOrigin::EventData, {}};
        if (value.is_list()) {
            for (const YamlNode& each : value.items)
                field.values.push_back(numbered(each.text, number));
        } else {
            field.values.push_back(numbered(value.text, number));
        }
        event.fields.push_back(std::move(field));
    }
    return event;
}

/// A document of a dataset as readers and traits would have made it of the fields that are given.
KeptEvent document_of(Dataset dataset, const YamlNode& own) {
    State state(dataset);
    for (const auto& [key, mark, value] : own.entries) {
        const auto rows = std::span(schema::kStateFields);
        const auto row = std::ranges::find(rows, key, &schema::StateFieldRow::name);
        if (row == rows.end()) {
            ADD_FAILURE() << "no dataset has the field " << key;
            continue;
        }
        const auto field = static_cast<StateField>(row - rows.begin());
        state.set(field, value.is_list() ? std::string() : value.text);
        for (const YamlNode& each : value.items) state.add(field, each.text);
    }
    const std::string line(state.text(StateField::ProcessCommandLine));
    const std::string path(state.text(StateField::FilePath));
    if (!line.empty()) readers::set_command(state, line, readers::HostPaths());
    if (!path.empty()) readers::set_file(state, path);
    triage::add_traits(state);
    return keep(state);
}

/// A list of events that follow one another.
std::vector<KeptEvent> sequence_of(const YamlNode& common, const YamlNode& steps) {
    std::vector<KeptEvent> events;
    FileTime now = parse_iso("2026-03-11T18:00:00Z").value_or(FileTime{});
    const auto dataset = schema::find_dataset(common.text_of("dataset"));
    for (const YamlNode& step : steps.items) {
        if (dataset) {
            events.push_back(document_of(*dataset, step));
            continue;
        }
        now.ticks += number_of(step, "wait", 1) * kTicksPerSecond;
        for (std::uint32_t i = 0; i < number_of(step, "times", 1); ++i) {
            KeptEvent event = event_of(common, step, i);
            event.time = now;
            event.record_id = events.size() + 1;
            events.push_back(std::move(event));
            now.ticks += number_of(step, "every", 1) * kTicksPerSecond;
        }
    }
    return events;
}

}  // namespace

PackTest read_pack_test(const std::string& path) {
    const std::string text = read_file(path);
    rules::sigma::Diagnosis diagnosis;
    const std::vector<YamlNode> documents = rules::sigma::parse_yaml(as_bytes(text), diagnosis);
    PackTest test{path, {}, {}};
    EXPECT_FALSE(diagnosis.refusal) << path;
    if (documents.size() != 1) {
        ADD_FAILURE() << path << ": one document expected";
        return test;
    }
    const YamlNode& document = documents.front();
    const YamlNode nothing;
    const YamlNode* common = document.find("event");
    test.rule = document.text_of("rule");
    const std::string stem = std::filesystem::path(path).stem().stem().string();
    const std::pair<const char*, Expected> kinds[] = {
        {"hit", Expected::Hit}, {"miss", Expected::Miss}, {"decoy", Expected::Decoy}};
    for (const auto& [kind, expected] : kinds) {
        const YamlNode* list = document.find(kind);
        EXPECT_TRUE(list != nullptr && !list->items.empty()) << path << " has no " << kind;
        if (list == nullptr) continue;
        for (std::size_t i = 0; i < list->items.size(); ++i) {
            YamlNode steps;  // one event is a sequence of one
            steps.kind = YamlNode::Kind::List;
            steps.items.push_back(list->items[i]);
            if (list->items[i].is_list()) steps = list->items[i];
            test.cases.push_back({stem + " " + kind + " " + std::to_string(i + 1), expected,
                                  sequence_of(common == nullptr ? nothing : *common, steps)});
        }
    }
    return test;
}

}  // namespace xiezhi::testing
