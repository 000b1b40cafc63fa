#include "tests/support/hunt_support.h"

#include <stdexcept>

namespace xiezhi::hunt {

std::vector<std::string> Hunted::lines() const {
    std::vector<std::string> out;
    for (const Finding& finding : findings) {
        std::string& line = out.emplace_back(finding.rule->title);
        for (const auto& [name, value] : finding.group) {
            line += ' ';
            line += name;
            line += '=';
            line += value;
        }
        line += ":";
        for (const FindingEvent& event : finding.events) {
            line += " " + std::to_string(event.event.record_id);
        }
        if (finding.event_count > finding.events.size()) {
            line += " of " + std::to_string(finding.event_count);
        }
        if (finding.joined_script) line += " joined";
        if (finding.derived) line += " derived";
        if (finding.duplicates > 0) line += " +" + std::to_string(finding.duplicates);
    }
    return out;
}

std::vector<std::string> Hunted::note_names() const {
    std::vector<std::string> names;
    names.reserve(notes.size());
    for (const Note& note : notes) names.emplace_back(message_name(note.what));
    return names;
}

std::string Hunted::everything() const {
    std::string out;
    for (const std::string& line : lines()) out += line + "\n";
    for (const Finding& finding : findings) {
        for (const auto& match : finding.matches) {
            out += match.selection + "|" + match.field + "|" + match.text + "\n";
        }
        for (const FindingEvent& event : finding.events) {
            out += event.path + "@" + std::to_string(event.event.place.offset) + "\n";
        }
    }
    for (const Note& note : notes) {
        out += note.path + "@" + std::to_string(note.offset) + " " + render(note.what, Lang::En) +
               "\n";
    }
    for (const auto& [channel, facts] : summary.channels) {
        out += channel + " " + std::to_string(facts.records) + " " +
               std::to_string(facts.first.ticks) + " " + std::to_string(facts.last.ticks) + "\n";
    }
    return out + std::to_string(summary.records) + " " + std::to_string(summary.duplicate_records);
}

Hunted hunt_through(const std::vector<std::string>& paths, rules::RuleSet rules,
                    const HuntOptions& options) {
    Hunted out;
    out.rules = std::make_shared<const rules::RuleSet>(std::move(rules));
    const NoteSink notes = [&](const Note& note) { out.notes.push_back(note); };
    const auto collection = evidence::Collection::open(paths, {}, notes);
    if (!collection) throw std::runtime_error("no evidence");
    const auto summary = hunt(
        *collection, *out.rules, options,
        [&](const Finding& finding) {
            out.findings.push_back(finding);
            return true;
        },
        notes, {}, nullptr);
    if (!summary) throw std::runtime_error("hunt failed");
    out.summary = *summary;
    return out;
}

FileTime at_second(std::uint64_t second) {
    FileTime time = parse_iso("2026-03-01T00:00:00Z").value_or(FileTime{});
    time.ticks += second * kTicksPerSecond;
    return time;
}

testing::EvtxEvent logon(std::uint64_t second, std::uint32_t event_id, const std::string& user,
                         const std::string& host) {
    return {.provider = "Microsoft-Windows-Security-Auditing",
            .event_id = event_id,
            .time = at_second(second),
            .computer = host,
            .fields = {{"TargetUserName", user}, {"LogonType", 3U}}};
}

std::string bytes_of(const testing::EvtxLog& log) {
    const std::vector<std::byte> bytes = log.bytes();
    return std::string(as_text(bytes));
}

}  // namespace xiezhi::hunt
