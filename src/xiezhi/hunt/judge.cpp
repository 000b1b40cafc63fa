#include "xiezhi/hunt/judge.h"

#include <algorithm>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/hunt/feed.h"

namespace xiezhi::hunt {

Judge::Judge(const JudgeContext& context)
    : context_(context),
      evtx_(context.catalogue),
      matcher_(context.matcher),
      extractor_(context.plan) {}

BlockResult Judge::work(const WorkItem& item) {
    BlockResult out;
    out.artefact = item.artefact;
    out.bytes = item.bytes;
    out.notes = item.notes;
    out.damaged = item.damaged;
    out.unreadable = item.unreadable;
    last_channel_ = 0;
    last_host_ = 0;
    if (item.unreadable) return out;
    if (item.first) {
        out.opened = true;
        out.file_bytes = context_.collection.artefacts()[item.artefact].size;
    }
    if (!item.open) {
        read_whole(item, out);
    } else if (item.json) {
        read_json(*item.json, out);
    } else {
        read_range(*item.open, item.offset, item.size, out);
    }
    return out;
}

void Judge::read_whole(const WorkItem& item, BlockResult& out) {
    auto open = open_log(context_.collection, item.artefact, out.notes, out.damaged);
    if (!open) {
        out.opened = false;
        note_unreadable(out, open.error());
        return;
    }
    if (const auto& log = (*open)->log) {
        for (std::uint64_t at = log->block_offset(0); at < log->size(); at += evtx::kBlockSize) {
            read_range(**open, at, std::min<std::uint64_t>(evtx::kBlockSize, log->size() - at),
                       out);
        }
        return;
    }
    readers::JsonSplitter splitter(*(*open)->source);
    while (true) {
        const auto next = splitter.next();
        if (!next) return note_unreadable(out, next.error());
        const std::optional<readers::JsonBlock>& block = *next;
        if (!block) return;
        read_json(*block, out);
    }
}

/// Where the source fails (a broken zip stream, a bad sector), what lies before that is read.
void Judge::read_range(const OpenLog& open, std::uint64_t offset, std::uint64_t size,
                       BlockResult& out) {
    buffer_.resize(static_cast<std::size_t>(size));
    std::size_t filled = 0;
    while (filled < buffer_.size()) {
        const auto got = open.source->read(offset + filled, std::span(buffer_).subspan(filled));
        if (!got) note_unreadable(out, got.error(), offset + filled);
        if (!got || *got == 0) break;
        filled += *got;
    }
    read_chunks(Bytes(buffer_).first(filled), offset, out);
}

void Judge::read_chunks(Bytes chunks, std::uint64_t offset, BlockResult& out) {
    const readers::EvtxReadOptions options{.carve = context_.options.carve};
    evtx_.for_each(
        chunks, offset, options,
        [&](const Event& event) {
            judge(event, out);
            return true;
        },
        [&](const evtx::Damage& damage) {
            note_damage(out, damage.offset, evtx::message_of(damage));
        });
}

void Judge::read_json(const readers::JsonBlock& block, BlockResult& out) {
    json_.for_each(
        block,
        [&](const Event& event) {
            judge(event, out);
            return true;
        },
        [&](readers::JsonDamage damage) {
            note_damage(out, damage.offset, std::move(damage.what));
        });
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
    const bool part = is_script_part(event);
    if (hits_.empty() && !part) return;
    RecordHits record = blank_record(event);
    record.script_part = part;
    record.settled_before = settled_before(record);
    if (!record.settled_before) {
        judge_hits(event, record);
        if (record.hits.empty() && record.base_hits.empty() && !part) return;
        if (!record.hits.empty() || part) record.event = std::make_unique<KeptEvent>(keep(event));
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
        record.hits.push_back({hit.rule, hit.derived, matcher_.explain(event, hit)});
    }
}

void Judge::tally(const EventHead& head, BlockResult& out) {
    // Records of one channel and host follow each other: nearly always the last entry is the one.
    if (last_channel_ >= out.channels.size() ||
        out.channels[last_channel_].channel != head.channel) {
        const auto found = std::ranges::find(out.channels, head.channel, &ChannelTally::channel);
        last_channel_ = static_cast<std::size_t>(found - out.channels.begin());
        if (found == out.channels.end()) {
            out.channels.push_back({std::string(head.channel), {0, head.time, head.time}});
        }
    }
    ChannelSummary& channel = out.channels[last_channel_].summary;
    ++channel.records;
    channel.first = std::min(channel.first, head.time);
    channel.last = std::max(channel.last, head.time);
    if (last_host_ >= out.hosts.size() || out.hosts[last_host_].host != head.computer) {
        const auto found = std::ranges::find(out.hosts, head.computer, &HostTally::host);
        last_host_ = static_cast<std::size_t>(found - out.hosts.begin());
        if (found == out.hosts.end()) out.hosts.push_back({std::string(head.computer), 0});
    }
    ++out.hosts[last_host_].records;
}

void Judge::note_damage(BlockResult& out, std::uint64_t offset, Message what) {
    ++out.damaged;
    if (out.notes.size() > kNotesMax) return;
    const std::string& path = context_.collection.artefacts()[out.artefact].path;
    if (out.notes.size() == kNotesMax) what = msg::more_damage();
    out.notes.push_back({.kind = NoteKind::Damaged,
                         .path = path,
                         .offset = offset,
                         .has_offset = true,
                         .what = std::move(what)});
}

void Judge::note_unreadable(BlockResult& out, const Error& error,
                            std::optional<std::uint64_t> offset) {
    out.unreadable = true;
    out.notes.push_back({.kind = NoteKind::Unreadable,
                         .path = context_.collection.artefacts()[out.artefact].path,
                         .offset = offset.value_or(0),
                         .has_offset = offset.has_value(),
                         .what = error.what});
}

}  // namespace xiezhi::hunt
