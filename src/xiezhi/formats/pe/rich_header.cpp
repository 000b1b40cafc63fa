// The Rich header stands between the DOS stub and `PE`: `DanS`, three zeros and pairs of tool and
// count, all XORed with a key that stands behind the word `Rich`. Undocumented by Microsoft; Daniel
// Pistelli, "Microsoft's Rich Signature", and pefile (get_rich_header_hash).
#include <algorithm>
#include <bit>

#include "xiezhi/base/cursor.h"
#include "xiezhi/formats/pe/reader.h"

namespace xiezhi::pe {
namespace {

constexpr std::size_t kSearchSizeMax = 4096;
constexpr std::uint32_t kRich = 0x68636952;
constexpr std::uint32_t kDans = 0x536e6144;
constexpr std::size_t kDosHeaderSize = 64;
constexpr std::size_t kHeaderOffsetField = 0x3c;
constexpr std::size_t kEntriesAt = 16;  // behind DanS and three zeros

/// The key is a sum of the bytes before the Rich header, each turned by its position, with e_lfanew
/// as zeros, and of the tools, turned by their counts.
std::uint32_t checksum(Bytes before, const std::vector<RichHeader::Entry>& entries) {
    auto sum = static_cast<std::uint32_t>(before.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (i >= kHeaderOffsetField && i < kHeaderOffsetField + 4) continue;
        sum += std::rotl(std::to_integer<std::uint32_t>(before[i]), static_cast<int>(i % 32));
    }
    for (const RichHeader::Entry& entry : entries) {
        const std::uint32_t tool = (std::uint32_t{entry.product} << 16U) | entry.build;
        sum += std::rotl(tool, static_cast<int>(entry.count % 32));
    }
    return sum;
}

}  // namespace

void read_rich_header(Reader& in, Image& image) {
    const Bytes head = in.at(0, std::min<std::size_t>(image.header_offset, kSearchSizeMax));
    std::size_t rich = head.size() / 4 * 4;
    do {
        if (rich < kDosHeaderSize + 4) return;
        rich -= 4;
    } while (load_le<std::uint32_t>(head, rich) != kRich);
    RichHeader out;
    out.key = load_le<std::uint32_t>(head, rich + 4);
    std::size_t start = rich;
    do {
        if (start < kDosHeaderSize + 4) return;
        start -= 4;
    } while ((load_le<std::uint32_t>(head, start) ^ out.key) != kDans);
    std::vector<std::byte> clear(head.begin() + static_cast<std::ptrdiff_t>(start),
                                 head.begin() + static_cast<std::ptrdiff_t>(rich));
    for (std::size_t i = 0; i < clear.size(); ++i) {
        clear[i] ^= static_cast<std::byte>((out.key >> (8 * (i % 4))) & 0xffU);
    }
    out.hash = digest_of(DigestKind::Md5, clear);
    for (std::size_t at = kEntriesAt; at + 8 <= clear.size(); at += 8) {
        const auto tool = load_le<std::uint32_t>(clear, at);
        out.entries.push_back({.product = static_cast<std::uint16_t>(tool >> 16U),
                               .build = static_cast<std::uint16_t>(tool & 0xffffU),
                               .count = load_le<std::uint32_t>(clear, at + 4)});
    }
    out.key_valid = checksum(head.first(start), out.entries) == out.key;
    image.rich = std::move(out);
}

}  // namespace xiezhi::pe
