#include "xiezhi/rules/literal_scan.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>

#include "xiezhi/base/hash.h"

namespace xiezhi::rules {
namespace {

/// Bytes by how common they are in paths and command lines; lower is rarer.
int commonness(char c) {
    constexpr std::string_view kCommon =
        "qjzxkvbgywfup%$#@!^~`&;{}[]()=+\"'<>|,_dhmlcnrosiatex:-/.\\ ";
    const std::size_t at = kCommon.find(c);
    return at == std::string_view::npos ? 0 : static_cast<int>(at);
}

}  // namespace

/// How often each gram occurs among the literals themselves, by hash: what many rules look for
/// (`.exe`, `powershell`) is what evidence is full of, so the rarest window of a literal is used.
class LiteralScanner::GramCounts {
public:
    explicit GramCounts(std::size_t grams)
        : counts_(std::clamp(std::bit_ceil(grams), kCountersMin, kCountersMax)),
          shift_(32 - std::countr_zero(counts_.size())) {}

    [[nodiscard]] std::uint16_t& of(std::uint32_t bytes) { return counts_[index_of(bytes)]; }
    [[nodiscard]] std::uint16_t of(std::uint32_t bytes) const { return counts_[index_of(bytes)]; }

private:
    [[nodiscard]] std::size_t index_of(std::uint32_t bytes) const {
        return (bytes * 0x9e3779b1U) >> shift_;
    }

