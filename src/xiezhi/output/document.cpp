#include "xiezhi/output/document.h"

#include <algorithm>

#include "xiezhi/output/facts.h"
#include "xiezhi/output/state_document.h"
#include "xiezhi/schema/dataset.h"

namespace xiezhi::output {
namespace {

void write_time(JsonText& out, FileTime time) {
    if (time.ticks == 0) return;  // the record has none
    std::string text;
    append_iso(text, time, 7);
    out.member("@timestamp", text);
}

std::string_view state_name(RecordState state) {
    switch (state) {
        case RecordState::Live:
            return {};
        case RecordState::Damaged:
            return "damaged";
        case RecordState::Slack:
            return "slack";
        case RecordState::Carved:
            return "carved";
    }
    return {};
}

bool given(const std::string& value) {
    return !value.empty();
}

/// `winlog.event_data` or `winlog.user_data`: native names, several values as an array.
void write_fields(JsonText& out, const KeptEvent& event, FieldOrigin origin,
                  std::string_view name) {
    std::vector<std::string_view> seen;
    seen.reserve(event.fields.size());
    for (const KeptField& field : event.fields) {
        if (field.origin != origin) continue;
        const auto count = std::ranges::count_if(field.values, given);
        if (count == 0 || std::ranges::find(seen, field.name) != seen.end()) continue;
        seen.emplace_back(field.name);
        if (seen.size() == 1) {
            out.key(name);
            out.begin_object();
        }
        out.key(field.name);
        if (count > 1) out.begin_array();
        for (const std::string& value : field.values) {
            if (given(value)) out.value(std::string_view(value));
        }
        if (count > 1) out.end_array();
    }
    if (!seen.empty()) out.end_object();
}

/// host, log and winlog of one event; of a document its fields.
void write_event(JsonText& out, const hunt::FindingEvent& found) {
    const KeptEvent& event = found.event;
    if (schema::is_state_channel(event.channel)) {
        write_state_fields(out, event);
        return;
    }
    if (!event.computer.empty()) {
        out.key("host");
        out.begin_object();
        out.member("name", event.computer);
        out.end_object();
    }
    out.key("log");
    out.begin_object();
    out.key("file");
    out.begin_object();
    out.member("path", found.path);
    out.end_object();
    out.member("offset", event.place.offset);
    out.end_object();

    out.key("winlog");
    out.begin_object();
    out.member("channel", event.channel);
    out.member("provider_name", event.provider);
    out.member("event_id", std::uint64_t{event.event_id});
    out.member("record_id", event.record_id);
    write_fields(out, event, FieldOrigin::EventData, "event_data");
    write_fields(out, event, FieldOrigin::UserData, "user_data");
    out.end_object();
}

/// rule and threat.
void write_rule(JsonText& out, const rules::RuleHead& rule) {
    out.key("rule");
    out.begin_object();
    out.member("id", rule.id);
    out.member("name", title(rule, Lang::En));
    out.member("author", rule.author);
    out.member("ruleset", rules::ruleset_name(rule.ruleset));
    out.member("description", rule.description);
    if (rule.elastic.version != 0) out.member("version", std::to_string(rule.elastic.version));
    out.member("reference", rule.references);
    out.end_object();

    const auto technique_ids = techniques(rule);
    const auto tactic_names = tactics(rule);
    if (technique_ids.empty() && tactic_names.empty()) return;
    out.key("threat");
    out.begin_object();
    out.member("framework", "MITRE ATT&CK");
    for (const auto& [group, name, values] : {std::tuple("technique", "id", &technique_ids),
                                              std::tuple("tactic", "name", &tactic_names)}) {
        if (values->empty()) continue;
        out.key(group);
        out.begin_object();
        out.member(name, *values);
        out.end_object();
    }
    out.end_object();
}

void write_matches(JsonText& out, const std::vector<rules::Match>& matches) {
    if (matches.empty()) return;
    out.key("match");
    out.begin_array();
    for (const rules::Match& match : matches) {
        out.begin_object();
        out.member("selection", match.selection);
        out.member("field", match.field);
        out.member("text", match.text);
        out.end_object();
    }
    out.end_array();
}

/// ECS would call it `message`; that name is left to what Elastic's agents make of the event.
void write_sentence(JsonText& out, const KeptEvent& event, SentenceWriter& sentences) {
    const std::string_view english = sentences.write(event, Lang::En);
    if (english.empty()) return;
    out.key("sentence");
    out.begin_object();
    out.member("en", english);
    out.member("zh", sentences.write(event, Lang::Zh));
    out.end_object();
}

/// What ECS has no name for, of the rule.
void write_own_rule(JsonText& out, const rules::RuleHead& rule) {
    out.member("level", rules::level_name(rule.level));
    out.member("title_zh", rule.pack.title_zh);
    out.member("status", rule.status);
    out.member("tags", rule.tags);
    out.member("capability", rule.pack.capabilities);
    out.member("guide", rule.elastic.note);
    out.member("setup", rule.elastic.setup);
    out.member_if("building_block", rule.elastic.building_block);
}

/// What ECS has no name for.
void write_own(JsonText& out, const hunt::Finding& finding, std::string_view own_rule,
               std::string_view more, SentenceWriter& sentences) {
    out.key("xiezhi");
    out.begin_object();
    out.members(own_rule);
    if (!more.empty()) out.members(more);
    write_matches(out, finding.matches);
    out.key("derived");
    out.value(finding.derived);
    out.member("unchecked", finding.unchecked);
    out.member_if("joined_script", finding.joined_script);
    if (finding.script_parts != 0) out.member("script_parts", std::uint64_t{finding.script_parts});
    if (!finding.events.empty()) {
        write_sentence(out, finding.events.front().event, sentences);
        if (!finding.events.front().proofs.empty()) {
            write_state_proof(out, finding.events.front().event, finding.events.front().proofs);
        }
        const RecordPlace& place = finding.events.front().event.place;
        if (finding.events.front().proofs.empty()) {
            out.member("chunk_offset", place.chunk_offset);
        }
        out.member("record_state", state_name(place.state));
    }
    if (!finding.group.empty()) {
        out.key("group");
        out.begin_object();
        for (const auto& [name, value] : finding.group) out.member(name, value);
        out.end_object();
    }
    if (finding.event_count != 1) out.member("event_count", finding.event_count);
    if (finding.duplicates > 0) out.member("duplicates", finding.duplicates);
    if (finding.events.size() > 1) {
        out.key("events");
        out.begin_array();
        for (const hunt::FindingEvent& event : finding.events) {
            out.begin_object();
            write_time(out, event.event.time);
            write_event(out, event);
            out.end_object();
        }
        out.end_array();
    }
    out.end_object();
}

}  // namespace

const DocumentWriter::RuleTexts& DocumentWriter::texts_of(const rules::RuleHead& rule) {
    const auto [at, is_new] = rules_.try_emplace(&rule);
    if (is_new) {
        JsonText text;
        write_rule(text, rule);
        at->second.rule = text.text();
        text.clear();
        write_own_rule(text, rule);
        at->second.own = text.text();
    }
    return at->second;
}

void DocumentWriter::write(JsonText& out, const hunt::Finding& finding, std::string_view more) {
    const RuleTexts& rule = texts_of(*finding.rule);
    out.begin_object();
    if (!finding.events.empty()) write_time(out, finding.events.front().event.time);
    out.key("event");
    out.begin_object();
    out.member("kind", "alert");
    out.member("severity", std::uint64_t{severity(finding.rule->level)});
    if (finding.rule->elastic.risk_score > 0) {
        out.key("risk_score");
        out.value(finding.rule->elastic.risk_score);
    }
    const bool record = !finding.events.empty() && finding.events.front().proofs.empty();
    if (record) {
        const KeptEvent& event = finding.events.front().event;
        out.member("code", std::to_string(event.event_id));
        out.member("provider", event.provider);
    }
    out.end_object();
    out.members(rule.rule);
    if (!finding.events.empty()) write_event(out, finding.events.front());
    write_own(out, finding, rule.own, more, sentences_);
    out.end_object();
}

}  // namespace xiezhi::output
