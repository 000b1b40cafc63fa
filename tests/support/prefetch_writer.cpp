#include "tests/support/prefetch_writer.h"

#include <algorithm>
#include <bit>

#include "tests/support/binary_writer.h"

namespace xiezhi::testing {
namespace {

constexpr std::size_t kChunkSize = 65'536;
constexpr std::size_t kShortestMatch = 3;
constexpr unsigned kCodeBits = 9;

/// Words of bits between which bytes stand, as the reader takes them: two words ahead of the bits.
class BitWriter {
public:
    explicit BitWriter(std::string& out) : out_(out) {
        slot();
        slot();
    }
    void put(std::uint32_t value, unsigned count) {
        for (unsigned i = count; i-- > 0;) put_bit((value >> i) & 1U);
        while (slots_.size() < 2 + (bits_ == 0 ? 0 : (bits_ - 1) / 16)) slot();
    }
    void byte(std::uint8_t value) { out_ += static_cast<char>(value); }

private:
    void slot() {
        slots_.push_back(out_.size());
        out_.append(2, '\0');
    }
    void put_bit(std::uint32_t bit) {
        while (slots_.size() <= bits_ / 16) slot();
        const unsigned place = 15 - static_cast<unsigned>(bits_ % 16);
        const std::size_t at = slots_[bits_ / 16] + place / 8;
        out_[at] = static_cast<char>(static_cast<unsigned char>(out_[at]) | (bit << (place % 8)));
        ++bits_;
    }

