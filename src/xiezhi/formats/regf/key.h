#pragma once

#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include "xiezhi/base/time.h"
#include "xiezhi/formats/regf/key_value.h"

namespace xiezhi::regf {

/// Subkeys of subkeys that are followed; Windows allows 512.
inline constexpr std::size_t kDepthMax = 512;

/// Walks a list of subkeys (lf, lh, li, or ri over them) and gives cell offsets, as they stand.
/// Bounded by the hive's size, whatever the lists say of each other. Source: msuhanov, "Windows
/// registry file format specification", sections "Index leaf", "Fast leaf", "Hash leaf", "Index
/// root".
class SubkeyList {
public:
    SubkeyList(const Bins& bins, std::uint32_t list) noexcept;

    struct Entry {
        std::uint32_t cell = kNoCell;
        std::uint32_t hint = 0;
    };
    /// The next entry; nothing at the end.
    [[nodiscard]] std::optional<Entry> next() noexcept;

    /// Entries and lists that were read.
    [[nodiscard]] std::size_t spent() const noexcept { return spent_; }
    [[nodiscard]] bool hashed() const noexcept { return hashed_; }  // the last entry is of an lh
    /// Something where a list should be was none, or ended before its count.
    [[nodiscard]] bool damaged() const noexcept { return damaged_; }
    /// The list cells that the last entry came from; kNoCell for none.
    [[nodiscard]] std::uint32_t root_cell() const noexcept { return root_cell_; }
    [[nodiscard]] std::uint32_t leaf_cell() const noexcept { return leaf_cell_; }

private:
    void open_leaf(std::uint32_t list, bool inside_root) noexcept;

    const Bins* bins_;
    Cursor root_{Bytes{}};
    Cursor leaf_{Bytes{}};
    std::size_t left_;  // entries and leaves
    std::size_t spent_ = 0;
    std::uint32_t root_cell_ = kNoCell;
    std::uint32_t leaf_cell_ = kNoCell;
    bool hinted_ = false;
    bool hashed_ = false;
    bool damaged_ = false;
};

class Subkeys;
class Values;

/// A key (`nk`): a view, valid as long as its hive, cheap to copy. Source: msuhanov, "Windows
/// registry file format specification", section "Key node".
class Key {
public:
    static constexpr std::uint16_t kRootFlag = 0x04;
    static constexpr std::uint16_t kLinkFlag = 0x10;

    /// Nothing when the cell holds no key. A name that is cut by its cell is read as far as it
    /// goes.
    [[nodiscard]] static std::optional<Key> at(const Bins& bins, std::uint32_t cell) noexcept;
    /// The same of a cell whose size field is not believed.
    [[nodiscard]] static std::optional<Key> in(const Bins& bins, const Cell& cell) noexcept;

    [[nodiscard]] Name name() const noexcept;
    [[nodiscard]] FileTime last_written() const noexcept { return {field<std::uint64_t>(4)}; }
    [[nodiscard]] std::uint16_t flags() const noexcept { return field<std::uint16_t>(2); }
    /// As the key says; the lists may hold more or fewer.
    [[nodiscard]] std::uint32_t subkey_count() const noexcept { return field<std::uint32_t>(20); }
    [[nodiscard]] std::uint32_t value_count() const noexcept { return field<std::uint32_t>(36); }
    [[nodiscard]] std::uint32_t parent_cell() const noexcept { return field<std::uint32_t>(16); }
    [[nodiscard]] std::uint32_t subkey_list() const noexcept { return field<std::uint32_t>(28); }
    [[nodiscard]] std::uint32_t value_list() const noexcept { return field<std::uint32_t>(40); }
    [[nodiscard]] std::uint32_t security_cell() const noexcept { return field<std::uint32_t>(44); }
    [[nodiscard]] std::uint32_t class_cell() const noexcept { return field<std::uint32_t>(48); }
    /// The class name: some keys keep data in it (the parts of the boot key below Lsa).
    [[nodiscard]] std::string class_name() const;
    /// Self-relative security descriptor (security.h); empty when it cannot be had.
    [[nodiscard]] Bytes security() const noexcept;

