#include "xiezhi/formats/regf/deleted.h"

#include <algorithm>

#include "xiezhi/formats/regf/walk.h"

namespace xiezhi::regf {
namespace {

constexpr std::uint32_t kKeySignature = 0x6b6e;    // nk
constexpr std::uint32_t kValueSignature = 0x6b76;  // vk
constexpr std::uint16_t kKeyFlagsMax = 0x03ff;
constexpr std::size_t kKeyNameField = 76;
constexpr std::size_t kKeyNameSizeMax = 512;
constexpr std::size_t kValueNameField = 20;
constexpr std::size_t kBinHead = 32;
constexpr std::size_t kEntrySize = 4;  // of a list of values
constexpr std::size_t kRestsMax = 4'000'000;
constexpr std::size_t kBinAlignment = 4096;
/// 1993 to 2100: keys with other times are chance.
constexpr std::uint64_t kTimeMin = 123'700'000'000'000'000;
constexpr std::uint64_t kTimeMax = 157'469'184'000'000'000;

bool is_printable(const Name& name) {
    if (name.latin1) {
        return std::ranges::all_of(name.bytes, [](std::byte b) { return b >= std::byte{' '}; });
    }
    Cursor in(name.bytes);
    while (in.remaining() >= 2) {
        if (in.read<std::uint16_t>() < 0x20) return false;
    }
    return in.remaining() == 0;
}

/// The size that a name claims must have been there, not what the cell's end leaves of it.
bool is_whole(const Name& name, std::size_t said) {
    return name.bytes.size() == said && is_printable(name);
}

bool looks_like(const Key& key) {
    const std::uint64_t written = key.last_written().ticks;
    return key.flags() <= kKeyFlagsMax && written >= kTimeMin && written < kTimeMax &&
           !key.name().bytes.empty() && key.name().bytes.size() <= kKeyNameSizeMax &&
           key.parent_cell() % kCellAlignment == 0 &&
           is_whole(key.name(), load_le<std::uint16_t>(key.body(), 72));
}

bool looks_like(const KeyValue& value, const Bins& bins) {
    constexpr std::uint32_t kInlineMax = 4;
    constexpr std::uint16_t kFlagsMax = 3;
    const auto type = static_cast<std::uint32_t>(value.type());
    const std::size_t data_max = value.is_inline() ? kInlineMax : bins.bytes().size();
    const bool data_there =
        value.is_inline() || value.size() == 0 || bins.cell(value.data_cell()).has_value();
    return value.size() <= data_max && data_there && (type <= 0xffff || type >= 0xffff0000U) &&
           load_le<std::uint16_t>(value.body(), 16) <= kFlagsMax &&
           is_whole(value.name(), load_le<std::uint16_t>(value.body(), 2));
}

struct Found {
    std::uint32_t cell;
    Remnant place;
};

struct OwnedValue {
    std::uint32_t value;
    std::uint32_t key;
    auto operator<=>(const OwnedValue&) const = default;
};

class Recovery {
public:
    explicit Recovery(const Hive& hive)
        : hive_(hive),
          bins_(hive.whole_file()),
          marks_(hive.bins().bytes().size()),
          segments_left_(bins_.bytes().size() / kCellAlignment),
          entries_left_(std::min(bins_.bytes().size() / kEntrySize, kRestsMax)) {
        const WalkSink live{.key =
                                [&](const Key& key, std::string_view) {
                                    note_rest_of_list(key);
                                    return true;
                                },
                            .value = [](const KeyValue&) { return true; }};
        walk(hive_, live, [](const Damage&) {}, &marks_);
    }

