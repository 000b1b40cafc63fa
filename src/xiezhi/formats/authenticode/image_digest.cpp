#include "xiezhi/formats/authenticode/image_digest.h"

#include <algorithm>
#include <array>

namespace xiezhi::authenticode {
namespace {

constexpr std::uint64_t kChecksumSize = 4;
constexpr std::uint64_t kEntrySize = 8;
constexpr std::size_t kAlignment = 8;

}  // namespace

ImageDigests::ImageDigests(const Layout& layout, const std::set<DigestKind>& kinds) {
    signed_ = layout.certificates_size != 0;
    for (const DigestKind kind : kinds) digests_.emplace(kind, Digest(kind));
    const auto leave_out = [&](std::uint64_t offset, std::uint64_t size) {
        if (offset != 0 && size != 0) gaps_.push_back({offset, offset + size});
    };
    leave_out(layout.checksum_offset, kChecksumSize);
    leave_out(layout.certificate_entry_offset, kEntrySize);
    leave_out(layout.certificates_offset, layout.certificates_size);
    std::ranges::sort(gaps_, {}, &Gap::begin);
    for (std::size_t i = 1; i < gaps_.size(); ++i) {  // a table that lies over the headers
        gaps_[i].begin = std::max(gaps_[i].begin, gaps_[i - 1].end);
        gaps_[i].end = std::max(gaps_[i].end, gaps_[i].begin);
    }
}

void ImageDigests::add(Bytes bytes) {
    for (auto& [kind, digest] : digests_) digest.update(bytes);
}

void ImageDigests::update(Bytes bytes) {
    while (!bytes.empty()) {
        while (gap_ < gaps_.size() && gaps_[gap_].end <= position_) ++gap_;
        std::uint64_t until = position_ + bytes.size();
        const bool inside = gap_ < gaps_.size() && position_ >= gaps_[gap_].begin;
        if (gap_ < gaps_.size()) {
            until = std::min(until, inside ? gaps_[gap_].end : gaps_[gap_].begin);
        }
        const auto size = static_cast<std::size_t>(until - position_);
        if (!inside) add(bytes.first(size));
        bytes = bytes.subspan(size);
        position_ = until;
    }
}

std::map<DigestKind, DigestValue> ImageDigests::finish() {
    // Signing tools fill a file up before they append the table; unsigned files are taken alike.
    constexpr std::array<std::byte, kAlignment> kZeros{};
    if (const std::uint64_t rest = position_ % kAlignment; rest != 0 && !signed_) {
        add(Bytes(kZeros).first(static_cast<std::size_t>(kAlignment - rest)));
    }
    std::map<DigestKind, DigestValue> out;
    for (auto& [kind, digest] : digests_) out.emplace(kind, digest.finish());
    return out;
}

std::set<DigestKind> digest_kinds(const std::vector<Signature>& signatures) {
    std::set<DigestKind> kinds{DigestKind::Sha1, DigestKind::Sha256};
    for (const Signature& signature : signatures) {
        if (!signature.digest.empty()) kinds.insert(signature.digest_kind);
    }
    return kinds;
}

}  // namespace xiezhi::authenticode
