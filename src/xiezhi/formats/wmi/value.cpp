#include "xiezhi/formats/wmi/value.h"

#include <algorithm>
#include <array>
#include <bit>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/text.h"
#include "xiezhi/base/value.h"

namespace xiezhi::wmi {
namespace {

constexpr std::uint32_t kArrayBit = 0x2000;
constexpr std::uint32_t kDictionaryBit = 0x80000000;
constexpr std::size_t kObjectSizeMax = std::size_t{1} << 16U;
constexpr std::array<std::string_view, 11> kDictionary = {
    "\"",       "key",     "",         "read",  "write",  "volatile",
    "provider", "dynamic", "cimwin32", "DWORD", "CIMTYPE"};

struct TypeFact {
    CimType type;
    std::string_view name;
    std::size_t size;
};
constexpr std::array kTypes = {
    TypeFact{CimType::Int16, "sint16", 2},  TypeFact{CimType::Int32, "sint32", 4},
    TypeFact{CimType::Real32, "real32", 4}, TypeFact{CimType::Real64, "real64", 8},
    TypeFact{CimType::String, "string", 4}, TypeFact{CimType::Boolean, "boolean", 2},
    TypeFact{CimType::Object, "object", 4}, TypeFact{CimType::Int8, "sint8", 1},
    TypeFact{CimType::UInt8, "uint8", 1},   TypeFact{CimType::UInt16, "uint16", 2},
    TypeFact{CimType::UInt32, "uint32", 4}, TypeFact{CimType::Int64, "sint64", 8},
    TypeFact{CimType::UInt64, "uint64", 8}, TypeFact{CimType::DateTime, "datetime", 4},
    TypeFact{CimType::Reference, "ref", 4}, TypeFact{CimType::Char16, "char16", 2},
};

const TypeFact* fact_of(std::uint32_t type) noexcept {
    for (const TypeFact& fact : kTypes) {
        if (static_cast<std::uint32_t>(fact.type) == type) return &fact;
    }
    return nullptr;
}

std::uint8_t byte_of(const Scalar& scalar) {
    const auto* number = std::get_if<std::uint64_t>(&scalar);
    return number == nullptr ? std::uint8_t{0} : static_cast<std::uint8_t>(*number);
}

std::vector<std::byte> bytes_of(const std::vector<Scalar>& items) {
    std::vector<std::byte> bytes;
    bytes.reserve(items.size());
    for (const Scalar& item : items) bytes.push_back(std::byte{byte_of(item)});
    return bytes;
}

struct Writer {
    RecordSink& sink;
    std::string_view name;

