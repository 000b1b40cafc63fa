#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/base/bytes.h"
#include "xiezhi/base/text.h"

namespace xiezhi::testing {

/// Little-endian bytes one after the other: what writers of test files are made of.
class ByteWriter {
public:
    template <std::unsigned_integral T>
    ByteWriter& number(T value) {
        for (std::size_t i = 0; i < sizeof(T); ++i) {
            bytes_.push_back(static_cast<std::byte>((value >> (8 * i)) & 0xffU));
        }
        return *this;
    }
    ByteWriter& u8(std::uint8_t value) { return number(value); }
    ByteWriter& u16(std::uint16_t value) { return number(value); }
    ByteWriter& u32(std::uint32_t value) { return number(value); }
    ByteWriter& u64(std::uint64_t value) { return number(value); }
    ByteWriter& raw(Bytes bytes) {
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
        return *this;
    }
    ByteWriter& ascii(std::string_view text) { return raw(as_bytes(text)); }
    ByteWriter& utf16(std::string_view utf8) {
        std::string text;
        append_utf16le(text, utf8);
        return ascii(text);
    }
    ByteWriter& zeros(std::size_t count) {
        bytes_.resize(bytes_.size() + count);
        return *this;
    }
    /// Zeros up to `offset`.
    ByteWriter& pad_to(std::size_t offset) {
        if (offset > bytes_.size()) bytes_.resize(offset);
        return *this;
    }
    ByteWriter& align(std::size_t block) {
        return pad_to((bytes_.size() + block - 1) / block * block);
    }
    template <std::unsigned_integral T>
    ByteWriter& overwrite(std::size_t offset, T value) {
        for (std::size_t i = 0; i < sizeof(T); ++i) {
            bytes_.at(offset + i) = static_cast<std::byte>((value >> (8 * i)) & 0xffU);
        }
        return *this;
    }

    [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }
    [[nodiscard]] const std::vector<std::byte>& bytes() const noexcept { return bytes_; }

private:
    std::vector<std::byte> bytes_;
};

}  // namespace xiezhi::testing
