#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/base/bytes.h"

namespace xiezhi::rules {

enum class Anchor : std::uint8_t { Anywhere, Start, End, Whole };

/// Finds which of many literals stand in a value, in one pass over it. Each literal is known by one
/// or four grams (runs of up to four bytes); a bitmap that fits the first cache levels says whether
/// a gram is anybody's, a hash table whose, and only then the whole literal is compared.
/// Literals of seven bytes and more are known by four neighbouring grams, so that only every fourth
/// place of the value has to be looked at. Anchored ones are known by a hash of their first or last
/// bytes, as many as a few fixed sizes allow: nearly every file name ends in `.exe`.
class LiteralScanner {
public:
    /// `id` is what the scan reports. Empty literals are not allowed.
    void add(std::string_view text, Anchor anchor, std::uint32_t id);
    /// Makes the tables; after it nothing may be added.
    void build();

    [[nodiscard]] bool empty() const noexcept { return literals_.empty(); }
    /// True when every literal has a character that `alphabet` lacks: then no value made of the
    /// alphabet alone can have one.
    [[nodiscard]] bool all_outside(std::string_view alphabet) const;
    [[nodiscard]] std::size_t memory() const noexcept;

    /// False when no literal can stand in the text, told from its UTF-16 without folding it. Only
    /// scanners of nothing but long unanchored literals can say so.
    [[nodiscard]] bool may_occur(Bytes utf16le) const noexcept;

    /// Calls found(id) for every literal in the value, perhaps more than once; it returns true to
    /// stop. Says whether it was stopped.
    template <class Found>
    bool scan(std::string_view value, const Found& found) const;

private:
    // What a key of the table is: the gram's class in the upper half, its bytes in the lower.
    enum class Gram : std::uint8_t { EveryFourth, Four, Three, Two, One, Start, End, Whole };
    static constexpr std::size_t kStrideLength = 7;
    static constexpr std::size_t kGramMax = 4;
    static constexpr std::array<std::size_t, 7> kAnchorSizes{1, 2, 3, 4, 8, 16, 32};

    struct Literal {
        std::string text;
        Anchor anchor;
        std::uint32_t id;
    };
    struct Entry {  // a literal that has the gram at `offset`
        std::uint32_t literal;
        std::uint32_t offset;
        std::uint32_t next;
    };
    class GramCounts;
    struct Slot {
        std::uint64_t key = 0;
        std::uint32_t first = 0;  // entry + 1; 0: free
    };

    void enter(std::uint64_t key, std::uint32_t literal, std::size_t offset);
    void enter_anywhere(std::uint32_t literal, const GramCounts& counts);
    void enter_anchored(std::uint32_t literal);
    void fill_slots(const std::vector<std::uint64_t>& keys);
    [[nodiscard]] std::uint32_t first_entry(std::uint64_t key) const noexcept;
    void note_pairs(std::uint32_t literal, std::size_t offset);
    [[nodiscard]] bool known(std::uint64_t key) const noexcept {
        const std::uint32_t bit = mix(key) >> bitmap_shift_;
        return (bitmap_[bit / 64] >> (bit % 64) & 1U) != 0;
    }
    [[nodiscard]] std::uint32_t pair_bit(std::uint32_t pair) const noexcept {
        return (pair * 0x9e3779b1U) >> pair_shift_;
    }

    static std::uint32_t gram(std::string_view text, std::size_t position,
                              std::size_t size) noexcept {
        std::uint32_t bytes = 0;
        std::memcpy(&bytes, std::span(text).subspan(position).data(), size);
        return bytes;
    }
    static std::uint8_t bit_of(Gram kind) noexcept {
        return static_cast<std::uint8_t>(1U << static_cast<std::uint8_t>(kind));
    }
    static std::uint64_t key_of(Gram kind, std::uint32_t bytes, std::size_t size) noexcept {
        return std::uint64_t{static_cast<std::uint8_t>(kind)} << 40U | std::uint64_t{size} << 32U |
               bytes;
    }
    static std::uint64_t anchored_key(Gram kind, std::string_view text) noexcept;
    static std::uint32_t mix(std::uint64_t key) noexcept {
        return static_cast<std::uint32_t>((key * 0x9e3779b97f4a7c15U) >> 32U);
    }

