#include "tests/output/finding_case.h"

#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/corpus.h"

namespace xiezhi::testing {
namespace {

using Json = nlohmann::json;

std::string text(const Json& object, const char* name) {
    return object.value(name, std::string());
}

std::uint64_t number(const Json& object, const char* name, std::uint64_t otherwise = 0) {
    return object.value(name, otherwise);
}

bool truth(const Json& object, const char* name) {
    return object.value(name, false);
}

FileTime time(const Json& object, const char* name) {
    return parse_iso(text(object, name)).value_or(FileTime{});
}

/// Calls `each` with every item of an array member; none when it is missing.
template <class Each>
void items(const Json& object, const char* name, const Each& each) {
    if (!object.contains(name)) return;
    for (const Json& item : object.at(name)) each(item);
}

std::vector<std::string> texts(const Json& object, const char* name) {
    std::vector<std::string> out;
    items(object, name, [&](const Json& item) { out.push_back(item.get<std::string>()); });
    return out;
}

std::vector<rules::TwoTexts> two_texts(const Json& object, const char* name) {
    std::vector<rules::TwoTexts> out;
    items(object, name,
          [&](const Json& item) { out.push_back({text(item, "en"), text(item, "zh")}); });
    return out;
}

rules::RuleHead rule_of(const Json& json) {
    rules::RuleHead rule;
    rule.id = text(json, "id");
    rule.title = text(json, "title");
    rule.author = text(json, "author");
    rule.status = text(json, "status");
    rule.description = text(json, "description");
    rule.level = rules::parse_level(text(json, "level")).value_or(rules::Level::Medium);
    rule.tags = texts(json, "tags");
    rule.ruleset = truth(json, "pack") ? rules::Ruleset::Pack : rules::Ruleset::Sigma;
    rule.pack.title_zh = text(json, "title_zh");
    rule.pack.why = two_texts(json, "why");
    rule.pack.against = two_texts(json, "against");
    rule.pack.next = two_texts(json, "next");
    rule.pack.capabilities = texts(json, "capabilities");
    return rule;
}

hunt::FindingEvent event_of(const Json& json) {
    hunt::FindingEvent found;
    found.path = text(json, "path");
    KeptEvent& event = found.event;
    event.channel = text(json, "channel");
    event.provider = text(json, "provider");
    event.computer = text(json, "computer");
    event.event_id = static_cast<std::uint32_t>(number(json, "event_id"));
    event.record_id = number(json, "record_id");
    event.time = time(json, "time");
    event.place = {.chunk_offset = number(json, "chunk"), .offset = number(json, "offset")};
    if (truth(json, "carved")) event.place.state = RecordState::Carved;
    items(json, "fields", [&](const Json& field) {
        event.fields.push_back(
            {text(field, "name"),
             truth(field, "user") ? FieldOrigin::UserData : FieldOrigin::EventData,
             texts(field, "values")});
    });
    return found;
}

hunt::Finding finding_of(const Json& json) {
    hunt::Finding finding;
    finding.derived = truth(json, "derived");
    finding.joined_script = truth(json, "joined_script");
    finding.script_parts = static_cast<std::uint32_t>(number(json, "script_parts"));
    finding.unchecked = texts(json, "unchecked");
    finding.event_count = number(json, "event_count", 1);
    finding.duplicates = number(json, "duplicates");
    items(json, "matches", [&](const Json& match) {
        finding.matches.push_back(
            {text(match, "selection"), text(match, "field"), text(match, "text")});
    });
    items(json, "group", [&](const Json& pair) {
        finding.group.emplace_back(text(pair, "name"), text(pair, "value"));
    });
    items(json, "events", [&](const Json& event) { finding.events.push_back(event_of(event)); });
    return finding;
}

hunt::HuntSummary summary_of(const Json& json) {
    hunt::HuntSummary summary;
    summary.files = number(json, "files");
    summary.bytes = number(json, "bytes");
    summary.records = number(json, "records");
    summary.duplicate_records = number(json, "duplicate_records");
    summary.damaged_places = number(json, "damaged_places");
    summary.unreadable_files = number(json, "unreadable_files");
    summary.excepted = number(json, "excepted");
    summary.stopped = truth(json, "stopped");
    items(json, "channels", [&](const Json& channel) {
        summary.channels[text(channel, "name")] = {number(channel, "records"),
                                                   time(channel, "first"), time(channel, "last")};
    });
    items(json, "hosts",
          [&](const Json& host) { summary.hosts[text(host, "name")] = number(host, "records"); });
    return summary;
}

}  // namespace

FindingCase read_finding_case(const std::filesystem::path& path) {
    const Json json = Json::parse(read_file(path));
    FindingCase out;
    std::map<std::string, std::size_t> index;
    items(json, "rules", [&](const Json& rule) {
        out.rules.push_back(rule_of(rule));
        index[out.rules.back().id] = out.rules.size() - 1;
    });
    out.summary = summary_of(json.at("summary"));
    items(json, "findings", [&](const Json& item) {
        hunt::Finding finding = finding_of(item);
        finding.rule = &out.rules.at(index.at(text(item, "rule")));
        out.summary.findings_by_level.at(static_cast<std::size_t>(finding.rule->level)) += 1;
        out.findings.push_back(std::move(finding));
    });
    return out;
}

}  // namespace xiezhi::testing
