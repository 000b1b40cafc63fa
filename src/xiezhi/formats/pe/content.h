#pragma once

#include <vector>

#include "xiezhi/formats/pe/image.h"

namespace xiezhi::pe {

/// What takes all bytes of a program to know.
struct Content {
    /// What the loader computes for drivers: 16-bit sums with carry, and the file's size.
    std::uint32_t checksum = 0;
    /// Bits a byte, 0 to 8, a section each; negative for one that was not looked at (empty, or
    /// behind those that together were four times the file).
    std::vector<double> entropies;
    double overlay_entropy = -1;
};

/// Computes it. Fed in file order, in pieces of any size, so that one pass over the file serves
/// this and all digests.
class ContentScan {
public:
    /// The image must outlive the scan.
    explicit ContentScan(const Image& image);
    void update(Bytes bytes);

    [[nodiscard]] Content finish() const;

private:
    struct Histogram {
        Extent extent;
        std::vector<std::uint64_t> counts;  // 256, empty when not looked at
    };
    void add_checksum(Bytes bytes);
    [[nodiscard]] std::uint32_t checksum() const noexcept;
    static void count(Histogram& histogram, Bytes bytes, std::uint64_t offset);
    static double entropy_of(const Histogram& histogram) noexcept;

    const Image& image_;
    std::uint64_t position_ = 0;
    std::uint64_t sum_ = 0;
    std::vector<Histogram> sections_;
    Histogram overlay_;
};

}  // namespace xiezhi::pe