    void operator()(bool truth) const { sink.truth(name, truth); }
    void operator()(std::uint64_t number) const { sink.number(name, number); }
    void operator()(std::int64_t number) const { sink.negative(name, number); }
    void operator()(double number) const { sink.real(name, number); }
    void operator()(const std::string& text) const { sink.text(name, text); }
    void operator()(const ObjectBytes& object) const { sink.binary(name, object.bytes); }
};

}  // namespace

std::optional<TypeOf> type_of(std::uint32_t bits) {
    const TypeFact* fact = fact_of(bits & 0xffU);
    if (fact == nullptr) return std::nullopt;
    return TypeOf{fact->type, (bits & kArrayBit) != 0};
}

std::string_view type_name(CimType type) noexcept {
    const TypeFact* fact = fact_of(static_cast<std::uint32_t>(type));
    return fact == nullptr ? std::string_view{} : fact->name;
}

std::size_t stored_size(const TypeOf& type) noexcept {
    if (type.array) return 4;
    const TypeFact* fact = fact_of(static_cast<std::uint32_t>(type.type));
    return fact == nullptr ? 0 : fact->size;
}

std::optional<std::string> Heap::text(std::uint32_t offset) const {
    if ((offset & kDictionaryBit) != 0) {
        const std::size_t word = offset & ~kDictionaryBit;
        if (word >= kDictionary.size()) return std::nullopt;
        return std::string(kDictionary.at(word));
    }
    if (offset >= bytes_.size()) return std::nullopt;
    const Bytes rest = bytes_.subspan(std::size_t{offset} + 1);
    std::string text;
    if (bytes_[offset] == std::byte{1}) {
        append_utf8(text, until_nul(rest));
    } else if (bytes_[offset] == std::byte{0}) {
        for (const std::byte byte : rest) {
            if (byte == std::byte{0}) break;
            append_code_point(text, windows_1252(std::to_integer<std::uint8_t>(byte)));
        }
    } else {
        return std::nullopt;
    }
    if (!take(text.size())) return std::nullopt;
    return text;
}

bool Heap::take(std::size_t size) const noexcept {
    if (size > left_) return false;
    left_ -= size;
    return true;
}

std::optional<Scalar> Heap::scalar(CimType type, Bytes stored) const {
    Cursor in(stored);
    switch (type) {
        case CimType::Int8:
            return std::int64_t{static_cast<std::int8_t>(in.read<std::uint8_t>())};
        case CimType::Int16:
            return std::int64_t{static_cast<std::int16_t>(in.read<std::uint16_t>())};
        case CimType::Int32:
            return std::int64_t{static_cast<std::int32_t>(in.read<std::uint32_t>())};
        case CimType::Int64:
            return static_cast<std::int64_t>(in.read<std::uint64_t>());
        case CimType::UInt8:
            return std::uint64_t{in.read<std::uint8_t>()};
        case CimType::UInt16:
        case CimType::Char16:
            return std::uint64_t{in.read<std::uint16_t>()};
        case CimType::UInt32:
            return std::uint64_t{in.read<std::uint32_t>()};
        case CimType::UInt64:
            return in.read<std::uint64_t>();
        case CimType::Real32:
            return double{std::bit_cast<float>(in.read<std::uint32_t>())};
        case CimType::Real64:
            return std::bit_cast<double>(in.read<std::uint64_t>());
        case CimType::Boolean:
            return in.read<std::uint16_t>() != 0;
        case CimType::String:
        case CimType::DateTime:
        case CimType::Reference: {
            auto found = text(in.read<std::uint32_t>());
            if (!found) return std::nullopt;
            return std::move(*found);
        }
        case CimType::Object: {
            Cursor heap(bytes_);
            heap.seek(in.read<std::uint32_t>());
            const auto size = heap.read<std::uint32_t>();
            const Bytes object = heap.take(std::min<std::size_t>(size, kObjectSizeMax));
            if (!heap.ok() || !take(object.size())) return std::nullopt;
            return ObjectBytes{{object.begin(), object.end()}};
        }
    }
    return std::nullopt;
}

std::optional<Value> Heap::array(CimType type, std::uint32_t offset) const {
    Cursor in(bytes_);
    in.seek(offset);
    const auto count = in.read<std::uint32_t>();
    const std::size_t size = stored_size({type, false});
    if (!in.ok() || size == 0 || count > in.remaining() / size) return std::nullopt;
    std::vector<Scalar> items;
    for (std::uint32_t i = 0; i < count; ++i) {
        auto item = scalar(type, in.take(size));
        if (!item) return std::nullopt;
        items.push_back(std::move(*item));
    }
    return Value{std::move(items)};
}

std::optional<Value> Heap::value(const TypeOf& type, Bytes stored) const {
    if (stored.size() < stored_size(type)) return std::nullopt;
    if (type.array) return array(type.type, load_le<std::uint32_t>(stored, 0));
    auto one = scalar(type.type, stored);
    if (!one) return std::nullopt;
    return Value{std::move(*one)};
}

std::string sid_text(const Value& value) {
    const auto* items = std::get_if<std::vector<Scalar>>(&value);
    if (items == nullptr || items->size() < 8 || byte_of(items->front()) != 1) return {};
    const std::size_t parts = byte_of((*items)[1]);
    if (items->size() != 8 + 4 * parts) return {};
    std::string text;
    append_text(text, xiezhi::Value{ValueType::Sid, bytes_of(*items)});
    return text;
}

void write_value(RecordSink& sink, std::string_view name, const Value& value, const TypeOf& type) {
    if (const auto* scalar = std::get_if<Scalar>(&value)) {
        std::visit(Writer{sink, name}, *scalar);
        return;
    }
    const auto* items = std::get_if<std::vector<Scalar>>(&value);
    if (items == nullptr) return;
    if (type.type == CimType::UInt8) {
        const std::string sid = sid_text(value);
        if (sid.empty()) {
            sink.binary(name, bytes_of(*items));
        } else {
            sink.text(name, sid);
        }
        return;
    }
    sink.begin_list(name);
    for (const Scalar& item : *items) std::visit(Writer{sink, {}}, item);
    sink.end_list();
}

}  // namespace xiezhi::wmi
