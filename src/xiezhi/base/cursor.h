#pragma once

#include <concepts>
#include <cstring>

#include "xiezhi/base/bytes.h"

namespace xiezhi {

/// Reads little-endian bytes in order and cannot leave them. The first read that does not fit fails
/// the cursor for good: it and all later ones give zero or an empty view. So a parser reads a whole
/// struct in plain lines and asks `ok()` once, before it believes any of it.
class Cursor {
public:
    /// `origin`: offset of bytes[0] in the artefact, so that a note names a place one can open.
    explicit Cursor(Bytes bytes, std::uint64_t origin = 0) noexcept
        : bytes_(bytes), origin_(origin) {}

    template <std::unsigned_integral T>
    T read() noexcept {
        T value{};
        const Bytes raw = take(sizeof(T));
        if (!raw.empty()) std::memcpy(&value, raw.data(), sizeof(T));
        return value;
    }

    Bytes take(std::size_t size) noexcept {
        if (size > bytes_.size() - position_) ok_ = false;  // cannot wrap: position_ <= size()
        if (!ok_) return {};
        position_ += size;
        return bytes_.subspan(position_ - size, size);
    }

    void seek(std::size_t position) noexcept {
        if (position > bytes_.size()) ok_ = false;
        if (ok_) position_ = position;
    }

    [[nodiscard]] bool ok() const noexcept { return ok_; }
    [[nodiscard]] std::size_t position() const noexcept { return position_; }
    [[nodiscard]] std::size_t remaining() const noexcept { return bytes_.size() - position_; }
    [[nodiscard]] std::uint64_t offset() const noexcept { return origin_ + position_; }

private:
    Bytes bytes_;
    std::size_t position_ = 0;
    std::uint64_t origin_;
    bool ok_ = true;
};

/// One little-endian integer at `position`, or nothing when it does not fit.
template <std::unsigned_integral T>
[[nodiscard]] T load_le(Bytes bytes, std::size_t position) noexcept {
    Cursor in(bytes);
    in.seek(position);
    return in.read<T>();
}

}  // namespace xiezhi
