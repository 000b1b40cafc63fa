#include "xiezhi/formats/pe/reader.h"

#include <algorithm>

#include "xiezhi/base/text.h"
#include "xiezhi/base/value.h"

namespace xiezhi::pe {
namespace {

constexpr std::size_t kWindowSize = 65'536;
constexpr std::uint64_t kWindowAlignment = 4096;
// From this section alignment on, Windows rounds raw offsets down to sectors.
constexpr std::uint32_t kPageSize = 4096;
constexpr std::uint32_t kSectorMask = ~std::uint32_t{511};

}  // namespace

std::string narrow_text(Bytes bytes) {
    std::string out;
    for (const std::byte byte : bytes) {
        append_code_point(out, windows_1252(std::to_integer<std::uint8_t>(byte)));
    }
    return out;
}

Reader::Window& Reader::load(std::uint64_t offset, std::size_t size) {
    for (Window& window : windows_) {
        if (offset >= window.offset && offset - window.offset <= window.bytes.size() &&
            size <= window.bytes.size() - (offset - window.offset)) {
            return window;
        }
    }
    Window& window = *std::ranges::min_element(windows_, {}, &Window::used);
    window.offset = offset / kWindowAlignment * kWindowAlignment;
    const std::size_t before = static_cast<std::size_t>(offset - window.offset);
    const std::uint64_t left = size_ - window.offset;
    const std::size_t wanted = std::max(kWindowSize, before + size);
    window.bytes.resize(static_cast<std::size_t>(std::min<std::uint64_t>(left, wanted)));
    std::size_t filled = 0;
    while (filled < window.bytes.size()) {
        auto got = source_.read(window.offset + filled, std::span(window.bytes).subspan(filled));
        if (!got && !error_) error_ = std::move(got.error());
        if (!got || *got == 0) break;
        filled += *got;
    }
    window.bytes.resize(filled);
    return window;
}

Bytes Reader::at(std::uint64_t offset, std::size_t size) {
    if (offset >= size_) return {};
    size = static_cast<std::size_t>(std::min<std::uint64_t>(size, size_ - offset));
    Window& window = load(offset, size);
    window.used = ++reads_;
    const auto position = static_cast<std::size_t>(offset - window.offset);
    if (position > window.bytes.size()) return {};
    return Bytes(window.bytes).subspan(position, std::min(size, window.bytes.size() - position));
}

void Reader::map(const Image& image) {
    ranges_.clear();
    for (const Section& section : image.sections) {
        std::uint64_t size = section.raw_size;
        if (section.virtual_size != 0) {
            const std::uint64_t pages = std::uint64_t{section.virtual_size} + kPageSize - 1;
            size = std::min(size, pages / kPageSize * kPageSize);
        }
        std::uint64_t offset = section.raw_offset;
        if (image.section_alignment >= kPageSize) offset &= kSectorMask;
        if (offset >= size_ || size == 0) continue;
        ranges_.push_back({section.virtual_address, {offset, std::min(size, size_ - offset)}});
    }
    ranges_.push_back({0, {0, std::min<std::uint64_t>(image.headers_size, size_)}});
}

std::optional<Extent> Reader::locate(std::uint32_t rva) const noexcept {
    for (const Range& range : ranges_) {
        if (rva < range.rva || rva - range.rva >= range.file.size) continue;
        const std::uint64_t position = rva - range.rva;
        return Extent{range.file.offset + position, range.file.size - position};
    }
    return std::nullopt;
}

Bytes Reader::at_rva(std::uint32_t rva, std::size_t size) {
    const auto place = locate(rva);
    if (!place) return {};
    return at(place->offset, static_cast<std::size_t>(std::min<std::uint64_t>(size, place->size)));
}

std::optional<std::string> Reader::name_at(std::uint32_t rva) {
    const Bytes bytes = at_rva(rva, kNameSizeMax);
    const auto end = std::ranges::find(bytes, std::byte{0});
    const auto size = static_cast<std::size_t>(end - bytes.begin());
    if (bytes.empty() || size > name_bytes_left_) return std::nullopt;
    name_bytes_left_ -= size;
    return narrow_text(bytes.first(size));
}

}  // namespace xiezhi::pe
