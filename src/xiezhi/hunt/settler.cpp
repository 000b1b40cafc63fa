#include "xiezhi/hunt/settler.h"

#include <algorithm>
#include <span>
#include <utility>

#include "xiezhi/base/message_ids.h"

namespace xiezhi::hunt {
namespace {

EventPlace event_place(std::size_t artefact, const RecordPlace& place) {
    return {static_cast<std::uint32_t>(artefact), place.state, place.chunk_offset, place.offset};
}

/// A part as it is named beside others: where it can be opened. Its text stays there.
FindingEvent named(const FindingEvent& part) {
    FindingEvent out = part;
    std::erase_if(out.event.fields, [](const auto& field) { return field.name == kScriptText; });
    return out;
}

template <class Map>
auto& bounded_entry(Map& map, const std::string& name, std::size_t names_max) {
    const auto found = map.find(name);
    if (found != map.end()) return found->second;
    return map[map.size() < names_max ? name : std::string("…")];
}

}  // namespace

Settler::Settler(const JudgeContext& context, const FindingSink& findings, const NoteSink& notes)
    : context_(context),
      notes_(notes),
      outlet_(context.options, context.exceptions, summary_, findings),
      matcher_(context.matcher),
      extractor_(context.plan),
      relater_(context.plan) {}

bool Settler::commit(BlockResult result) {
    for (const Note& note : result.notes) notes_(note);
    count(result);
    for (RecordHits& record : result.hits) {
        if (!settle_record(result.artefact, std::move(record))) return false;
    }
    return true;
}

void Settler::count(const BlockResult& result) {
    summary_.files += result.opened ? 1 : 0;
    summary_.bytes += result.file_bytes;
    summary_.records += result.records;
    summary_.damaged_places += result.damaged;
    if (result.unreadable && last_unreadable_ != result.artefact) {  // of many blocks, once
        last_unreadable_ = result.artefact;
        ++summary_.unreadable_files;
    }
    for (const ChannelTally& tally : result.channels) {
        bounded_entry(summary_.channels, tally.channel, kNamesMax).add(tally.summary);
    }
    for (const HostTally& tally : result.hosts) {
        bounded_entry(summary_.hosts, tally.host, kNamesMax) += tally.records;
    }
}

bool Settler::is_new(const RecordHits& record) {
    if (context_.options.keep_duplicates || !record.identified) return true;
    if (record.settled_before) {
        ++summary_.duplicate_records;
        return false;
    }
    auto fresh = seen_.add(record.key);
    if (!fresh) {
        note_spill(fresh.error(), msg::duplicates_unsure());
        return true;
    }
    if (!*fresh) ++summary_.duplicate_records;
    context_.settled.put(record.key);
    return *fresh;
}

bool Settler::settle_record(std::size_t artefact, RecordHits record) {
    if (!is_new(record)) return true;
    ++order_;
    if (record.script_part) return settle_part(artefact, record);
    relate(record.base_hits, record.time, event_place(artefact, record.place));
    return report(artefact, record);
}

/// What is true of parts is told when the script is whole, with all parts that it is true of.
bool Settler::settle_part(std::size_t artefact, RecordHits& record) {
    const std::string& path = context_.collection.artefacts()[artefact].path;
    auto part = script_part({path, *record.event}, artefact);
    if (!part) {
        relate(record.base_hits, record.time, event_place(artefact, record.place));
        return report(artefact, record);
    }
    bool wanted = true;
    std::optional<JoinedScript> whole;
    scripts_.add(*std::move(part), std::move(record.hits), record.base_hits,
                 [&](JoinedScript script) {
                     if (whole) wanted = wanted && report_script(*whole);  // others gave way before
                     whole = std::move(script);
                 });
    if (!wanted) return false;
    relate(record.base_hits, record.time, event_place(artefact, record.place));
    return !whole || report_script(*whole);
}

bool Settler::report(std::size_t artefact, RecordHits& record) {
    for (RuleHit& hit : record.hits) {
        Finding finding;
        finding.rule = &context_.rules.rules[hit.rule].head;
        finding.derived = hit.derived;
        if (record.event == nullptr) {
            finding.document = std::move(hit.document);
            if (!outlet_.put_written(finding, hit.excepted)) return false;
            continue;
        }
        finding.matches = std::move(hit.explanation.matches);
        finding.unchecked = std::move(hit.explanation.unchecked);
        finding.events.push_back({context_.collection.artefacts()[artefact].path, {}});
        KeptEvent& event = finding.events.back().event;
        if (&hit == &record.hits.back()) {
            event = std::move(*record.event);
        } else {
            event = *record.event;
        }
        if (!outlet_.put(std::move(finding))) return false;
    }
    return true;
}

/// What is true of parts, then what the joined text alone is true of.
bool Settler::report_script(JoinedScript& script) {
    for (PartHit& part : script.hits) {
        if (!report_parts(script, std::move(part.hit), part.numbers, false)) return false;
    }
    return script.parts.size() < 2 || report_joined(script);
}

bool Settler::report_joined(const JoinedScript& script) {
    const KeptEventView event(script.whole);
    hits_.clear();
    matcher_.match(event, hits_);
    std::vector<std::uint32_t> all;
    all.reserve(script.parts.size());
    for (const auto& [number, part] : script.parts) all.push_back(number);
    std::vector<BaseHit> base_hits;
    for (const rules::Hit& hit : hits_) {
        if (script.known.contains(hit.rule)) continue;
        extractor_.extract(event, hit, base_hits);
        const rules::Rule& rule = context_.rules.rules[hit.rule];
        if (!rule.reports || rule.head.level < context_.options.min_level) continue;
        RuleHit joined{hit.rule, hit.derived, matcher_.explain(event, hit), {}};
        if (!report_parts(script, std::move(joined), all, true)) return false;
    }
    ++order_;
    relate(base_hits, script.whole.time, event_place(script.artefact, script.whole.place));
    return true;
}

bool Settler::report_parts(const JoinedScript& script, RuleHit hit,
                           const std::vector<std::uint32_t>& numbers, bool joined) {
    Finding finding;
    finding.rule = &context_.rules.rules[hit.rule].head;
    finding.derived = hit.derived;
    finding.matches = std::move(hit.explanation.matches);
    finding.unchecked = std::move(hit.explanation.unchecked);
    finding.joined_script = joined;
    finding.script_parts = script.total;
    finding.event_count = numbers.size();
    finding.events.push_back(script.parts.at(numbers.front()));
    for (const std::uint32_t number : std::span(numbers).subspan(1)) {
        if (finding.events.size() == kPartsNamedMax) break;
        finding.events.push_back(named(script.parts.at(number)));
    }
    return outlet_.put(std::move(finding));
}

void Settler::relate(const std::vector<BaseHit>& hits, FileTime time, const EventPlace& place) {
    for (const BaseHit& hit : hits) {
        if (auto added = relater_.add(hit, time, order_, place); !added) {
            note_spill(added.error(), msg::correlations_incomplete());
        }
    }
}

void Settler::note_spill(const Error& error, Message what) {
    if (std::exchange(spill_failed_, true)) return;
    notes_(Note{.kind = NoteKind::Assumed, .path = error.where, .what = error.what});
    notes_(Note{.kind = NoteKind::Assumed, .path = error.where, .what = std::move(what)});
}

bool Settler::finish() {
    bool wanted = true;
    scripts_.finish([&](JoinedScript script) { wanted = wanted && report_script(script); });
    if (!wanted) return false;
    EventFetcher fetcher(context_.collection, context_.catalogue);
    const auto related = relater_.finish(
        context_.options.min_level, fetcher,
        [&](Finding finding) { return wanted = outlet_.put(std::move(finding)); }, notes_);
    if (!related) note_spill(related.error(), msg::correlations_incomplete());
    return wanted && outlet_.finish();
}

}  // namespace xiezhi::hunt
