#include "xiezhi/hunt/item_reader.h"

#include <algorithm>

#include "xiezhi/hunt/feed.h"

namespace xiezhi::hunt {

void ItemReader::read(const WorkItem& item, const readers::EventSink& sink, ItemNotes& out) {
    out.notes = item.notes;
    out.damaged = item.damaged;
    out.unreadable = item.unreadable;
    notes_ = 0;
    path_ = collection_.artefacts()[item.artefact].path;
    if (item.unreadable) return;
    if (!item.open) {
        read_whole(item, sink, out);
    } else if (item.json) {
        read_json(*item.json, sink, out);
    } else {
        read_range(*item.open, item.offset, item.size, sink, out);
    }
}

void ItemReader::read_whole(const WorkItem& item, const readers::EventSink& sink, ItemNotes& out) {
    const auto open = open_log(collection_, item.artefact, out.notes, out.damaged);
    out.not_opened = !open;
    if (!open) return add_unreadable(open.error(), std::nullopt, out);
    if (const auto& log = (*open)->log) {
        const std::uint64_t begin = std::min(log->block_offset(0), log->size());
        return read_range(**open, begin, log->size() - begin, sink, out);
    }
    readers::JsonSplitter splitter(*(*open)->source);
    while (true) {
        const auto next = splitter.next();
        if (!next) return add_unreadable(next.error(), splitter.offset(), out);
        const std::optional<readers::JsonBlock>& block = *next;
        if (!block || !read_json(*block, sink, out)) return;
    }
}

/// Block by block. Where the source fails, what lies before that is read.
void ItemReader::read_range(const OpenLog& open, std::uint64_t offset, std::uint64_t size,
                            const readers::EventSink& sink, ItemNotes& out) {
    bool goes_on = true;
    while (size > 0 && goes_on) {
        buffer_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(evtx::kBlockSize, size)));
        std::size_t filled = 0;
        while (filled < buffer_.size() && goes_on) {
            const auto got = open.source->read(offset + filled, std::span(buffer_).subspan(filled));
            if (!got) add_unreadable(got.error(), offset + filled, out);
            goes_on = got && *got != 0;
            if (goes_on) filled += *got;
        }
        goes_on = evtx_.for_each(Bytes(buffer_).first(filled), offset, {.carve = carve_}, sink,
                                 [&](const evtx::Damage& damage) {
                                     add_damage(damage.offset, evtx::message_of(damage), out);
                                 }) &&
                  goes_on;
        offset += buffer_.size();
        size -= buffer_.size();
    }
}

/// False when the sink said stop.
bool ItemReader::read_json(const readers::JsonBlock& block, const readers::EventSink& sink,
                           ItemNotes& out) {
    return json_.for_each(block, sink, [&](readers::JsonDamage damage) {
        add_damage(damage.offset, std::move(damage.what), out);
    });
}

void ItemReader::add_damage(std::uint64_t offset, Message what, ItemNotes& out) {
    ++out.damaged;
    if (++notes_ > notes_max_) return;
    out.notes.push_back({.kind = NoteKind::Damaged,
                         .path = path_,
                         .offset = offset,
                         .has_offset = true,
                         .what = std::move(what)});
}

void ItemReader::add_unreadable(const Error& error, std::optional<std::uint64_t> offset,
                                ItemNotes& out) {
    out.unreadable = true;
    out.notes.push_back({.kind = NoteKind::Unreadable,
                         .path = path_,
                         .offset = offset.value_or(0),
                         .has_offset = offset.has_value(),
                         .what = error.what});
}

}  // namespace xiezhi::hunt