    void run(const DeletedSink& sink) {
        search();
        search_behind();
        note_owners();
        for (const Found& found : keys_) {
            // NOLINTNEXTLINE(bugprone-unchecked-optional-access): found by take() before
            DeletedKey deleted{.key = *key_at(found.cell), .place = found.place};
            deleted.path = path_of(deleted.key, deleted.whole_path);
            if (!sink.key(deleted)) return;
        }
        for (const Found& found : values_) {
            // NOLINTNEXTLINE(bugprone-unchecked-optional-access): found by take() before
            DeletedValue deleted{.value = *value_at(found.cell), .place = found.place};
            const auto owner =
                std::ranges::lower_bound(owners_, found.cell, {}, &OwnedValue::value);
            deleted.has_key = owner != owners_.end() && owner->value == found.cell;
            if (deleted.has_key) {
                deleted.live_key = marks_.at(owner->key);
                // NOLINTNEXTLINE(bugprone-unchecked-optional-access): found by take() before
                deleted.path = path_of(*key_at(owner->key), deleted.whole_path);
            }
            deleted.data_overwritten = is_overwritten(deleted.value);
            if (!sink.value(deleted)) return;
        }
    }

private:
    /// Values that share big data count as overwritten once that was asked of more segments than
    /// the hive can hold.
    [[nodiscard]] bool is_overwritten(const KeyValue& value) {
        const std::size_t segments = value.size() / kBigDataSegment + 1;
        if (segments > segments_left_) return true;
        segments_left_ -= segments;
        bool overwritten = false;
        value.each_data_cell([&](std::uint32_t cell, std::size_t /*used*/) {
            overwritten = overwritten || marks_.at(cell);
        });
        return overwritten;
    }

    /// Cell by cell, so that it is known what kind of place a remnant lies in; where no cell can
    /// be, on to the next bin.
    void search() {
        const std::size_t size = hive_.bins().bytes().size();
        for (std::size_t at = 0; at < size;) {
            if (at % kBinAlignment == 0 && load_le<std::uint32_t>(bins_.bytes(), at) == kBin) {
                at += kBinHead;
                continue;
            }
            const auto cell = bins_.cell(static_cast<std::uint32_t>(at));
            const std::size_t next =
                cell ? at + cell->body.size() + 4 : (at / kBinAlignment + 1) * kBinAlignment;
            const Remnant place = !cell || !cell->in_use ? Remnant::FreeCell
                                  : marks_.at(at)        ? Remnant::Slack
                                                         : Remnant::UnreachedCell;
            search_in(at, std::min(next, size), place);
            at = (next + kCellAlignment - 1) / kCellAlignment * kCellAlignment;
        }
    }

    /// Remnants behind the bins need not lie where cells do.
    void search_behind() {
        const std::size_t size = bins_.bytes().size();
        for (std::size_t at = std::max(hive_.bins().bytes().size(), std::size_t{4});
             at + kCellAlignment <= size;) {
            const std::size_t used = take(at - 4, Remnant::BehindBins);
            at += used > 0 ? used : 4;
        }
    }

    void search_in(std::size_t begin, std::size_t end, Remnant place) {
        for (std::size_t at = begin; at + kCellAlignment <= end; at += kCellAlignment) {
            if (!marks_.at(at)) at += take(at, place) / kCellAlignment * kCellAlignment;
        }
    }

    /// Bytes that the key or value takes whose cell begins `at`, which is noted; 0 for none.
    std::size_t take(std::size_t at, Remnant place) {
        const auto signature = load_le<std::uint16_t>(bins_.bytes(), at + 4);
        const auto cell = static_cast<std::uint32_t>(at);
        if (signature == kKeySignature) {
            const auto key = key_at(cell);
            if (!key || !looks_like(*key)) return 0;
            const std::size_t used = kKeyNameField + key->name().bytes.size();
            if (marks_.at(at + 3 + used)) return 0;  // its end was used again
            keys_.push_back({cell, place});
            return used;
        }
        if (signature == kValueSignature) {
            const auto value = value_at(cell);
            if (!value || !looks_like(*value, bins_)) return 0;
            const std::size_t used = kValueNameField + value->name().bytes.size();
            if (marks_.at(at + 3 + used)) return 0;
            values_.push_back({cell, place});
            return used;
        }
        return 0;
    }

