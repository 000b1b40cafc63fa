#include "xiezhi/base/xpress_huffman.h"

#include <algorithm>
#include <array>

#include "xiezhi/base/cursor.h"

namespace xiezhi {
namespace {

// [MS-XCA] 2.2: a chunk of 64 KiB of output has a table of 512 code lengths of 4 bits in front of
// its bits. Symbols below 256 are bytes; others hold 4 bits of a length and 4 of a distance.
constexpr std::size_t kChunkSize = 65'536;
constexpr std::size_t kSymbolCount = 512;
constexpr std::size_t kTableSize = kSymbolCount / 2;
constexpr unsigned kLengthMax = 15;
constexpr std::uint16_t kFirstMatch = 256;
constexpr std::uint32_t kShortestMatch = 3;

using End = Expanded::End;

/// Which symbol the next 15 bits begin with; a length of 0 where no code does.
class CodeTable {
public:
    CodeTable() : entries_(std::size_t{1} << kLengthMax) {}

    struct Entry {
        std::uint16_t symbol = 0;
        std::uint8_t length = 0;
    };

    /// False when the lengths ask for more codes than there are.
    [[nodiscard]] bool build(Bytes packed) {
        std::ranges::fill(entries_, Entry{});
        std::size_t next = 0;
        for (unsigned length = 1; length <= kLengthMax; ++length) {
            const std::size_t width = std::size_t{1} << (kLengthMax - length);
            for (std::size_t symbol = 0; symbol < kSymbolCount; ++symbol) {
                if (length_of(packed, symbol) != length) continue;
                if (width > entries_.size() - next) return false;
                std::fill_n(
                    std::next(entries_.begin(), static_cast<std::ptrdiff_t>(next)), width,
                    Entry{static_cast<std::uint16_t>(symbol), static_cast<std::uint8_t>(length)});
                next += width;
            }
        }
        return true;
    }

    [[nodiscard]] Entry at(std::uint32_t bits) const { return entries_[bits]; }

private:
    static unsigned length_of(Bytes packed, std::size_t symbol) {
        const auto pair = std::to_integer<unsigned>(packed[symbol / 2]);
        return symbol % 2 == 0 ? pair & 0xfU : pair >> 4U;
    }

    std::vector<Entry> entries_;
};

/// Bits from 16-bit words, the highest first; bytes that stand between the words. Behind the end
/// come zeros, and `spent()` says that one of them was used.
class BitReader {
public:
    explicit BitReader(Cursor& in) : in_(in) {
        bits_ = std::uint32_t{next_word()} << 16U;
        bits_ |= next_word();
    }

    [[nodiscard]] std::uint32_t peek(unsigned count) const {
        return count == 0 ? 0 : bits_ >> (32U - count);
    }
    void skip(unsigned count) {
        bits_ <<= count;
        held_ -= static_cast<int>(count);
        if (held_ >= 16) return;
        bits_ |= std::uint32_t{next_word()} << static_cast<unsigned>(16 - held_);
        held_ += 16;
    }
    std::uint32_t take(unsigned count) {
        const std::uint32_t value = peek(count);
        skip(count);
        return value;
    }
    template <std::unsigned_integral T>
    T bytes() {
        return in_.read<T>();
    }
    [[nodiscard]] bool spent() const { return !in_.ok() || missing_ > held_; }

private:
    std::uint16_t next_word() {
        if (in_.remaining() >= 2) return in_.read<std::uint16_t>();
        missing_ += 16;
        return 0;
    }

    Cursor& in_;
    std::uint32_t bits_ = 0;
    int held_ = 32;    // bits in bits_
    int missing_ = 0;  // of these, the last ones that the input did not have
};

/// The length of a copy: 4 bits of the symbol, then a byte, a word and a long, as far as needed.
std::uint32_t match_length(unsigned low, BitReader& bits) {
    std::uint32_t length = low;
    if (low == 15) {
        length = bits.bytes<std::uint8_t>();
        if (length == 255) {
            length = bits.bytes<std::uint16_t>();
            if (length == 0) length = bits.bytes<std::uint32_t>();
            length = length < 15 ? 0 : length - 15;
        }
        length += 15;
    }
    return length > UINT32_MAX - kShortestMatch ? UINT32_MAX : length + kShortestMatch;
}

/// One symbol's worth of output.
End expand_symbol(const CodeTable& codes, BitReader& bits, std::size_t size,
                  std::vector<std::byte>& out) {
    const CodeTable::Entry code = codes.at(bits.peek(kLengthMax));
    if (code.length == 0) return End::BadCode;
    bits.skip(code.length);
    if (code.symbol < kFirstMatch) {
        if (bits.spent()) return End::InputEnds;
        out.push_back(static_cast<std::byte>(code.symbol));
        return End::Complete;
    }
    const unsigned match = code.symbol - kFirstMatch;
    const std::uint32_t length = match_length(match & 0xfU, bits);
    const unsigned distance_bits = match >> 4U;
    const std::size_t distance = (std::size_t{1} << distance_bits) + bits.take(distance_bits);
    if (bits.spent()) return End::InputEnds;
    if (distance > out.size()) return End::BadDistance;
    const std::size_t end = out.size() + std::min<std::size_t>(length, size - out.size());
    while (out.size() < end) out.push_back(out[out.size() - distance]);
    return End::Complete;
}

}  // namespace

Expanded expand_xpress_huffman(Bytes compressed, std::size_t size) {
    Expanded expanded;
    expanded.bytes.reserve(std::min(size, compressed.size() * 8));  // what real files come to
    Cursor in(compressed);
    CodeTable codes;
    while (expanded.bytes.size() < size) {
        const Bytes table = in.take(kTableSize);
        if (!in.ok()) {
            expanded.end = End::InputEnds;
            return expanded;
        }
        if (!codes.build(table)) {
            expanded.end = End::BadTable;
            return expanded;
        }
        BitReader bits(in);
        // A chunk counts from where it begins, not in multiples: the last copy of the one before
        // may have gone beyond its end.
        const std::size_t chunk_end = std::min(size, expanded.bytes.size() + kChunkSize);
        while (expanded.bytes.size() < chunk_end) {
            expanded.end = expand_symbol(codes, bits, size, expanded.bytes);
            if (expanded.end != End::Complete) return expanded;
        }
    }
    return expanded;
}

}  // namespace xiezhi
