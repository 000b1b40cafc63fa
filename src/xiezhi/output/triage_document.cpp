#include "xiezhi/output/triage_document.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "xiezhi/output/document.h"
#include "xiezhi/output/facts.h"
#include "xiezhi/output/json.h"
#include "xiezhi/output/limit_text.h"

namespace xiezhi::output {
namespace {

/// Opens a line; the object `xiezhi` stays open.
void begin(JsonText& out, const triage::HostResult& host, std::string_view record) {
    out.begin_object();
    out.key("event");
    out.begin_object();
    out.member("kind", "state");
    out.end_object();
    if (!host.computer.empty()) {
        out.key("host");
        out.begin_object();
        out.member("name", host.computer);
        out.end_object();
    }
    out.key("xiezhi");
    out.begin_object();
    out.member("record", record);
    out.member("evidence", host.evidence);
}

std::string end(JsonText& out) {
    out.end_object();
    out.end_object();
    return std::string(out.text()) + '\n';
}

/// `"name": [{"en": …, "zh": …}]`, left out when empty.
void member(JsonText& out, std::string_view name, const std::vector<rules::TwoTexts>& texts) {
    if (texts.empty()) return;
    out.key(name);
    out.begin_array();
    for (const rules::TwoTexts& text : texts) {
        out.begin_object();
        out.member("en", text.en);
        out.member("zh", text.zh);
        out.end_object();
    }
    out.end_array();
}

void member(JsonText& out, std::string_view name, FileTime time) {
    if (time.ticks == 0) return;
    std::string text;
    append_iso(text, time, 7);
    out.member(name, text);
}

/// The earliest sign at high or above; zero: none has a time.
FileTime earliest(const triage::HostResult& host) {
    FileTime first{};
    for (const hunt::Finding& finding : host.findings) {
        if (finding.events.empty() || finding.rule->level < rules::Level::High) continue;
        const FileTime time = finding.events.front().event.time;
        if (time.ticks != 0 && (first.ticks == 0 || time < first)) first = time;
    }
    return first;
}

/// Why a log says less than it could, in both languages, times in UTC.
void write_limit(JsonText& out, const triage::Limit& limit) {
    out.begin_object();
    out.member("reason", triage::limit_name(limit.reason));
    out.member("channel", limit.channel);
    std::vector<std::string> names;
    for (const auto* audit : limit.audits) names.emplace_back(audit->name);
    if (!names.empty()) out.member("audit", names);
    member(out, "since", limit.since);
    out.member_if("exact", limit.exact);
    out.member("en", limit_text(limit, Lang::En, TimeZone{}));
    out.member("zh", limit_text(limit, Lang::Zh, TimeZone{}));
    out.end_object();
}

void write_limits(JsonText& out, const std::vector<triage::Limit>& limits) {
    if (limits.empty()) return;
    out.key("limits");
    out.begin_array();
    for (const triage::Limit& limit : limits) write_limit(out, limit);
    out.end_array();
}

std::vector<triage::Limit> limits_of(const triage::LedgerRow& row) {
    std::vector<triage::Limit> limits;
    for (const triage::LedgerSource& source : row.sources) {
        limits.insert(limits.end(), source.limits.begin(), source.limits.end());
    }
    return limits;
}

/// From when on the logs of a row have records.
void write_reaches(JsonText& out, const triage::LedgerRow& row) {
    const auto dated = [](const triage::LedgerSource& one) { return one.first.ticks != 0; };
    if (std::ranges::none_of(row.sources, dated)) return;
    out.key("reaches");
    out.begin_array();
    for (const triage::LedgerSource& source : row.sources) {
        if (!dated(source)) continue;
        out.begin_object();
        out.member("channel", source.name);
        member(out, "first", source.first);
        out.member_if("older_gone", source.older_gone);
        out.end_object();
    }
    out.end_array();
}

void write_rule(JsonText& out, const rules::RuleHead& rule) {
    out.member("rule", rule.id);
    out.member("level", rules::level_name(rule.level));
    out.member("title", title(rule, Lang::En));
    out.member("title_zh", rule.pack.title_zh);
    member(out, "why", rule.pack.why);
    member(out, "for", rule.pack.supports);
    member(out, "against", rule.pack.against);
    member(out, "next", rule.pack.next);
    out.member("falsepositives", rule.falsepositives);
}

}  // namespace

std::string verdict_line(const triage::HostResult& host) {
    JsonText out;
    begin(out, host, "verdict");
    out.member("verdict", triage::verdict_name(host.verdict));
    out.member("stories", std::uint64_t{host.stories.size()});
    out.member("findings", std::uint64_t{host.findings.size()});
    out.member("weaknesses", std::uint64_t{host.weaknesses.size()});
    out.member("documents", std::uint64_t{host.documents.size()});
    if (!host.scenario.empty()) {
        out.member("scenario", host.scenario);
        out.member("stories_outside", host.stories_outside);
        out.member("worst_outside", rules::level_name(host.worst_outside));
    }
    out.member("not_seen", host.ledger.needed_but_not_seen);
    write_limits(out, host.ledger.limits);
    member(out, "since", earliest(host));
    out.key("logs");
    out.begin_array();
    for (const auto& [name, channel] : host.logs.channels) {
        out.begin_object();
        out.member("channel", name);
        out.member("records", channel.records);
        member(out, "first", channel.first);
        member(out, "last", channel.last);
        out.member_if("older_gone", channel.lowest_id > 1);
        out.end_object();
    }
    out.end_array();
    return end(out);
}

std::string story_lines(const triage::HostResult& host) {
    std::string lines;
    std::uint64_t number = 0;
    for (const triage::Story& story : host.stories) {
        JsonText out;
        begin(out, host, "story");
        out.member("story", ++number);
        out.member("level", rules::level_name(story.level));
        member(out, "first", story.first);
        member(out, "last", story.last);
        out.key("rules");
        out.begin_array();
        std::vector<const rules::RuleHead*> told;
        for (const std::size_t index : story.findings) {
            const rules::RuleHead* const rule = host.findings[index].rule;
            if (std::ranges::count(told, rule) > 0) continue;
            told.push_back(rule);
            out.value(std::string_view(rule->id));
        }
        out.end_array();
        out.member("findings", std::uint64_t{story.findings.size()});
        out.key("entities");
        out.begin_array();
        for (const triage::Entity& entity : story.entities) {
            out.begin_object();
            out.member("kind", entity.kind);
            out.member("value", entity.value);
            out.end_object();
        }
        out.end_array();
        lines += end(out);
    }
    return lines;
}

std::string rule_lines(const triage::HostResult& host) {
    std::vector<const rules::RuleHead*> heads;
    for (const auto& [rule, tally] : host.tallies) heads.push_back(rule);
    std::ranges::sort(heads, [](const rules::RuleHead* a, const rules::RuleHead* b) {
        return std::tie(a->id, a->title) < std::tie(b->id, b->title);
    });
    std::string lines;
    for (const rules::RuleHead* rule : heads) {
        const triage::RuleTally& tally = host.tallies.at(rule);
        JsonText out;
        begin(out, host, "rule");
        out.member("findings", tally.findings);
        out.member_if("weakness", tally.weakness);
        write_rule(out, *rule);
        lines += end(out);
    }
    return lines;
}

std::string rule_line(const rules::RuleHead& rule) {
    JsonText out;
    out.begin_object();
    out.key("xiezhi");
    out.begin_object();
    out.member("record", "rule");
    write_rule(out, rule);
    return end(out);
}

bool write_finding_lines(const triage::HostResult& host, rules::Level level_min,
                         const LineSink& sink) {
    std::vector<std::uint64_t> stories(host.findings.size(), 0);
    std::uint64_t number = 0;
    for (const triage::Story& story : host.stories) {
        ++number;
        for (const std::size_t index : story.findings) stories[index] = number;
    }
    DocumentWriter documents;
    JsonText text;
    const auto put = [&](const hunt::Finding& finding, std::uint64_t story, bool weakness) {
        if (finding.rule->level < level_min) return true;
        JsonText more;
        more.member("evidence", host.evidence);
        if (story != 0) more.member("story", story);
        more.member_if("weakness", weakness);
        text.clear();
        documents.write(text, finding, more.text());
        return sink(text.text());
    };
    for (std::size_t i = 0; i < host.findings.size(); ++i) {
        if (!put(host.findings[i], stories[i], false)) return false;
    }
    return std::ranges::all_of(host.weaknesses,
                               [&](const hunt::Finding& finding) { return put(finding, 0, true); });
}

std::string ledger_lines(const triage::HostResult& host) {
    std::string lines;
    for (const triage::LedgerRow& row : host.ledger.rows) {
        JsonText out;
        begin(out, host, "ledger");
        out.member("capability", row.capability->id);
        out.member("kind", triage::capability_kind_name(row.capability->kind));
        out.member("level", rules::level_name(row.capability->level));
        out.member("status", triage::ledger_status_name(row.status));
        out.member("title", row.capability->title.en);
        out.member("title_zh", row.capability->title.zh);
        out.member("why", row.capability->why.en);
        out.member("why_zh", row.capability->why.zh);
        out.member("next", row.capability->next.en);
        out.member("next_zh", row.capability->next.zh);
        out.member("area", row.capability->area);
        out.member("findings", row.findings);
        out.member("documents", row.documents);
        for (const bool seen : {true, false}) {
            std::vector<std::string> names;
            for (const triage::LedgerSource& source : row.sources) {
                if (source.seen == seen) names.push_back(source.name);
            }
            out.member(seen ? "seen" : "missing", names);
        }
        write_limits(out, limits_of(row));
        write_reaches(out, row);
        lines += end(out);
    }
    return lines;
}

std::string navigator_layer(const std::vector<triage::HostResult>& hosts) {
    struct Technique {
        rules::Level level = rules::Level::Informational;
        std::uint64_t findings = 0;
    };
    std::map<std::string, Technique> all;
    for (const triage::HostResult& host : hosts) {
        for (const auto& [rule, tally] : host.tallies) {
            for (const std::string& id : techniques(*rule)) {
                Technique& one = all[id];
                one.level = std::max(one.level, rule->level);
                one.findings += tally.findings;
            }
        }
    }
    JsonText out;
    out.begin_object();
    out.member("name", "xiezhi");
    out.key("versions");
    out.begin_object();
    out.member("layer", "4.5");
    out.end_object();
    out.member("domain", "enterprise-attack");
    out.key("techniques");
    out.begin_array();
    for (const auto& [id, one] : all) {
        out.begin_object();
        out.member("techniqueID", id);
        out.member("score", std::uint64_t{severity(one.level)});
        out.member("comment", std::to_string(one.findings));
        out.end_object();
    }
    out.end_array();
    out.key("gradient");
    out.begin_object();
    out.member("colors", std::vector<std::string>{"#ffffff", "#ff6666"});
    out.member("minValue", std::uint64_t{0});
    out.member("maxValue", std::uint64_t{99});
    out.end_object();
    out.end_object();
    return std::string(out.text()) + '\n';
}

}  // namespace xiezhi::output
