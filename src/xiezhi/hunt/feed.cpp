#include "xiezhi/hunt/feed.h"

#include <algorithm>

namespace xiezhi::hunt {
namespace {

using evidence::Artefact;
using evidence::ArtefactKind;

/// Files up to a block and a header are worked on whole, so that many of them keep all threads
/// busy.
constexpr std::uint64_t kSmallFile = evtx::kBlockSize + evtx::kFileHeaderSize;

bool is_log(const Artefact& artefact) {
    return is_log(artefact.kind);
}

}  // namespace

Result<std::shared_ptr<OpenLog>> open_log(const evidence::Collection& collection,
                                          std::size_t artefact, std::vector<Note>& notes,
                                          std::uint64_t& damaged) {
    const Artefact& file = collection.artefacts()[artefact];
    auto source = collection.open(artefact);
    if (!source) return std::move(source.error());
    auto open = std::make_shared<OpenLog>();
    open->source = std::move(*source);
    if (file.kind == ArtefactKind::EventLog) {
        auto log = evtx::Log::open(*open->source, [&](const evtx::Damage& damage) {
            ++damaged;
            notes.push_back({.kind = NoteKind::Damaged,
                             .path = file.path,
                             .offset = damage.offset,
                             .has_offset = true,
                             .what = evtx::message_of(damage)});
        });
        if (!log) return std::move(log.error());
        open->log = std::make_unique<const evtx::Log>(*log);
    }
    return open;
}

std::uint64_t Feed::bytes_total() const {
    std::uint64_t total = 0;
    for (const Artefact& artefact : collection_.artefacts()) {
        if (is_log(artefact)) total += artefact.size;
    }
    return total;
}

std::optional<WorkItem> Feed::next() {
    if (cancel_ != nullptr && cancel_->load(std::memory_order_relaxed)) {
        cancelled_ = true;
        return std::nullopt;
    }
    while (true) {
        if (open_) {
            if (auto item = next_of_file()) return item;
            open_.reset();
        }
        const auto& artefacts = collection_.artefacts();
        while (next_artefact_ < artefacts.size() && !is_log(artefacts[next_artefact_])) {
            ++next_artefact_;
        }
        if (next_artefact_ == artefacts.size()) return std::nullopt;
        if (auto item = begin_file(next_artefact_++)) return item;
    }
}

/// A small file at once; a big one is opened here and gives nothing yet, unless it fails.
std::optional<WorkItem> Feed::begin_file(std::size_t artefact) {
    const Artefact& file = collection_.artefacts()[artefact];
    artefact_ = artefact;
    first_ = true;
    unreadable_ = false;
    notes_.clear();
    damaged_ = 0;
    if (file.size <= kSmallFile) return item(file.size);
    auto open = open_log(collection_, artefact, notes_, damaged_);
    if (!open) {
        notes_.push_back({.kind = NoteKind::Unreadable,
                          .path = file.path,
                          .what = std::move(open.error().what)});
        unreadable_ = true;
        return item(file.size);
    }
    open_ = std::move(*open);
    splitter_.reset();
    if (open_->log) offset_ = open_->log->block_offset(0);
    if (!open_->log) splitter_ = std::make_unique<readers::JsonSplitter>(*open_->source);
    return std::nullopt;
}

WorkItem Feed::item(std::uint64_t bytes) {
    WorkItem out;
    out.artefact = artefact_;
    out.open = open_;
    out.bytes = bytes;
    out.first = std::exchange(first_, false);
    out.notes = std::exchange(notes_, {});
    out.damaged = std::exchange(damaged_, 0);
    out.unreadable = std::exchange(unreadable_, false);
    return out;
}

std::optional<WorkItem> Feed::next_of_file() {
    if (splitter_) return next_of_json();
    const evtx::Log& log = *open_->log;
    if (offset_ >= log.size() && !first_) return std::nullopt;
    const std::uint64_t size = log.size() - std::min(offset_, log.size());  // 0: a header alone
    WorkItem out = item(std::min(size, part_bytes_));
    out.offset = offset_;
    out.size = std::min(size, part_bytes_);
    offset_ += part_bytes_;
    return out;
}

std::optional<WorkItem> Feed::next_of_json() {
    const std::uint64_t before = splitter_->offset();
    auto next = splitter_->next();
    const std::uint64_t bytes = splitter_->offset() - before;
    if (!next) {
        notes_.push_back({.kind = NoteKind::Unreadable,
                          .path = collection_.artefacts()[artefact_].path,
                          .offset = splitter_->offset(),
                          .has_offset = true,
                          .what = std::move(next.error().what)});
        unreadable_ = true;
    }
    std::optional<readers::JsonBlock> block;
    if (next) block = std::move(*next);
    if (!block && !first_ && !unreadable_) return std::nullopt;
    WorkItem out = item(bytes);
    out.json = std::make_unique<readers::JsonBlock>();
    if (block) {
        *out.json = std::move(*block);
    } else {
        splitter_.reset();
        open_.reset();
    }
    return out;
}

}  // namespace xiezhi::hunt
