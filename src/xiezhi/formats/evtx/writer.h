#pragma once

#include <algorithm>
#include <cassert>
#include <cstring>
#include <string_view>
#include <utility>

#include "xiezhi/base/uninitialised.h"

namespace xiezhi::evtx {

/// The text of many records in one reused buffer. `reserve` first, then `put` without further
/// tests. What one record may write is bounded: a small record can name a big substitution a
/// thousand times.
class Writer {
public:
    /// Most that may be written between two begin() calls.
    static constexpr std::size_t kRecordTextMax = std::size_t{4} << 20U;

    /// Sets the watermark that rollback() returns to.
    void begin() noexcept {
        mark_ = at_;
        overflow_ = false;
        set_limit();
    }
    void rollback() noexcept { at_ = mark_; }
    [[nodiscard]] bool overflow() const noexcept { return overflow_; }
    [[nodiscard]] std::size_t record_size() const noexcept { return at_ - mark_; }

    /// Room for `size` more bytes and some spare ones, so that 16 bytes may be stored at once.
    void reserve(std::size_t size) {
        if (limit_ - at_ < size + kSpare) grow(size + kSpare);
    }

    void put(std::string_view text) noexcept {
        assert(room_.size() - at_ >= text.size());
        if (!text.empty()) std::memcpy(&room_[at_], text.data(), text.size());
        at_ += text.size();
    }
    void put(char c) noexcept { room_[at_++] = c; }

    /// Stores 16 (32) bytes and keeps `size` of them.
    void put16(const void* bytes, std::size_t size) noexcept {
        std::memcpy(&room_[at_], bytes, 16);
        at_ += size;
    }
    void put32(const void* bytes, std::size_t size) noexcept {
        std::memcpy(&room_[at_], bytes, 32);
        at_ += size;
    }
    /// The first `size` bytes of `padded`, behind which kPadding more can be read.
    static constexpr std::size_t kPadding = 32;
    void put_padded(std::string_view padded, std::size_t size) noexcept {
        for (std::size_t done = 0; done < size; done += 32) {
            std::memcpy(&room_[at_ + done], &padded[done], 32);
        }
        at_ += size;
    }

    [[nodiscard]] std::size_t size() const noexcept { return at_; }
    [[nodiscard]] char back() const noexcept { return room_[at_ - 1]; }
    void set_back(char c) noexcept { room_[at_ - 1] = c; }
    void truncate(std::size_t size) noexcept { at_ = size; }
    /// Takes out the byte at `position`.
    void erase(std::size_t position) noexcept {
        if (position >= at_) return;
        std::memmove(&room_[position], &room_[position + 1], at_ - position - 1);
        --at_;
    }
    void clear() noexcept {
        at_ = mark_ = 0;
        set_limit();
    }
    [[nodiscard]] std::string_view text() const noexcept { return {room_.data(), at_}; }

private:
    static constexpr std::size_t kSpare = 64;
    static constexpr std::size_t kFirstRoom = 512;

    void grow(std::size_t size) {
        if (at_ - mark_ + size > kRecordTextMax) {
            overflow_ = true;  // the record is rolled back; until then its text goes nowhere
            at_ = mark_;
        }
        if (room_.size() - at_ < size) {
            // A new one and memcpy: the vector itself would move byte by byte.
            UninitialisedVector<char> larger(std::max({kFirstRoom, 2 * room_.size(), at_ + size}));
            if (at_ != 0) std::memcpy(larger.data(), room_.data(), at_);
            room_ = std::move(larger);
        }
        set_limit();
    }
    /// The one bound that reserve() looks at: of the room, and of the record.
    void set_limit() noexcept { limit_ = std::min(room_.size(), mark_ + kRecordTextMax); }

    UninitialisedVector<char> room_;
    std::size_t at_ = 0;
    std::size_t mark_ = 0;
    std::size_t limit_ = 0;  // never below at_
    bool overflow_ = false;
};

}  // namespace xiezhi::evtx
