#include "tests/support/ecs_cases.h"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <charconv>
#include <sstream>
#include <stdexcept>

#include "tests/support/corpus.h"
#include "tests/support/corpus_events.h"
#include "xiezhi/base/time.h"
#include "xiezhi/model/ecs/document.h"
#include "xiezhi/schema/ecs.h"

namespace xiezhi::testing {
namespace {

namespace fs = std::filesystem;
using rapidjson::Value;

std::string text_of(const Value& value) {
    if (value.IsString()) return {value.GetString(), value.GetStringLength()};
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    value.Accept(writer);
    return {buffer.GetString(), buffer.GetSize()};
}

// NOLINTNEXTLINE(misc-no-recursion): goldens are shallow
void flatten(const Value& value, const std::string& name, EcsFields& out) {
    if (value.IsObject()) {
        for (const auto& member : value.GetObject()) {
            flatten(member.value, (name.empty() ? "" : name + ".") + member.name.GetString(), out);
        }
    } else if (value.IsArray()) {
        for (const Value& item : value.GetArray()) flatten(item, name, out);
    } else if (!value.IsNull()) {
        out[name].push_back(text_of(value));
    }
}

rapidjson::Document parsed(const fs::path& path) {
    rapidjson::Document document;
    document.Parse(read_file(path));
    if (document.HasParseError()) throw std::runtime_error("no JSON: " + path.string());
    return document;
}

std::string first(const EcsFields& fields, const std::string& name) {
    const auto found = fields.find(name);
    return found == fields.end() || found->second.empty() ? std::string() : found->second.front();
}

/// The number that a table gives this text for.
std::string key_of(std::string_view table, const std::string& text) {
    for (const auto& entry : schema::ecs::table(table).entries) {
        if (entry.text == text) return std::string(entry.key);
    }
    return {};
}

std::string keywords_of(const EcsFields& sent) {
    std::uint64_t bits = 0;
    const auto texts = sent.find("winlog.keywords");
    for (const auto& entry : schema::ecs::table("keyword").entries) {
        if (texts != sent.end() && std::ranges::count(texts->second, entry.text) != 0) {
            bits |= entry.mask;
        }
    }
    return bits == 0 ? std::string() : std::to_string(bits);
}

std::uint64_t number_of(const std::string& text) {
    std::uint64_t value = 0;
    const std::span<const char> digits(text);
    std::from_chars(std::to_address(digits.begin()), std::to_address(digits.end()), value);
    return value;
}

/// The record that the shipper made `sent` of: its rendered texts become numbers again.
KeptEvent record_of(const EcsFields& sent) {
    KeptEvent event;
    const auto add = [&](FieldOrigin origin, const std::string& name, std::string value) {
        if (!value.empty()) event.fields.push_back({name, origin, {std::move(value)}});
    };
    event.channel = first(sent, "winlog.channel");
    event.provider = first(sent, "winlog.provider_name");
    event.computer = first(sent, "winlog.computer_name");
    event.event_id = static_cast<std::uint32_t>(number_of(first(sent, "winlog.event_id")));
    event.record_id = number_of(first(sent, "winlog.record_id"));
    std::string time = first(sent, "winlog.time_created");
    if (time.empty()) time = first(sent, "@timestamp");
    event.time = parse_iso(time).value_or(FileTime{});
    std::string level = first(sent, "winlog.level");
    std::ranges::transform(level, level.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    event.level = static_cast<std::uint8_t>(number_of(key_of("level", level)));
    for (const auto& [name, field] : {std::pair("Execution_ProcessID", "winlog.process.pid"),
                                      std::pair("Execution_ThreadID", "winlog.process.thread.id"),
                                      std::pair("Security_UserID", "winlog.user.identifier"),
                                      std::pair("Correlation_ActivityID", "winlog.activity_id"),
                                      std::pair("Provider_Guid", "winlog.provider_guid"),
                                      std::pair("Version", "winlog.version")}) {
        add(FieldOrigin::System, name, first(sent, field));
    }
    std::string provider = event.provider;
    std::ranges::transform(provider, provider.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    add(FieldOrigin::System, "Task", key_of("task:" + provider, first(sent, "winlog.task")));
    add(FieldOrigin::System, "Keywords", keywords_of(sent));
    constexpr std::string_view kEventData = "winlog.event_data.";
    constexpr std::string_view kUserData = "winlog.user_data.";
    for (const auto& [name, values] : sent) {
        if (name.starts_with(kEventData)) {
            add(FieldOrigin::EventData, name.substr(kEventData.size()), values.front());
        } else if (name.starts_with(kUserData)) {
            add(FieldOrigin::UserData, name.substr(name.rfind('.') + 1), values.front());
        }
    }
    return event;
}

}  // namespace

EcsFields flatten_ecs(std::string_view json) {
    rapidjson::Document document;
    document.Parse(json.data(), json.size());
    EcsFields out;
    if (!document.HasParseError()) flatten(document, "", out);
    return out;
}

std::vector<EcsCase> winlogbeat_cases(const fs::path& root) {
    std::vector<EcsCase> cases;
    for (const fs::path& log : files_below(root / "suites/ecs-winlogbeat", ".evtx")) {
        std::map<std::string, EcsFields> goldens;
        const rapidjson::Document golden = parsed(log.string() + ".golden.json");
        for (const Value& one : golden.GetArray()) {
            EcsFields fields;
            flatten(one, "", fields);
            goldens.emplace(first(fields, "winlog.record_id"), std::move(fields));
        }
        each_event(log, [&](const Event& event) {
            const auto found = goldens.find(std::to_string(event.head().record_id));
            if (found == goldens.end()) return;
            cases.push_back(
                {keep(event), found->second, log.filename().string() + " record " + found->first});
        });
    }
    return cases;
}

std::vector<EcsCase> integration_cases(const fs::path& root) {
    std::vector<EcsCase> cases;
    for (const fs::path& input : files_below(root / "suites/ecs-integrations", ".json")) {
        const fs::path golden = input.string() + "-expected.json";
        if (!fs::exists(golden)) continue;
        const rapidjson::Document sent = parsed(input);
        const rapidjson::Document made = parsed(golden);
        const auto events = sent["events"].GetArray();
        const auto expected = made["expected"].GetArray();
        for (rapidjson::SizeType i = 0; i < events.Size() && i < expected.Size(); ++i) {
            if (!expected[i].IsObject()) continue;  // dropped by the pipeline
            EcsFields fields;
            flatten(events[i], "", fields);
            EcsCase& one = cases.emplace_back();
            one.event = record_of(fields);
            flatten(expected[i], "", one.expected);
            one.place = input.filename().string() + " event " + std::to_string(i);
        }
    }
    return cases;
}

std::set<std::string> rule_fields(const fs::path& root) {
    std::set<std::string> fields;
    for (const Row& row : read_tsv(root / "rules/elastic/rules.tsv")) {
        if (row.at("event_log_data") != "yes") continue;
        std::istringstream in(row.at("fields"));
        for (std::string field; in >> field;) fields.insert(field);
    }
    return fields;
}

EcsFields all_fields(ecs::Document& document) {
    std::vector<std::string> names;
    document.fields(names);
    EcsFields out;
    for (const std::string& name : names) document.values(name, out[name]);
    return out;
}

}  // namespace xiezhi::testing