    static constexpr std::size_t kCountersMin = 16;
    static constexpr std::size_t kCountersMax = 1U << 14U;
    std::vector<std::uint16_t> counts_;
    int shift_;
};

std::uint64_t LiteralScanner::anchored_key(Gram kind, std::string_view text) noexcept {
    return (hash64(text, std::uint64_t{bit_of(kind)}) >> 8U) | std::uint64_t{0xffU} << 56U;
}

void LiteralScanner::add(std::string_view text, Anchor anchor, std::uint32_t id) {
    assert(!text.empty());
    literals_.push_back({std::string(text), anchor, id});
}

void LiteralScanner::enter(std::uint64_t key, std::uint32_t literal, std::size_t offset) {
    entries_.push_back({literal, static_cast<std::uint32_t>(offset), 0});
    entry_keys_.push_back(key);
}

/// The pairs that begin a gram; a gram of one byte begins any pair with it.
void LiteralScanner::note_pairs(std::uint32_t literal, std::size_t offset) {
    const std::string_view text = literals_[literal].text;
    const auto note = [&](std::uint32_t pair) {
        const std::uint32_t bit = pair_bit(pair);
        pairs_[bit / 64] |= std::uint64_t{1} << (bit % 64);
    };
    if (text.size() > 1) return note(gram(text, offset, 2));
    for (std::uint32_t second = 0; second < 256; ++second) note(gram(text, 0, 1) | second << 8U);
}

void LiteralScanner::enter_anywhere(std::uint32_t literal, const GramCounts& counts) {
    const std::string_view text = literals_[literal].text;
    if (text.size() < kGramMax) {
        constexpr std::array kShort{Gram::One, Gram::Two, Gram::Three};
        const Gram kind = kShort.at(text.size() - 1);
        classes_ |= bit_of(kind);
        enter(key_of(kind, gram(text, 0, text.size()), text.size()), literal, 0);
        return note_pairs(literal, 0);
    }
    const bool strided = text.size() >= kStrideLength;
    const std::size_t grams = strided ? 4 : 1;
    std::size_t best = 0;
    std::uint32_t best_count = UINT32_MAX;
    for (std::size_t start = 0; start + grams + 3 <= text.size(); ++start) {
        std::uint32_t count = 0;
        for (std::size_t i = 0; i < grams; ++i) count += counts.of(gram(text, start + i, 4));
        if (count < best_count) {
            best_count = count;
            best = start;
        }
    }
    const Gram kind = strided ? Gram::EveryFourth : Gram::Four;
    classes_ |= bit_of(kind);
    for (std::size_t i = 0; i < grams; ++i) {
        enter(key_of(kind, gram(text, best + i, 4), 4), literal, best + i);
    }
    if (!strided) note_pairs(literal, best);
}

void LiteralScanner::enter_anchored(std::uint32_t literal) {
    const std::string_view text = literals_[literal].text;
    const auto larger = std::ranges::upper_bound(kAnchorSizes, text.size());
    const auto index = static_cast<std::size_t>(larger - kAnchorSizes.begin()) - 1;
    const std::size_t size = kAnchorSizes.at(index);
    switch (literals_[literal].anchor) {
        case Anchor::Start:
            start_sizes_ = static_cast<std::uint8_t>(start_sizes_ | 1U << index);
            enter(anchored_key(Gram::Start, text.substr(0, size)), literal, 0);
            return;
        case Anchor::End:
            end_sizes_ = static_cast<std::uint8_t>(end_sizes_ | 1U << index);
            enter(anchored_key(Gram::End, text.substr(text.size() - size)), literal,
                  text.size() - size);
            return;
        case Anchor::Whole:
            classes_ |= bit_of(Gram::Whole);
            enter(anchored_key(Gram::Whole, text), literal, 0);
            return;
        case Anchor::Anywhere:
            return;
    }
}

void LiteralScanner::fill_slots(const std::vector<std::uint64_t>& keys) {
    const std::size_t size = std::bit_ceil(std::max<std::size_t>(4, keys.size() * 2));
    slots_.assign(size, Slot{});
    slot_mask_ = static_cast<std::uint32_t>(size - 1);
    const std::size_t bits = std::bit_ceil(std::max<std::size_t>(64, keys.size() * 16));
    bitmap_.assign(bits / 64, 0);
    bitmap_shift_ = 32U - static_cast<std::uint32_t>(std::countr_zero(bits));
    for (std::uint32_t i = 0; i < keys.size(); ++i) {
        const std::uint32_t hash = mix(keys[i]);
        const std::uint32_t bit = hash >> bitmap_shift_;
        bitmap_[bit / 64] |= std::uint64_t{1} << (bit % 64);
        std::uint32_t at = hash & slot_mask_;
        while (slots_[at].first != 0 && slots_[at].key != keys[i]) at = (at + 1) & slot_mask_;
        slots_[at].key = keys[i];
        entries_[i].next = slots_[at].first;
        slots_[at].first = i + 1;
    }
}

void LiteralScanner::build() {
    std::size_t grams = 0;
    for (const Literal& literal : literals_) {
        if (literal.anchor == Anchor::Anywhere) grams += literal.text.size();
    }
    GramCounts counts(grams);
    for (const Literal& literal : literals_) {
        if (literal.anchor != Anchor::Anywhere) continue;
        for (std::size_t p = 0; p + 4 <= literal.text.size(); ++p) {
            std::uint16_t& count = counts.of(gram(literal.text, p, 4));
            if (count < UINT16_MAX) ++count;
        }
    }
    const auto is_short = [](const Literal& literal) {
        return literal.anchor == Anchor::Anywhere && literal.text.size() < kStrideLength;
    };
    if (const auto count = std::ranges::count_if(literals_, is_short); count > 0) {
        const std::uint32_t bits = count < 16 ? 11 : 16;
        pairs_.assign((std::size_t{1} << bits) / 64, 0);
        pair_shift_ = 32 - bits;
    }
    for (std::uint32_t i = 0; i < literals_.size(); ++i) {
        if (literals_[i].anchor == Anchor::Anywhere) {
            enter_anywhere(i, counts);
        } else {
            enter_anchored(i);
        }
    }
    fill_slots(entry_keys_);
    entry_keys_ = {};
    literals_.shrink_to_fit();
    entries_.shrink_to_fit();
}

std::uint32_t LiteralScanner::first_entry(std::uint64_t key) const noexcept {
    for (std::uint32_t at = mix(key) & slot_mask_; slots_[at].first != 0;
         at = (at + 1) & slot_mask_) {
        if (slots_[at].key == key) return slots_[at].first;
    }
    return 0;
}

bool LiteralScanner::may_occur(Bytes utf16le) const noexcept {
    if (classes_ != bit_of(Gram::EveryFourth) || start_sizes_ != 0 || end_sizes_ != 0) return true;
    constexpr std::size_t kBlock = 2 * kGramMax;
    for (std::size_t p = 0; p + kBlock <= utf16le.size(); p += kBlock) {
        std::uint64_t units = 0;
        std::memcpy(&units, utf16le.subspan(p).data(), kBlock);
        if ((units & 0xff80ff80ff80ff80U) != 0) return true;  // not ASCII: ask the folded text
        // Four lanes of seven bits: bit 7 of a sum says whether the unit is at least `A`, above
        // `Z`.
        const std::uint64_t from_a = units + 0x003f003f003f003fU;
        const std::uint64_t above_z = units + 0x0025002500250025U;
        units |= (from_a & ~above_z & 0x0080008000800080U) >> 2U;
        units = (units | units >> 8U) & 0x0000ffff0000ffffU;
        const auto bytes = static_cast<std::uint32_t>(units | units >> 16U);
        // Of a record's many grams some have a neighbour's bit: only the key itself counts.
        const std::uint64_t key = key_of(Gram::EveryFourth, bytes, kGramMax);
        if (known(key) && first_entry(key) != 0) return true;
    }
    return false;
}

bool LiteralScanner::all_outside(std::string_view alphabet) const {
    return std::ranges::all_of(literals_, [&](const Literal& literal) {
        return literal.text.find_first_not_of(alphabet) != std::string::npos;
    });
}

std::size_t LiteralScanner::memory() const noexcept {
    std::size_t size = entries_.size() * sizeof(Entry) + slots_.size() * sizeof(Slot) +
                       (bitmap_.size() + pairs_.size()) * sizeof(std::uint64_t);
    for (const Literal& literal : literals_) size += sizeof(Literal) + literal.text.size();
    return size;
}

bool contains_text(std::string_view value, std::string_view needle) noexcept {
    if (needle.size() > value.size()) return false;
    if (needle.empty()) return true;
    std::size_t rare = 0;
    for (std::size_t i = 1; i < needle.size(); ++i) {
        if (commonness(needle[i]) < commonness(needle[rare])) rare = i;
    }
    const std::size_t last = value.size() - needle.size() + rare;
    for (std::size_t at = rare; at <= last; ++at) {
        at = value.find(needle[rare], at);
        if (at == std::string_view::npos || at > last) return false;
        if (value.substr(at - rare, needle.size()) == needle) return true;
    }
    return false;
}

}  // namespace xiezhi::rules