    /// The size field of a cell that was given up may be anything: content counts to the end.
    [[nodiscard]] Cell remnant(std::uint32_t offset) const {
        return {.offset = offset, .body = bins_.bytes().subspan(offset + 4)};
    }
    [[nodiscard]] std::optional<Key> key_at(std::uint32_t cell) const {
        return Key::in(bins_, remnant(cell));
    }
    [[nodiscard]] std::optional<KeyValue> value_at(std::uint32_t cell) const {
        return KeyValue::in(bins_, remnant(cell));
    }

    /// Windows takes the last value of a key away by counting one less: the cell of the list still
    /// names it.
    void note_rest_of_list(const Key& key) {
        const auto list = hive_.bins().cell(key.value_list());
        const std::size_t used = std::size_t{key.value_count()} * kEntrySize;
        if (!list || used >= list->body.size()) return;
        for (Cursor rest(list->body.subspan(used)); rest.remaining() >= kEntrySize;) {
            if (entries_left_ == 0) return;
            --entries_left_;
            const auto cell = rest.read<std::uint32_t>();
            if (cell % kCellAlignment == 0) rests_.push_back({cell, key.cell()});
        }
    }

    /// Which keys, deleted or not, name which of the deleted values; a deleted one comes first.
    void note_owners() {
        note_deleted_owners();
        const std::size_t sure = owners_.size();
        for (const OwnedValue& rest : rests_) {
            const auto end = owners_.begin() + static_cast<std::ptrdiff_t>(sure);
            const bool owned = std::ranges::binary_search(owners_.begin(), end, rest.value, {},
                                                          &OwnedValue::value);
            if (!owned && std::ranges::binary_search(values_, rest.value, {}, &Found::cell)) {
                owners_.push_back(rest);
            }
        }
        std::ranges::sort(owners_);
    }

    void note_deleted_owners() {
        std::size_t left =
            bins_.bytes().size() / kEntrySize;  // of all lists together, should they be shared
        for (const Found& found : keys_) {
            const auto key = key_at(found.cell);
            // NOLINTNEXTLINE(bugprone-unchecked-optional-access): found by take() before
            for (Cursor list(key->values().list()); list.remaining() >= kEntrySize && left > 0;
                 --left) {
                const auto cell = list.read<std::uint32_t>();
                if (std::ranges::binary_search(values_, cell, {}, &Found::cell)) {
                    owners_.push_back({cell, found.cell});
                }
            }
        }
        std::ranges::sort(owners_);
    }

    [[nodiscard]] bool is_known(const Key& key) const {
        return marks_.at(key.cell()) || looks_like(key);
    }

    [[nodiscard]] std::string path_of(const Key& key, bool& whole) const {
        const auto root = hive_.root();
        whole = root && key.cell() == root->cell();
        if (whole) return {};
        std::string path = key.name().text();
        std::uint32_t above = key.parent_cell();
        for (std::size_t depth = 0; depth < kDepthMax; ++depth) {
            whole = root && above == root->cell();
            const auto parent = whole ? std::nullopt : Key::at(bins_, above);
            if (!parent || !is_known(*parent)) break;
            path.insert(0, parent->name().text() + '\\');
            above = parent->parent_cell();
        }
        return path;
    }

    static constexpr std::uint32_t kBin = 0x6e696268;  // hbin

    const Hive& hive_;
    const Bins& bins_;
    Marks marks_;
    std::size_t segments_left_;
    std::size_t entries_left_;  // of lists of live keys, should they be shared
    std::vector<Found> keys_;
    std::vector<Found> values_;
    std::vector<OwnedValue> owners_;
    std::vector<OwnedValue> rests_;  // what lists of live keys name behind their count
};

}  // namespace

void recover_deleted(const Hive& hive, const DeletedSink& sink) {
    Recovery(hive).run(sink);
}

}  // namespace xiezhi::regf
