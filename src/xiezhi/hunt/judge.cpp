#include "xiezhi/hunt/judge.h"

#include <algorithm>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/hunt/script_blocks.h"
#include "xiezhi/model/keep.h"
#include "xiezhi/schema/logsource.h"

namespace xiezhi::hunt {
namespace {

constexpr std::string_view kCountedChannel = "Security";

}  // namespace

Judge::Judge(const JudgeContext& context)
    : context_(context),
      reader_(context.collection, context.catalogue, context.options.carve, kNotesMax),
      matcher_(context.matcher),
      finder_(context.options.indicators.get()),
      extractor_(context.plan) {
    draft_.events.resize(1);
    if (context.options.documents && !context.options.collapse)
        document_ = context.options.documents();
}

BlockResult Judge::work(const WorkItem& item) {
    BlockResult out;
    out.artefact = item.artefact;
    out.bytes = item.bytes;
    last_channel_ = 0;
    last_host_ = 0;
    draft_.events.front().path = context_.collection.artefacts()[item.artefact].path;
    if (item.first && !item.unreadable) out.file_bytes = size_of(item);
    ItemNotes noted;
    reader_.read(
        item,
        [&](const Event& event) {
            judge(event, out);
            return true;
        },
        noted);
    out.opened = item.first && !noted.not_opened && !item.unreadable;
    out.notes = std::move(noted.notes);
    out.damaged = noted.damaged;
    out.unreadable = noted.unreadable;
    if (noted.damaged > item.damaged + kNotesMax) {
        out.notes.push_back({.kind = NoteKind::Damaged,
                             .path = context_.collection.artefacts()[item.artefact].path,
                             .what = msg::more_damage()});
    }
    return out;
}

std::uint64_t Judge::size_of(const WorkItem& item) const {
    return context_.collection.artefacts()[item.artefact].size;
}

void Judge::judge(const Event& event, BlockResult& out) {
    const EventHead& head = event.head();
    const HuntOptions& options = context_.options;
    if (options.from && head.time < *options.from) return;
    if (options.to && *options.to < head.time) return;
    ++out.records;
    tally(head, out);
    hits_.clear();
    matcher_.match(event, hits_);
    finder_.match(event, hits_);
    const bool part = is_script_part(event);
    if (hits_.empty() && !part) return;
    RecordHits record = blank_record(event);
    record.script_part = part;
    record.settled_before = settled_before(record);
    if (!record.settled_before) {
        judge_hits(event, record);
        if (record.hits.empty() && record.base_hits.empty() && !part) return;
        if (document_ && !part) {
            write_documents(event, record);
        } else if (!record.hits.empty() || part) {
            record.event = std::make_unique<KeptEvent>(keep(event));
        }
    }
    out.hits.push_back(std::move(record));
}

RecordHits Judge::blank_record(const Event& event) const {
    RecordHits record;
    record.key = record_key(event.head());
    record.identified = event.head().record_id != 0 || event.head().time.ticks != 0;
    record.place = event.place();
    record.time = event.head().time;
    return record;
}

bool Judge::settled_before(const RecordHits& record) const {
    return !context_.options.keep_duplicates && record.identified &&
           context_.settled.contains(record.key);
}

void Judge::judge_hits(const Event& event, RecordHits& record) {
    for (const rules::Hit& hit : hits_) {
        const rules::Rule& rule = context_.rules.rules[hit.rule];
        extractor_.extract(event, hit, record.base_hits);
        if (!rule.reports || rule.head.level < context_.options.min_level) continue;
        record.hits.push_back(
            {hit.rule,
             hit.derived,
             finder_.is_own(hit) ? finder_.explain(event, hit) : matcher_.explain(event, hit),
             {}});
    }
}

void Judge::write_documents(const Event& event, RecordHits& record) {
    if (record.hits.empty()) return;
    keep_over(event, draft_.events.front().event);
    for (RuleHit& hit : record.hits) {
        draft_.rule = &context_.rules.rules[hit.rule].head;
        draft_.derived = hit.derived;
        draft_.matches = std::exchange(hit.explanation.matches, {});
        draft_.unchecked = std::exchange(hit.explanation.unchecked, {});
        hit.excepted = context_.exceptions.excepts(draft_);
        if (!hit.excepted) hit.document = document_(draft_);
    }
}

void Judge::tally(const EventHead& head, BlockResult& out) {
    // Records of one channel and host follow each other: nearly always the last entry is the one.
    if (last_channel_ >= out.channels.size() ||
        out.channels[last_channel_].channel != head.channel) {
        const auto found = std::ranges::find(out.channels, head.channel, &ChannelTally::channel);
        last_channel_ = static_cast<std::size_t>(found - out.channels.begin());
        if (found == out.channels.end()) {
            out.channels.push_back(
                {std::string(head.channel), {.first = head.time, .last = head.time}});
        }
        counts_events_ = schema::same_name(head.channel, kCountedChannel);
    }
    ChannelSummary& channel = out.channels[last_channel_].summary;
    ++channel.records;
    channel.first = std::min(channel.first, head.time);
    channel.last = std::max(channel.last, head.time);
    channel.note_id(head.record_id);
    if (counts_events_ && (channel.events.size() < ChannelSummary::kEventIdsMax ||
                           channel.events.contains(head.event_id))) {
        ++channel.events[head.event_id];
    }
    if (last_host_ >= out.hosts.size() || out.hosts[last_host_].host != head.computer) {
        const auto found = std::ranges::find(out.hosts, head.computer, &HostTally::host);
        last_host_ = static_cast<std::size_t>(found - out.hosts.begin());
        if (found == out.hosts.end()) out.hosts.push_back({std::string(head.computer), 0});
    }
    ++out.hosts[last_host_].records;
}

}  // namespace xiezhi::hunt
