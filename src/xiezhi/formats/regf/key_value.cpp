#include "xiezhi/formats/regf/key_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "xiezhi/formats/regf/data.h"

namespace xiezhi::regf {
namespace {

constexpr std::uint16_t kSignature = 0x6b76;         // vk
constexpr std::uint16_t kBigDataSignature = 0x6264;  // db
constexpr std::uint32_t kInlineBit = 0x80000000U;
constexpr std::size_t kInlineMax = 4;
constexpr std::size_t kDataField = 8;
constexpr std::uint16_t kLatin1Flag = 1;

constexpr std::array<std::string_view, 12> kTypeNames = {
    "REG_NONE",
    "REG_SZ",
    "REG_EXPAND_SZ",
    "REG_BINARY",
    "REG_DWORD",
    "REG_DWORD_BIG_ENDIAN",
    "REG_LINK",
    "REG_MULTI_SZ",
    "REG_RESOURCE_LIST",
    "REG_FULL_RESOURCE_DESCRIPTOR",
    "REG_RESOURCE_REQUIREMENTS_LIST",
    "REG_QWORD",
};

}  // namespace

std::string type_name(ValueType type) {
    const auto number = static_cast<std::uint32_t>(type);
    return number < kTypeNames.size() ? std::string(kTypeNames[number])
                                      : fmt::format("{:#x}", number);
}

std::optional<KeyValue> KeyValue::at(const Bins& bins, std::uint32_t cell) noexcept {
    const auto found = bins.cell(cell);
    return found ? in(bins, *found) : std::nullopt;
}

std::optional<KeyValue> KeyValue::in(const Bins& bins, const Cell& cell) noexcept {
    Cursor head(cell.body);
    if (head.read<std::uint16_t>() != kSignature) return std::nullopt;
    const auto name_size = head.read<std::uint16_t>();
    KeyValue value;
    const auto size = head.read<std::uint32_t>();
    value.inline_ = (size & kInlineBit) != 0;
    value.size_ = size & ~kInlineBit;
    value.data_ = head.read<std::uint32_t>();
    value.type_ = static_cast<ValueType>(head.read<std::uint32_t>());
    value.name_.latin1 = (head.read<std::uint16_t>() & kLatin1Flag) != 0;
    head.take(2);
    if (!head.ok()) return std::nullopt;
    value.name_.bytes = head.take(std::min<std::size_t>(name_size, head.remaining()));
    value.bins_ = &bins;
    value.cell_ = cell.offset;
    value.body_ = cell.body;
    return value;
}

/// The list of segments when `cell` is big data's head. Hives before version 1.4 have none, and
/// there the size of the cell says that it is the data itself.
std::optional<Bytes> KeyValue::big_data_list(const Cell& cell) const {
    if (size_ <= kBigDataSegment || cell.body.size() >= size_) return std::nullopt;
    Cursor in(cell.body);
    if (in.read<std::uint16_t>() != kBigDataSignature) return std::nullopt;
    const std::size_t count = in.read<std::uint16_t>();
    const auto list = bins_->cell(in.read<std::uint32_t>());
    if (!in.ok() || !list) return std::nullopt;
    return list->body.first(std::min(4 * count, list->body.size()));
}

ValueData KeyValue::data(std::vector<std::byte>& room) const {
    ValueData out{.bytes = {}, .size_said = size_};
    if (inline_) {
        out.bytes = body_.subspan(kDataField, std::min<std::size_t>(size_, kInlineMax));
        return out;
    }
    const auto cell = size_ == 0 ? std::nullopt : bins_->cell(data_);
    if (!cell) return out;
    const auto list = big_data_list(*cell);
    if (!list) {
        out.bytes = cell->body.first(std::min<std::size_t>(size_, cell->body.size()));
        return out;
    }
    room.clear();
    for (Cursor in(*list); in.remaining() >= 4 && room.size() < size_;) {
        const auto segment = bins_->cell(in.read<std::uint32_t>());
        const std::size_t wanted = std::min(kBigDataSegment, size_ - room.size());
        if (!segment || segment->body.size() < wanted) break;
        const Bytes part = segment->body.first(wanted);
        room.insert(room.end(), part.begin(), part.end());
    }
    out.bytes = room;
    return out;
}

std::string KeyValue::text() const {
    std::vector<std::byte> room;
    return text_of(data(room).bytes).text;
}

std::vector<std::string> KeyValue::multi_text() const {
    std::vector<std::byte> room;
    return multi_text_of(data(room).bytes);
}

std::optional<std::uint64_t> KeyValue::number() const {
    if (size_ > sizeof(std::uint64_t) || type_ == ValueType::Sz || type_ == ValueType::ExpandSz ||
        type_ == ValueType::MultiSz) {
        return std::nullopt;
    }
    std::vector<std::byte> room;
    return number_of(type_, data(room).bytes);
}

}  // namespace xiezhi::regf
