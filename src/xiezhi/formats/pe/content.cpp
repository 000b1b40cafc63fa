#include "xiezhi/formats/pe/content.h"

#include <algorithm>
#include <cmath>

#include "xiezhi/base/cursor.h"

namespace xiezhi::pe {
namespace {

constexpr std::size_t kByteValues = 256;
constexpr std::uint64_t kCountedFilesMax = 4;  // sections may overlap: hostile ones, many times

}  // namespace

ContentScan::ContentScan(const Image& image) : image_(image), sections_(image.sections.size()) {
    std::uint64_t left = image.file_size * kCountedFilesMax;
    for (std::size_t i = 0; i < sections_.size(); ++i) {
        const Section& section = image.sections[i];
        if (section.raw_offset >= image.file_size) continue;
        const std::uint64_t size =
            std::min<std::uint64_t>(section.raw_size, image.file_size - section.raw_offset);
        if (size == 0 || size > left) continue;
        left -= size;
        sections_[i] = {{section.raw_offset, size}, std::vector<std::uint64_t>(kByteValues)};
    }
    if (image.overlay.size != 0) {
        overlay_ = {image.overlay, std::vector<std::uint64_t>(kByteValues)};
    }
}

void ContentScan::count(Histogram& histogram, Bytes bytes, std::uint64_t offset) {
    if (histogram.counts.empty()) return;
    const std::uint64_t begin = std::max(histogram.extent.offset, offset);
    const std::uint64_t end = std::min(histogram.extent.end(), offset + bytes.size());
    if (begin >= end) return;
    const Bytes part = bytes.subspan(static_cast<std::size_t>(begin - offset),
                                     static_cast<std::size_t>(end - begin));
    for (const std::byte byte : part) ++histogram.counts[std::to_integer<std::size_t>(byte)];
}

/// Sums the file as little-endian 16-bit words; the checksum field itself counts as zero.
void ContentScan::add_checksum(Bytes bytes) {
    std::uint64_t position = position_;
    while (!bytes.empty()) {
        const bool odd = position % 2 != 0;
        if (odd || bytes.size() < 4) {
            sum_ += std::to_integer<std::uint64_t>(bytes.front()) << (odd ? 8U : 0U);
            bytes = bytes.subspan(1);
            ++position;
            continue;
        }
        const std::size_t size = bytes.size() / 4 * 4;
        Cursor in(bytes);
        for (std::size_t i = 0; i < size; i += 4) {
            const auto word = in.read<std::uint32_t>();
            sum_ += (word & 0xffffU) + (word >> 16U);
        }
        bytes = bytes.subspan(size);
        position += size;
    }
}

void ContentScan::update(Bytes bytes) {
    add_checksum(bytes);
    for (Histogram& histogram : sections_) count(histogram, bytes, position_);
    count(overlay_, bytes, position_);
    position_ += bytes.size();
}

std::uint32_t ContentScan::checksum() const noexcept {
    std::uint64_t sum = sum_;
    // The stored field was summed like all bytes: taken out again, in ones' complement.
    const bool odd = image_.checksum_offset % 2 != 0;
    const std::uint64_t stored = image_.checksum;
    sum -= odd ? ((stored & 0xffU) << 8U) + ((stored >> 8U) & 0xffffU) + (stored >> 24U)
               : (stored & 0xffffU) + (stored >> 16U);
    while (sum > 0xffffU) sum = (sum & 0xffffU) + (sum >> 16U);
    return static_cast<std::uint32_t>(sum + position_);
}

double ContentScan::entropy_of(const Histogram& histogram) noexcept {
    if (histogram.counts.empty()) return -1;
    double entropy = 0;
    for (const std::uint64_t count : histogram.counts) {
        if (count == 0) continue;
        const double share =
            static_cast<double>(count) / static_cast<double>(histogram.extent.size);
        entropy -= share * std::log2(share);
    }
    return entropy;
}

Content ContentScan::finish() const {
    Content content;
    content.checksum = checksum();
    content.overlay_entropy = entropy_of(overlay_);
    for (const Histogram& section : sections_) content.entropies.push_back(entropy_of(section));
    return content;
}

}  // namespace xiezhi::pe
