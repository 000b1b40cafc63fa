#include "xiezhi/formats/regf/walk.h"

#include <algorithm>
#include <string>

#include "xiezhi/base/message_ids.h"

namespace xiezhi::regf {
namespace {

constexpr std::size_t kKeyHead = 76;
constexpr std::size_t kValueHead = 20;

class Walker {
public:
    Walker(const Hive& hive, const WalkSink& sink, const DamageSink& damages, Marks* marks)
        : bins_(hive.bins()),
          sink_(sink),
          damages_(damages),
          marks_(marks),
          visited_(bins_.bytes().size()),
          values_left_(bins_.bytes().size() / 4),
          lists_left_(bins_.bytes().size() / 4) {}

    void run(const std::optional<Key>& root) {
        if (!root || !enter(*root)) return;
        while (!frames_.empty()) {
            Frame& frame = frames_.back();
            const auto entry = frame.list.next();
            if (!entry) {
                leave();
                continue;
            }
            ++frame.found;
            mark_list(frame.list);
            const auto key = Key::at(bins_, entry->cell);
            if (!key) {
                tell(entry->cell, msg::regf_no_key(entry->cell));
                continue;
            }
            if (visited_.at(key->cell())) {
                tell(key->cell(), msg::regf_key_twice());
                continue;
            }
            if (key->parent_cell() != frame.cell) tell(key->cell(), msg::regf_parent());
            path_.resize(frame.path_size);
            if (frames_.size() > 1) path_ += '\\';
            key->name().append_to(path_);
            if (!enter(*key)) return;
        }
    }

private:
    struct Frame {
        SubkeyList list;
        std::size_t path_size;
        std::uint32_t cell;
        std::uint32_t said;   // subkeys
        std::uint32_t found;  // entries of the lists
    };

    bool enter(const Key& key) {
        visited_.mark(key.cell(), 0);
        if (marks_ != nullptr) mark_key(key);
        if (!sink_.key(key, path_) || !values_of(key)) return false;
        const bool deep = frames_.size() >= kDepthMax;
        if (deep && key.subkey_count() > 0) tell(key.cell(), msg::regf_deep(kDepthMax));
        const bool empty = deep || key.subkey_count() == 0 || lists_left_ == 0;
        frames_.push_back({.list = SubkeyList(bins_, empty ? kNoCell : key.subkey_list()),
                           .path_size = path_.size(),
                           .cell = key.cell(),
                           .said = empty ? 0 : key.subkey_count(),
                           .found = 0});
        return true;
    }

    void leave() {
        const Frame& frame = frames_.back();
        if (frame.list.damaged()) {
            tell(frame.cell, msg::regf_subkey_list());
        } else if (frame.found != frame.said) {
            tell(frame.cell, msg::regf_subkey_count(frame.said, frame.found));
        }
        spend(lists_left_, frame.list.spent(), frame.cell);
        frames_.pop_back();
    }

    bool values_of(const Key& key) {
        const std::size_t said = key.value_count();
        if (said == 0) return true;
        const Bytes list = key.values().list();
        if (list.size() / 4 < said) {
            tell(key.cell(), msg::regf_value_list(said, list.size() / 4));
        }
        if (marks_ != nullptr) marks_->mark(key.value_list(), list.size());
        for (Cursor in(list); in.remaining() >= 4;) {
            const auto cell = in.read<std::uint32_t>();
            if (values_left_ == 0) return true;
            spend(values_left_, 1, key.cell());
            const auto value = KeyValue::at(bins_, cell);
            if (!value) {
                tell(cell, msg::regf_no_value(cell));
                continue;
            }
            if (marks_ != nullptr) mark_value(*value);
            if (!sink_.value(*value)) return false;
        }
        return true;
    }

    /// Lists that share their cells could name more than a hive can hold, for ever; told once.
    void spend(std::size_t& left, std::size_t count, std::uint32_t cell) {
        if (left == 0) return;
        left -= std::min(left, count);
        if (left == 0) tell(cell, msg::regf_values_shared());
    }

    void mark_key(const Key& key) {
        marks_->mark(key.cell(), kKeyHead + key.name().bytes.size());
        mark_whole(key.class_cell());
        mark_whole(key.security_cell());
    }
    void mark_value(const KeyValue& value) {
        marks_->mark(value.cell(), kValueHead + value.name().bytes.size());
        if (marks_->at(value.data_cell())) return;  // its segments too
        value.each_data_cell(
            [&](std::uint32_t cell, std::size_t used) { marks_->mark(cell, used); });
    }
    void mark_list(const SubkeyList& list) {
        if (marks_ == nullptr) return;
        mark_whole(list.root_cell());
        mark_whole(list.leaf_cell());
    }
    void mark_whole(std::uint32_t offset) {
        const auto cell = bins_.cell(offset);
        if (cell && cell->in_use) marks_->mark(offset, cell->body.size());
    }
    void tell(std::uint32_t cell, Message what) {
        damages_({.offset = Bins::file_offset(cell), .what = std::move(what)});
    }

    const Bins& bins_;
    const WalkSink& sink_;
    const DamageSink& damages_;
    Marks* marks_;
    Marks visited_;
    std::size_t values_left_;
    std::size_t lists_left_;
    std::vector<Frame> frames_;
    std::string path_;
};

}  // namespace

void Marks::mark(std::uint32_t cell, std::size_t used) {
    if (at(cell)) return;  // cells that many values name are marked once
    const std::size_t end = std::min(marks_.size() * kCellAlignment, cell + 4 + used);
    for (std::size_t at = cell; at < end; at += kCellAlignment) marks_[at / kCellAlignment] = true;
}

void walk(const Hive& hive, const WalkSink& sink, const DamageSink& damages, Marks* marks) {
    Walker(hive, sink, damages, marks).run(hive.root());
}

}  // namespace xiezhi::regf
