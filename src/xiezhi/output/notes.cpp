#include "xiezhi/output/notes.h"

#include "xiezhi/base/message_ids.h"
#include "xiezhi/output/json.h"

namespace xiezhi::output {
namespace {

std::size_t index_of(NoteKind kind) {
    return static_cast<std::size_t>(kind);
}

void write_head(JsonText& json, NoteKind kind) {
    json.key("event");
    json.begin_object();
    // ECS event.kind: "pipeline_error" is for what could not be taken in, "state" for the rest.
    const bool failed = kind == NoteKind::Unreadable || kind == NoteKind::Damaged;
    json.member("kind", failed ? "pipeline_error" : "state");
    json.end_object();
}

void write_what(JsonText& json, NoteKind kind, const Message& what) {
    json.member("message", render(what, Lang::En));
    json.key("xiezhi");
    json.begin_object();
    json.member("note", note_kind_name(kind));
    json.member("reason", message_name(what));
    json.member("message_zh", render(what, Lang::Zh));
    json.end_object();
}

void write_rule(JsonText& json, const std::string& id, const std::string& name,
                const rules::RulePlace& place) {
    json.key("rule");
    json.begin_object();
    json.member("id", id);
    json.member("name", name);
    json.end_object();
    json.key("file");
    json.begin_object();
    json.member("path", place.path);
    if (place.line > 0) json.member("line", std::uint64_t{place.line});
    json.end_object();
}

}  // namespace

void NoteLog::add(const Note& note) {
    const std::size_t kind = index_of(note.kind);
    counts_.at(kind) += 1;
    if (first_.at(kind).size() < kKept) first_.at(kind).push_back(note);
    if (!sink_) return;
    JsonText json;
    json.begin_object();
    write_head(json, note.kind);
    const bool about_rule = note.kind == NoteKind::Blind;
    json.key(about_rule ? "file" : "log");
    json.begin_object();
    if (!about_rule) {
        json.key("file");
        json.begin_object();
    }
    json.member("path", note.path);
    if (!about_rule) json.end_object();
    if (note.has_offset) json.member("offset", note.offset);
    json.end_object();
    write_what(json, note.kind, note.what);
    json.end_object();
    sink_(std::string(json.text()) + "\n");
}

void NoteLog::add_blind_rule(const rules::Rule& rule) {
    counts_.at(index_of(NoteKind::Blind)) += 1;
    if (!sink_) return;
    JsonText json;
    json.begin_object();
    write_head(json, NoteKind::Blind);
    write_rule(json, rule.head.id, rule.head.title, rule.head.place);
    std::string source = rule.source.product;
    std::vector<std::string> parts{rule.source.category, rule.source.service};
    parts.insert(parts.end(), rule.source.indices.begin(), rule.source.indices.end());
    for (const std::string& part : parts) {
        if (!part.empty()) source += (source.empty() ? "" : "/") + part;
    }
    write_what(json, NoteKind::Blind, msg::note_rule_blind(source));
    json.end_object();
    sink_(std::string(json.text()) + "\n");
}

void NoteLog::add_problem(const rules::RuleProblem& problem) {
    if (!sink_) return;
    JsonText json;
    json.begin_object();
    const NoteKind kind = problem.refused ? NoteKind::Blind : NoteKind::Assumed;
    write_head(json, kind);
    write_rule(json, problem.id, problem.title, problem.place);
    write_what(json, kind, problem.what);
    json.end_object();
    sink_(std::string(json.text()) + "\n");
}

std::uint64_t NoteLog::count(NoteKind kind) const noexcept {
    return counts_[index_of(kind)];
}

const std::vector<Note>& NoteLog::first(NoteKind kind) const noexcept {
    return first_[index_of(kind)];
}

}  // namespace xiezhi::output
