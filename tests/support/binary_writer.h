#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "xiezhi/base/text.h"

namespace xiezhi::testing {

/// How many units a text has in UTF-16.
inline std::size_t utf16_count(std::string_view utf8) {
    std::string units;
    append_utf16le(units, utf8);
    return units.size() / 2;
}

/// Puts little-endian structures together, field after field or at a place.
class BinaryWriter {
public:
    template <std::unsigned_integral T>
    BinaryWriter& put(T value) {
        for (std::size_t i = 0; i < sizeof(T); ++i) {
            bytes_ += static_cast<char>((std::uint64_t{value} >> (8 * i)) & 0xffU);
        }
        return *this;
    }
    template <std::unsigned_integral T>
    BinaryWriter& put_at(std::size_t position, T value) {
        BinaryWriter field;
        bytes_.replace(position, sizeof(T), field.put(value).bytes());
        return *this;
    }
    BinaryWriter& raw(std::string_view bytes) {
        bytes_ += bytes;
        return *this;
    }
    BinaryWriter& utf16(std::string_view utf8) {
        append_utf16le(bytes_, utf8);
        return *this;
    }
    BinaryWriter& fill(std::size_t count, char byte = '\0') {
        bytes_.append(count, byte);
        return *this;
    }
    /// Zeros (or other bytes) up to `position`.
    BinaryWriter& fill_to(std::size_t position, char byte = '\0') {
        if (position > bytes_.size()) bytes_.resize(position, byte);
        return *this;
    }
    [[nodiscard]] std::size_t size() const { return bytes_.size(); }
    [[nodiscard]] const std::string& bytes() const { return bytes_; }

private:
    std::string bytes_;
};

}  // namespace xiezhi::testing