    std::string& out_;
    std::vector<std::size_t> slots_;
    std::size_t bits_ = 0;
};

struct Match {
    std::size_t distance = 0;
    std::size_t length = 0;
};

/// The longest of the repetitions at a few distances: enough to reach every form of a length.
Match match_at(std::string_view bytes, std::size_t at, std::size_t limit) {
    Match best;
    for (std::size_t distance = 1; distance <= std::min<std::size_t>(at, 40); ++distance) {
        std::size_t length = 0;
        while (length < limit && bytes[at + length] == bytes[at + length - distance]) ++length;
        if (length > best.length) best = {distance, length};
    }
    return best.length < kShortestMatch ? Match{} : best;
}

void put_match(BitWriter& out, const Match& match) {
    const auto distance_bits = static_cast<unsigned>(std::bit_width(match.distance) - 1);
    const auto length = static_cast<std::uint32_t>(match.length - kShortestMatch);
    const std::uint32_t low = std::min(length, 15U);
    out.put(256 + (distance_bits << 4U) + low, kCodeBits);
    if (length >= 15 && length - 15 < 255) {
        out.byte(static_cast<std::uint8_t>(length - 15));
    } else if (length >= 15) {
        out.byte(255);
        const bool word = length <= 0xffff;
        out.byte(static_cast<std::uint8_t>(word ? length & 0xffU : 0));
        out.byte(static_cast<std::uint8_t>(word ? length >> 8U : 0));
        for (unsigned i = 0; !word && i < 4; ++i) {
            out.byte(static_cast<std::uint8_t>((length >> (8 * i)) & 0xffU));
        }
    }
    out.put(static_cast<std::uint32_t>(match.distance) & ((1U << distance_bits) - 1),
            distance_bits);
}

void put_volumes(BinaryWriter& out, const PrefetchContent& content, std::size_t first_reference) {
    const std::size_t start = out.size();
    const std::size_t entry_size = content.version == 17 ? 40 : content.version >= 30 ? 96 : 104;
    out.fill(entry_size * content.volumes.size());
    const auto here = [&] { return static_cast<std::uint32_t>(out.size() - start); };
    for (std::size_t i = 0; i < content.volumes.size(); ++i) {
        const PrefetchVolume& volume = content.volumes[i];
        const std::size_t entry = start + i * entry_size;
        out.put_at(entry, here());
        out.put_at(entry + 4, static_cast<std::uint32_t>(volume.device_path.size()));
        out.put_at(entry + 8, volume.created);
        out.put_at(entry + 16, volume.serial);
        out.utf16(volume.device_path).put(std::uint16_t{0});
        out.put_at(entry + 20, here());
        const std::size_t block = out.size();
        out.put(content.version == 17 ? 1U : 3U);
        out.put(static_cast<std::uint32_t>(volume.references.size()));
        out.fill_to(block + first_reference);
        for (const std::uint64_t reference : volume.references) out.put(reference);
        out.put_at(entry + 24, static_cast<std::uint32_t>(out.size() - block));
        out.put_at(entry + 28, here());
        out.put_at(entry + 32, static_cast<std::uint32_t>(volume.directories.size()));
        for (const std::string& directory : volume.directories) {
            out.put(static_cast<std::uint16_t>(directory.size())).utf16(directory);
            out.put(std::uint16_t{0});
        }
    }
    out.put_at(0x74 - 4, static_cast<std::uint32_t>(content.volumes.size()));
    out.put_at(0x74, static_cast<std::uint32_t>(out.size() - start));
}

std::size_t run_count_place(const PrefetchContent& content) {
    if (content.version == 17) return 0x90;
    if (content.version == 23) return 0x98;
    return content.version == 26 || content.metrics_offset == 0x130 ? 0xd0 : 0xc8;
}

}  // namespace

std::string prefetch_file(const PrefetchContent& content) {
    const bool xp = content.version == 17;
    BinaryWriter out;
    out.put(content.version).raw("SCCA").put(0x11U).put(0U);
    out.utf16(content.executable).fill_to(0x4c).put(content.hash).put(0U);
    out.put(content.metrics_offset).put(static_cast<std::uint32_t>(content.files.size()));
    out.fill_to(content.metrics_offset);
    std::size_t place = xp ? 0x78 : 0x80;
    for (const std::uint64_t time : content.run_times) {
        out.put_at(place, time);
        place += 8;
        if (content.version < 26) break;
    }
    out.put_at(run_count_place(content), content.run_count);
    std::uint32_t name = 0;
    for (std::size_t i = 0; i < content.files.size(); ++i) {
        const auto characters = static_cast<std::uint32_t>(content.files[i].size());
        out.put(0U).put(0U);
        if (!xp) out.put(0U);
        out.put(name).put(characters).put(0U);
        if (!xp) out.put((std::uint64_t{1} << 48U) + 100 + i);
        name += 2 * (characters + 1);
    }
    out.put_at(0x64, static_cast<std::uint32_t>(out.size()));
    for (const std::string& file : content.files) out.utf16(file).put(std::uint16_t{0});
    out.put_at(0x68, name);
    out.put_at(0x6c, static_cast<std::uint32_t>(out.size()));
    put_volumes(out, content, xp ? 8 : 16);
    out.put_at(0x0c, static_cast<std::uint32_t>(out.size()));
    return out.bytes();
}

std::string xpress_huffman(std::string_view bytes, std::size_t match_max) {
    std::string out;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t chunk_end = std::min(bytes.size(), at + kChunkSize);
        out.append(256, static_cast<char>(kCodeBits | (kCodeBits << 4U)));
        BitWriter bits(out);
        while (at < chunk_end) {
            const Match match = match_at(bytes, at, std::min(match_max, bytes.size() - at));
            if (match.length == 0) {
                bits.put(static_cast<unsigned char>(bytes[at++]), kCodeBits);
            } else {
                put_match(bits, match);
                at += match.length;
            }
        }
    }
    return out;
}

std::string mam_file(std::string_view bytes, std::size_t match_max) {
    BinaryWriter out;
    out.raw("MAM\x04").put(static_cast<std::uint32_t>(bytes.size()));
    return out.raw(xpress_huffman(bytes, match_max)).bytes();
}

}  // namespace xiezhi::testing