    [[nodiscard]] std::uint32_t cell() const noexcept { return cell_; }
    /// Of the cell, in the file: a proof.
    [[nodiscard]] std::uint64_t offset() const noexcept { return Bins::file_offset(cell_); }
    [[nodiscard]] Bytes body() const noexcept { return body_; }

    /// Ranges; what is no key or no value is passed over.
    [[nodiscard]] Subkeys subkeys() const noexcept;
    [[nodiscard]] Values values() const noexcept;

    /// By name, letter case aside.
    [[nodiscard]] std::optional<Key> subkey(std::string_view name) const noexcept;
    [[nodiscard]] std::optional<KeyValue> value(std::string_view name) const noexcept;
    /// By path, '\' between names; an empty path is the key itself.
    [[nodiscard]] std::optional<Key> find(std::string_view path) const noexcept;
    [[nodiscard]] std::optional<Key> parent() const noexcept;

    /// Shorthands for a value's content; nothing when it is absent.
    [[nodiscard]] std::optional<std::string> text(std::string_view name) const;
    [[nodiscard]] std::optional<std::uint64_t> number(std::string_view name) const;

private:
    template <std::unsigned_integral T>
    [[nodiscard]] T field(std::size_t position) const noexcept {
        return load_le<T>(body_, position);
    }

    const Bins* bins_ = nullptr;
    std::uint32_t cell_ = kNoCell;
    Bytes body_;
};

/// `for (const Key& key : parent.subkeys())`, without an allocation.
class Subkeys {
public:
    Subkeys(const Bins& bins, std::uint32_t list) noexcept : bins_(&bins), list_(list) {}

    class Iterator {
    public:
        Iterator(const Bins& bins, std::uint32_t list) noexcept : bins_(&bins), list_(bins, list) {
            ++*this;
        }
        // NOLINTNEXTLINE(bugprone-unchecked-optional-access): asked for before the end alone
        const Key& operator*() const noexcept { return *key_; }
        // NOLINTNEXTLINE(bugprone-unchecked-optional-access): asked for before the end alone
        const Key* operator->() const noexcept { return &*key_; }
        Iterator& operator++() noexcept;
        bool operator==(std::default_sentinel_t /*end*/) const noexcept { return !key_; }

    private:
        const Bins* bins_;
        SubkeyList list_;
        std::optional<Key> key_;
    };
    [[nodiscard]] Iterator begin() const noexcept { return {*bins_, list_}; }
    [[nodiscard]] static std::default_sentinel_t end() noexcept { return {}; }

private:
    const Bins* bins_;
    std::uint32_t list_;
};

/// `for (const KeyValue& value : key.values())`, without an allocation.
class Values {
public:
    Values(const Bins& bins, Bytes list) noexcept : bins_(&bins), list_(list) {}

    class Iterator {
    public:
        Iterator(const Bins& bins, Bytes list) noexcept : bins_(&bins), list_(list) { ++*this; }
        // NOLINTNEXTLINE(bugprone-unchecked-optional-access): asked for before the end alone
        const KeyValue& operator*() const noexcept { return *value_; }
        // NOLINTNEXTLINE(bugprone-unchecked-optional-access): asked for before the end alone
        const KeyValue* operator->() const noexcept { return &*value_; }
        Iterator& operator++() noexcept;
        bool operator==(std::default_sentinel_t /*end*/) const noexcept { return !value_; }

    private:
        const Bins* bins_;
        Cursor list_;
        std::optional<KeyValue> value_;
    };
    [[nodiscard]] Iterator begin() const noexcept { return {*bins_, list_}; }
    [[nodiscard]] static std::default_sentinel_t end() noexcept { return {}; }
    /// Cell offsets of the values, 4 bytes each.
    [[nodiscard]] Bytes list() const noexcept { return list_; }

private:
    const Bins* bins_;
    Bytes list_;
};

}  // namespace xiezhi::regf
