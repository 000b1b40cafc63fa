#include "xiezhi/output/facts.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "xiezhi/base/message_ids.h"

namespace xiezhi::output {
namespace {

constexpr std::string_view kAttack = "attack.";

/// `t1059` or `t1059.001`.
bool is_technique(std::string_view name) {
    const auto digit = [&](std::size_t i) { return name[i] >= '0' && name[i] <= '9'; };
    if (name.size() != 5 && name.size() != 9) return false;
    if (name[0] != 't' && name[0] != 'T') return false;
    for (std::size_t i = 1; i < name.size(); ++i) {
        if (i == 5 ? name[i] != '.' : !digit(i)) return false;
    }
    return true;
}

/// `g0016` (group) or `s0154` (software).
bool is_actor_or_tool(std::string_view name) {
    return name.size() == 5 && std::string_view("gGsS").find(name[0]) != std::string_view::npos &&
           std::ranges::all_of(name.substr(1), [](char c) { return c >= '0' && c <= '9'; });
}

// What a responder looks at first, best first. Names as Sysmon, Security, System, PowerShell,
// Defender, TaskScheduler and WMI write them.
constexpr auto kTellingFields = std::to_array<std::string_view>({
    "Image",
    "NewProcessName",
    "CommandLine",
    "ProcessCommandLine",
    "ParentImage",
    "ParentProcessName",
    "ParentCommandLine",
    "TargetUserName",
    "TargetDomainName",
    "User",
    "SubjectUserName",
    "LogonType",
    "IpAddress",
    "WorkstationName",
    "AuthenticationPackageName",
    "ServiceName",
    "ImagePath",
    "ServiceFileName",
    "TaskName",
    "TaskContent",
    "ActionName",
    "TargetFilename",
    "TargetObject",
    "Details",
    "NewValue",
    "ObjectName",
    "ObjectType",
    "ProcessName",
    "SourceImage",
    "TargetImage",
    "GrantedAccess",
    "ImageLoaded",
    "Signature",
    "QueryName",
    "QueryResults",
    "DestinationIp",
    "DestinationHostname",
    "DestinationPort",
    "SourceIp",
    "DestAddress",
    "DestPort",
    "Application",
    "PipeName",
    "ScriptBlockText",
    "Path",
    "HostApplication",
    "Payload",
    "Threat Name",
    "ThreatName",
    "Process Name",
    "ShareName",
    "RelativeTargetName",
    "MemberName",
    "MemberSid",
    "PrivilegeList",
    "Operation",
    "Consumer",
    "Destination",
    "url",
    "RemoteName",
    "jobTitle",
    "Data",
    "Hashes",
    "param1",
    "param2",
    // of documents (schema/datasets.tsv)
    "user.name",
    "process.command_line",
    "file.path",
    "service.name",
    "service.display_name",
    "service.dll",
    "service.account",
    "task.path",
    "task.user",
    "registry.path",
    "registry.details",
    "autostart.name",
    "wmi.filter.query",
    "wmi.consumer.name",
    "wmi.consumer.text",
    "account.rid",
    "account.f_rid",
    "account.groups",
    "setting.name",
    "setting.value",
    "hosts.address",
    "hosts.name",
    "powershell.text",
    "execution.source",
    "execution.count",
    "difference.subject",
    "difference.first",
    "difference.second",
    "file.hash.sha256",
    "file.code_signature.status",
    "file.code_signature.subject_name",
});

// Timesketch's timestamp_desc: machine output, the same in every language. tidy: no text below
struct TimeMeaning {
    std::string_view channel;
    std::uint32_t event_id;
    std::string_view meaning;
};

constexpr std::string_view kSysmon = "Microsoft-Windows-Sysmon/Operational";
constexpr auto kTimeMeanings = std::to_array<TimeMeaning>({
    {"Security", 1102, "log cleared"},
    {"Security", 4624, "logged on"},
    {"Security", 4625, "logon failed"},
    {"Security", 4634, "logged off"},
    {"Security", 4648, "logon with explicit credentials"},
    {"Security", 4657, "registry value changed"},
    {"Security", 4688, "process started"},
    {"Security", 4689, "process ended"},
    {"Security", 4697, "service installed"},
    {"Security", 4698, "task registered"},
    {"Security", 4702, "task changed"},
    {"Security", 4720, "account created"},
    {"Security", 4732, "member added to group"},
    {"Security", 5140, "share accessed"},
    {"Security", 5156, "connection allowed"},
    {"System", 104, "log cleared"},
    {"System", 7045, "service installed"},
    {"System", 7040, "service changed"},
    {"Microsoft-Windows-TaskScheduler/Operational", 106, "task registered"},
    {"Microsoft-Windows-TaskScheduler/Operational", 140, "task changed"},
    {"Microsoft-Windows-PowerShell/Operational", 4104, "script block logged"},
    {"Microsoft-Windows-Windows Defender/Operational", 1116, "malware found"},
    {"Microsoft-Windows-Windows Defender/Operational", 5001, "protection switched off"},
    {kSysmon, 1, "process started"},
    {kSysmon, 2, "file creation time changed"},
    {kSysmon, 3, "connection made"},
    {kSysmon, 5, "process ended"},
    {kSysmon, 6, "driver loaded"},
    {kSysmon, 7, "image loaded"},
    {kSysmon, 8, "remote thread created"},
    {kSysmon, 10, "process accessed"},
    {kSysmon, 11, "file created"},
    {kSysmon, 12, "registry key created or deleted"},
    {kSysmon, 13, "registry value set"},
    {kSysmon, 17, "pipe created"},
    {kSysmon, 18, "pipe connected"},
    {kSysmon, 22, "name looked up"},
    {kSysmon, 23, "file deleted"},
});

std::string joined_values(const KeptField& field) {
    std::string out;
    for (const std::string& value : field.values) {
        if (value.empty()) continue;
        if (!out.empty()) out += ", ";
        out += value;
    }
    return out;
}

}  // namespace

std::vector<std::string> techniques(const rules::RuleHead& rule) {
    std::vector<std::string> out;
    for (const std::string& tag : rule.tags) {
        if (!tag.starts_with(kAttack)) continue;
        std::string name = tag.substr(kAttack.size());
        if (!is_technique(name)) continue;
        name.front() = 'T';
        if (std::ranges::find(out, name) == out.end()) out.push_back(std::move(name));
    }
    return out;
}

std::vector<std::string> tactics(const rules::RuleHead& rule) {
    std::vector<std::string> out;
    for (const std::string& tag : rule.tags) {
        if (!tag.starts_with(kAttack)) continue;
        std::string name = tag.substr(kAttack.size());
        if (name.empty() || is_technique(name) || is_actor_or_tool(name)) continue;
        if (std::ranges::find(out, name) == out.end()) out.push_back(std::move(name));
    }
    return out;
}

unsigned severity(rules::Level level) noexcept {
    switch (level) {
        case rules::Level::Informational:
            return 1;
        case rules::Level::Low:
            return 21;
        case rules::Level::Medium:
            return 47;
        case rules::Level::High:
            return 73;
        case rules::Level::Critical:
            return 99;
    }
    return 0;
}

std::string level_text(rules::Level level, Lang lang) {
    switch (level) {
        case rules::Level::Informational:
            return render(msg::level_informational(), lang);
        case rules::Level::Low:
            return render(msg::level_low(), lang);
        case rules::Level::Medium:
            return render(msg::level_medium(), lang);
        case rules::Level::High:
            return render(msg::level_high(), lang);
        case rules::Level::Critical:
            return render(msg::level_critical(), lang);
    }
    return {};
}

const std::string& title(const rules::RuleHead& rule, Lang lang) {
    if (lang == Lang::Zh && !rule.pack.title_zh.empty()) return rule.pack.title_zh;
    if (!rule.title.empty()) return rule.title;
    return rule.name.empty() ? rule.id : rule.name;
}

std::string time_text(FileTime time, const TimeZone& zone) {
    std::string text;
    append_iso(text, time, 3, zone ? zone(time) : 0);
    if (text.size() > 10 && text[10] == 'T') text[10] = ' ';
    if (text.size() > 23 && text[23] != 'Z') text.insert(23, " ");
    return text;
}

std::string_view time_meaning(const KeptEvent& event) noexcept {
    const auto* found = std::ranges::find_if(kTimeMeanings, [&](const TimeMeaning& row) {
        return row.event_id == event.event_id && row.channel == event.channel;
    });
    return found == kTimeMeanings.end() ? std::string_view("event logged") : found->meaning;
}

std::vector<Fact> matched_facts(const hunt::Finding& finding) {
    std::vector<Fact> facts;
    for (const rules::Match& match : finding.matches) {
        auto known = std::ranges::find_if(facts, [&](const Fact& fact) {
            return fact.label == match.field && fact.text == match.text;
        });
        if (known == facts.end()) known = facts.insert(known, Fact{match.field, match.text, {}});
        if (std::ranges::find(known->selections, match.selection) == known->selections.end()) {
            known->selections.push_back(match.selection);
        }
    }
    return facts;
}

std::vector<Fact> context_facts(const KeptEvent& event, const std::vector<Fact>& matched,
                                std::size_t count_max) {
    std::vector<Fact> facts;
    const auto add = [&](const KeptField& field) {
        const auto same = [&](const Fact& fact) { return fact.label == field.name; };
        if (facts.size() >= count_max || std::ranges::any_of(matched, same) ||
            std::ranges::any_of(facts, same)) {
            return;
        }
        std::string text = joined_values(field);
        if (!text.empty() && text != "-") facts.push_back({field.name, std::move(text), {}});
    };
    for (const std::string_view name : kTellingFields) {
        for (const KeptField& field : event.fields) {
            if (field.name == name && field.origin != FieldOrigin::System) add(field);
        }
    }
    if (!facts.empty() || !matched.empty()) return facts;
    for (const KeptField& field : event.fields) {
        if (field.origin != FieldOrigin::System) add(field);
    }
    return facts;
}

}  // namespace xiezhi::output