    template <class Found>
    bool report(std::uint32_t entry, std::string_view value, std::size_t position,
                const Found& found) const;
    template <class Found>
    bool scan_every_fourth(std::string_view value, const Found& found) const;
    template <class Found>
    bool scan_short(std::string_view value, const Found& found) const;
    template <class Found>
    bool scan_anchored(std::string_view value, const Found& found) const;

    std::vector<Literal> literals_;
    std::vector<Entry> entries_;
    std::vector<std::uint64_t> entry_keys_;  // while building
    std::vector<Slot> slots_;
    std::vector<std::uint64_t> bitmap_;
    std::vector<std::uint64_t> pairs_;  // first two bytes of the grams of short literals, by hash
    std::uint32_t slot_mask_ = 0;
    std::uint32_t bitmap_shift_ = 0;
    std::uint32_t pair_shift_ = 0;
    std::uint8_t classes_ = 0;      // bit per Gram that has entries
    std::uint8_t start_sizes_ = 0;  // bit per size of kAnchorSizes
    std::uint8_t end_sizes_ = 0;
};

/// True when `needle` stands in `value`: searches for its rarest byte.
[[nodiscard]] bool contains_text(std::string_view value, std::string_view needle) noexcept;

// ---------------------------------------------------------------------------------------------

template <class Found>
bool LiteralScanner::report(std::uint32_t entry, std::string_view value, std::size_t position,
                            const Found& found) const {
    for (; entry != 0; entry = entries_[entry - 1].next) {
        const Entry& e = entries_[entry - 1];
        const Literal& literal = literals_[e.literal];
        const std::string_view text = literal.text;
        if (position < e.offset || value.size() - (position - e.offset) < text.size()) continue;
        const std::size_t start = position - e.offset;
        if (value.substr(start, text.size()) != text) continue;
        if (literal.anchor == Anchor::Whole && value.size() != text.size()) continue;
        if (found(literal.id)) return true;
    }
    return false;
}

template <class Found>
bool LiteralScanner::scan_every_fourth(std::string_view value, const Found& found) const {
    for (std::size_t p = 0; p + kGramMax <= value.size(); p += kGramMax) {
        const std::uint64_t key = key_of(Gram::EveryFourth, gram(value, p, kGramMax), kGramMax);
        if (known(key) && report(first_entry(key), value, p, found)) return true;
    }
    return false;
}

template <class Found>
bool LiteralScanner::scan_short(std::string_view value, const Found& found) const {
    const auto look = [&](std::size_t p, std::size_t size, Gram kind) {
        if ((classes_ & bit_of(kind)) == 0 || p + size > value.size()) return false;
        const std::uint64_t key = key_of(kind, gram(value, p, size), size);
        return known(key) && report(first_entry(key), value, p, found);
    };
    for (std::size_t p = 0; p + 2 <= value.size(); ++p) {
        const std::uint32_t bit = pair_bit(gram(value, p, 2));
        if ((pairs_[bit / 64] >> (bit % 64) & 1U) == 0) continue;
        if (look(p, 4, Gram::Four) || look(p, 3, Gram::Three) || look(p, 2, Gram::Two) ||
            look(p, 1, Gram::One))
            return true;
    }
    return look(value.size() - 1, 1, Gram::One);
}

template <class Found>
bool LiteralScanner::scan_anchored(std::string_view value, const Found& found) const {
    const auto look = [&](std::uint64_t key, std::size_t position) {
        return known(key) && report(first_entry(key), value, position, found);
    };
    for (std::size_t i = 0; i < kAnchorSizes.size() && kAnchorSizes[i] <= value.size(); ++i) {
        const std::size_t size = kAnchorSizes[i];
        if ((start_sizes_ >> i & 1U) != 0 &&
            look(anchored_key(Gram::Start, value.substr(0, size)), 0)) {
            return true;
        }
        const std::size_t tail = value.size() - size;
        if ((end_sizes_ >> i & 1U) != 0 &&
            look(anchored_key(Gram::End, value.substr(tail)), tail)) {
            return true;
        }
    }
    return (classes_ & bit_of(Gram::Whole)) != 0 && look(anchored_key(Gram::Whole, value), 0);
}

template <class Found>
bool LiteralScanner::scan(std::string_view value, const Found& found) const {
    if (value.empty()) return false;
    const auto has = [&](Gram kind) { return (classes_ & bit_of(kind)) != 0; };
    return scan_anchored(value, found) ||
           (has(Gram::EveryFourth) && scan_every_fourth(value, found)) ||
           (!pairs_.empty() && scan_short(value, found));
}

}  // namespace xiezhi::rules
