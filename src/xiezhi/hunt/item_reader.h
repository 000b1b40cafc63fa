#pragma once

#include "xiezhi/hunt/block.h"

namespace xiezhi::hunt {

/// What a work item could not give.
struct ItemNotes {
    std::vector<Note> notes;  // damage beyond `notes_max` is counted only
    std::uint64_t damaged = 0;
    bool unreadable = false;
    bool not_opened = false;
};

/// Hands on the events of a feed's work items, in the order of their file. One per thread;
/// `collection` and `catalogue` must outlive it.
class ItemReader {
public:
    ItemReader(const evidence::Collection& collection, const readers::EvtxCatalogue& catalogue,
               bool carve, std::size_t notes_max)
        : collection_(collection), evtx_(catalogue), carve_(carve), notes_max_(notes_max) {}

    /// An event is valid until the sink returns.
    void read(const WorkItem& item, const readers::EventSink& sink, ItemNotes& out);

private:
    void read_whole(const WorkItem& item, const readers::EventSink& sink, ItemNotes& out);
    void read_range(const OpenLog& open, std::uint64_t offset, std::uint64_t size,
                    const readers::EventSink& sink, ItemNotes& out);
    bool read_json(const readers::JsonBlock& block, const readers::EventSink& sink, ItemNotes& out);
    void add_damage(std::uint64_t offset, Message what, ItemNotes& out);
    void add_unreadable(const Error& error, std::optional<std::uint64_t> offset, ItemNotes& out);

    const evidence::Collection& collection_;
    readers::EvtxReader evtx_;
    readers::JsonReader json_;
    bool carve_;
    std::size_t notes_max_;
    std::size_t notes_ = 0;  // of damage in the item that is being read
    std::string path_;       // of the item that is being read
    std::vector<std::byte> buffer_;
};

}  // namespace xiezhi::hunt
