#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xiezhi/formats/regf/bins.h"
#include "xiezhi/formats/regf/name.h"

namespace xiezhi::regf {

/// Types of values (Windows SDK, winnt.h). Hives hold others too: SAM keeps RIDs in the field,
/// device properties 0xFFFF0000 + their own type.
// NOLINTNEXTLINE(performance-enum-size): hives hold any number of 32 bits
enum class ValueType : std::uint32_t {
    None = 0,
    Sz = 1,
    ExpandSz = 2,
    Binary = 3,
    Dword = 4,
    DwordBigEndian = 5,
    Link = 6,
    MultiSz = 7,
    ResourceList = 8,
    FullResourceDescriptor = 9,
    ResourceRequirementsList = 10,
    Qword = 11,
};

/// `REG_SZ` …, `0x…` for what has no name.
[[nodiscard]] std::string type_name(ValueType type);

/// The bytes of a value; fewer than `size_said` when the hive is damaged there.
struct ValueData {
    Bytes bytes;
    std::uint32_t size_said = 0;
    [[nodiscard]] bool complete() const noexcept { return bytes.size() == size_said; }
};

/// A value of a key (`vk`): a view, valid as long as its hive. Source: msuhanov, "Windows registry
/// file format specification", sections "Key value" and "Big data".
class KeyValue {
public:
    /// Nothing when the cell holds no value. A name that is cut by its cell is read as far as it
    /// goes.
    [[nodiscard]] static std::optional<KeyValue> at(const Bins& bins, std::uint32_t cell) noexcept;
    /// The same of a cell whose size field is not believed.
    [[nodiscard]] static std::optional<KeyValue> in(const Bins& bins, const Cell& cell) noexcept;

    /// The name is empty for the unnamed one, "(default)".
    [[nodiscard]] const Name& name() const noexcept { return name_; }
    [[nodiscard]] ValueType type() const noexcept { return type_; }
    [[nodiscard]] std::uint32_t size() const noexcept { return size_; }
    [[nodiscard]] Bytes body() const noexcept { return body_; }  // of the cell
    [[nodiscard]] bool is_inline() const noexcept { return inline_; }
    [[nodiscard]] std::uint32_t data_cell() const noexcept { return inline_ ? kNoCell : data_; }
    [[nodiscard]] std::uint32_t cell() const noexcept { return cell_; }
    /// Of the cell, in the file: a proof.
    [[nodiscard]] std::uint64_t offset() const noexcept { return Bins::file_offset(cell_); }

    /// The data; put together in `room` when it is big data (more than 16344 bytes in segments),
    /// else a view into the hive.
    [[nodiscard]] ValueData data(std::vector<std::byte>& room) const;

    /// Calls `each(cell, bytes used)` for the cells that hold the data: one, or those of big data.
    template <class Each>
    void each_data_cell(const Each& each) const;

    /// Text of any type up to the first NUL; see data.h for what else may be there.
    [[nodiscard]] std::string text() const;
    [[nodiscard]] std::vector<std::string> multi_text() const;
    /// DWORD, QWORD and big-endian DWORD; other types when they have 1 to 8 bytes and are no text.
    [[nodiscard]] std::optional<std::uint64_t> number() const;

private:
    [[nodiscard]] std::optional<Bytes> big_data_list(const Cell& cell) const;

    const Bins* bins_ = nullptr;
    std::uint32_t cell_ = kNoCell;
    std::uint32_t size_ = 0;
    std::uint32_t data_ = kNoCell;
    ValueType type_ = ValueType::None;
    bool inline_ = false;
    Bytes body_;
    Name name_;
};

/// A segment of big data holds this much; the last one less.
inline constexpr std::size_t kBigDataSegment = 16344;
inline constexpr std::size_t kBigDataHead = 8;

template <class Each>
void KeyValue::each_data_cell(const Each& each) const {
    const auto cell = inline_ || size_ == 0 ? std::nullopt : bins_->cell(data_);
    if (!cell) return;
    const auto list = big_data_list(*cell);
    if (!list) {
        each(data_, size_ < cell->body.size() ? size_ : cell->body.size());
        return;
    }
    each(data_, kBigDataHead);
    each(load_le<std::uint32_t>(cell->body, 4), list->size());
    Cursor in(*list);
    for (std::size_t left = size_; left > 0 && in.remaining() >= 4;) {
        const std::size_t used = left < kBigDataSegment ? left : kBigDataSegment;
        each(in.read<std::uint32_t>(), used);
        left -= used;
    }
}

}  // namespace xiezhi::regf
