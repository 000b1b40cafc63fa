#include "xiezhi/evidence/archives.h"

#include <algorithm>

#include "xiezhi/platform/file.h"
#include "xiezhi/platform/temp_file.h"

namespace xiezhi::evidence {
namespace {

constexpr std::uint16_t kMethodStored = 0;  // APPNOTE 4.4.5
constexpr std::size_t kCopyBlock = std::size_t{256} << 10U;

/// A packed zip in a zip is read at random, which its stream is not fit for: it goes to a temporary
/// file first.
Result<std::unique_ptr<ByteSource>> unpacked_to_disk(const ByteSource& stream) {
    auto file = platform::TempFile::create();
    if (!file) return std::move(file.error());
    std::vector<std::byte> block(kCopyBlock);
    for (std::uint64_t offset = 0;;) {
        auto got = stream.read(offset, block);
        if (!got) return std::move(got.error());
        if (*got == 0) break;
        if (auto done = (*file)->append(Bytes(block).first(*got)); !done) {
            return std::move(done.error());
        }
        offset += *got;
    }
    return std::unique_ptr<ByteSource>(std::move(*file));
}

}  // namespace

std::uint32_t Archives::add(ArchivePlace place) {
    places_.push_back(std::move(place));
    return static_cast<std::uint32_t>(places_.size() - 1);
}

Result<std::shared_ptr<const ZipArchive>> Archives::open(std::uint32_t archive) const {
    const std::scoped_lock lock(mutex_);
    return open_locked(archive);
}

// NOLINTNEXTLINE(misc-no-recursion): a zip in a zip, one level (gather.cpp)
Result<std::shared_ptr<const ZipArchive>> Archives::open_locked(std::uint32_t archive) const {
    const auto found = std::ranges::find(open_, archive, &OpenArchive::archive);
    if (found != open_.end()) {
        std::rotate(found, found + 1, open_.end());
        return open_.back().zip;
    }
    auto bytes = bytes_of(places_[archive]);
    if (!bytes) return std::move(bytes.error());
    auto zip = ZipArchive::open(std::move(*bytes), password_);
    if (!zip) return std::move(zip.error());
    if (open_.size() == kOpenMax) open_.erase(open_.begin());
    open_.push_back({archive, std::move(*zip)});
    return open_.back().zip;
}

// NOLINTNEXTLINE(misc-no-recursion): see open_locked
Result<std::unique_ptr<ByteSource>> Archives::bytes_of(const ArchivePlace& place) const {
    if (!place.outer) return platform::open_file(place.path);
    auto outer = open_locked(*place.outer);
    if (!outer) return std::move(outer.error());
    auto entry = (*outer)->open_entry(place.entry);
    if (!entry) return std::move(entry.error());
    if (place.entry.method == kMethodStored && !place.entry.encrypted) return std::move(*entry);
    return unpacked_to_disk(**entry);
}

}  // namespace xiezhi::evidence
