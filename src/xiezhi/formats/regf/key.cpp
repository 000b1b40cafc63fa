#include "xiezhi/formats/regf/key.h"

#include <algorithm>

#include "xiezhi/base/text.h"

namespace xiezhi::regf {
namespace {

constexpr std::uint16_t kSignature = 0x6b6e;  // nk
constexpr std::size_t kNameField = 76;
constexpr std::size_t kNameSizeField = 72;
constexpr std::size_t kClassSizeField = 74;
constexpr std::uint16_t kLatin1Flag = 0x20;

constexpr std::uint16_t kFastLeaf = 0x666c;   // lf
constexpr std::uint16_t kHashLeaf = 0x686c;   // lh
constexpr std::uint16_t kIndexLeaf = 0x696c;  // li
constexpr std::uint16_t kIndexRoot = 0x6972;  // ri

constexpr std::uint16_t kSecuritySignature = 0x6b73;  // sk
constexpr std::size_t kSecuritySizeField = 16;
constexpr std::size_t kKeySizeMin = 80;  // of a cell that holds a key

}  // namespace

SubkeyList::SubkeyList(const Bins& bins, std::uint32_t list) noexcept
    : bins_(&bins), left_(2 * (bins.bytes().size() / kKeySizeMin + 1)) {
    if (list != kNoCell) open_leaf(list, false);
}

void SubkeyList::open_leaf(std::uint32_t list, bool inside_root) noexcept {
    const auto cell = bins_->cell(list);
    Cursor in(cell ? cell->body : Bytes{});
    const auto signature = in.read<std::uint16_t>();
    const std::size_t count = in.read<std::uint16_t>();
    hashed_ = signature == kHashLeaf;
    hinted_ = hashed_ || signature == kFastLeaf;
    const bool root = signature == kIndexRoot && !inside_root;
    if (!in.ok() || (!hinted_ && !root && signature != kIndexLeaf)) {
        damaged_ = true;
        return;
    }
    const std::size_t stride = hinted_ ? 8 : 4;
    const std::size_t there = std::min(count, in.remaining() / stride);
    damaged_ = damaged_ || there < count;
    (root ? root_ : leaf_) = Cursor(in.take(there * stride));
    (root ? root_cell_ : leaf_cell_) = list;
}

/// Every entry and every leaf is paid for out of `left_`, more than a whole hive could need.
std::optional<SubkeyList::Entry> SubkeyList::next() noexcept {
    while (left_ > 0) {
        --left_;
        ++spent_;
        if (leaf_.remaining() > 0) {
            Entry entry{.cell = leaf_.read<std::uint32_t>()};
            if (hinted_) entry.hint = leaf_.read<std::uint32_t>();
            return entry;
        }
        if (root_.remaining() == 0) return std::nullopt;
        open_leaf(root_.read<std::uint32_t>(), true);
    }
    damaged_ = true;
    return std::nullopt;
}

std::optional<Key> Key::at(const Bins& bins, std::uint32_t cell) noexcept {
    const auto found = bins.cell(cell);
    return found ? in(bins, *found) : std::nullopt;
}

std::optional<Key> Key::in(const Bins& bins, const Cell& cell) noexcept {
    if (cell.body.size() < kNameField || load_le<std::uint16_t>(cell.body, 0) != kSignature) {
        return std::nullopt;
    }
    Key key;
    key.bins_ = &bins;
    key.cell_ = cell.offset;
    key.body_ = cell.body;
    return key;
}

Name Key::name() const noexcept {
    const std::size_t size = field<std::uint16_t>(kNameSizeField);
    return {.bytes = body_.subspan(kNameField, std::min(size, body_.size() - kNameField)),
            .latin1 = (flags() & kLatin1Flag) != 0};
}

std::string Key::class_name() const {
    std::string out;
    const std::size_t size = field<std::uint16_t>(kClassSizeField);
    const auto cell = size == 0 ? std::nullopt : bins_->cell(class_cell());
    if (cell) append_wtf8(out, cell->body.first(std::min(size, cell->body.size())));
    return out;
}

Bytes Key::security() const noexcept {
    const auto cell = bins_->cell(security_cell());
    Cursor in(cell ? cell->body : Bytes{});
    if (in.read<std::uint16_t>() != kSecuritySignature) return {};
    in.seek(kSecuritySizeField);
    return in.take(in.read<std::uint32_t>());
}

Subkeys Key::subkeys() const noexcept {
    return {*bins_, subkey_count() == 0 ? kNoCell : subkey_list()};
}

Values Key::values() const noexcept {
    const std::size_t count = value_count();
    const auto cell = count == 0 ? std::nullopt : bins_->cell(value_list());
    if (!cell) return {*bins_, {}};
    return {*bins_, cell->body.first(4 * std::min(count, cell->body.size() / 4))};
}

Subkeys::Iterator& Subkeys::Iterator::operator++() noexcept {
    key_.reset();
    while (!key_) {
        const auto entry = list_.next();
        if (!entry) break;
        key_ = Key::at(*bins_, entry->cell);
    }
    return *this;
}

Values::Iterator& Values::Iterator::operator++() noexcept {
    value_.reset();
    while (!value_ && list_.remaining() >= 4) {
        value_ = KeyValue::at(*bins_, list_.read<std::uint32_t>());
    }
    return *this;
}

/// By hash where the lists have one: that reads one key instead of all. Hashes are only hints, so a
/// name that was not found by them is looked for in full.
std::optional<Key> Key::subkey(std::string_view name) const noexcept {
    if (subkey_count() == 0) return std::nullopt;
    const bool has_hash = is_ascii(name);
    const std::uint32_t hash = has_hash ? name_hash(name) : 0;
    bool passed_over = false;
    SubkeyList list(*bins_, subkey_list());
    while (const auto entry = list.next()) {
        if (has_hash && list.hashed() && entry->hint != hash) {
            passed_over = true;
            continue;
        }
        const auto key = at(*bins_, entry->cell);
        if (key && key->name().is(name)) return key;
    }
    if (!passed_over) return std::nullopt;
    for (const Key& key : subkeys()) {
        if (key.name().is(name)) return key;
    }
    return std::nullopt;
}

std::optional<KeyValue> Key::value(std::string_view name) const noexcept {
    for (const KeyValue& value : values()) {
        if (value.name().is(name)) return value;
    }
    return std::nullopt;
}

std::optional<Key> Key::find(std::string_view path) const noexcept {
    std::optional<Key> key = *this;
    while (key && !path.empty()) {
        const std::size_t end = path.find('\\');
        const std::string_view name = path.substr(0, end);
        path.remove_prefix(end == std::string_view::npos ? path.size() : end + 1);
        if (!name.empty()) key = key->subkey(name);
    }
    return key;
}

std::optional<Key> Key::parent() const noexcept {
    if ((flags() & kRootFlag) != 0) return std::nullopt;
    return at(*bins_, parent_cell());
}

std::optional<std::string> Key::text(std::string_view name) const {
    const auto found = value(name);
    return found ? std::optional(found->text()) : std::nullopt;
}

std::optional<std::uint64_t> Key::number(std::string_view name) const {
    const auto found = value(name);
    return found ? found->number() : std::nullopt;
}

}  // namespace xiezhi::regf
