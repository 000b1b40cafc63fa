#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "xiezhi/base/byte_source.h"

struct zip;

namespace xiezhi::evidence {

/// Bounds against archives made to exhaust us. Ratios count unpacked bytes for one packed byte;
/// an all-zero part of a log reaches 1000, so they apply beyond a floor only.
struct ZipLimits {
    std::uint64_t entries_max = 1'000'000;
    std::uint64_t ratio_max = 200;
    std::uint64_t entry_floor = std::uint64_t{256} << 20U;  // bytes of one entry always allowed
    std::uint64_t archive_floor = std::uint64_t{4} << 30U;  // bytes of all entries read, likewise
};

struct ZipEntry {
    std::uint64_t index = 0;  // in the archive
    std::string raw_name;     // bytes as they stand in the archive
    std::uint64_t size = 0;
    std::uint64_t packed_size = 0;
    std::uint16_t method = 0;
    bool encrypted = false;
    bool folder = false;
};

/// A zip read in place through libzip. May be used from several threads: the archive's own position
/// is guarded, decompression of ordinary entries happens outside the lock.
class ZipArchive : public std::enable_shared_from_this<ZipArchive> {
public:
    [[nodiscard]] static Result<std::shared_ptr<ZipArchive>> open(std::unique_ptr<ByteSource> bytes,
                                                                  const std::string& password);
    ZipArchive(const ZipArchive&) = delete;
    ZipArchive& operator=(const ZipArchive&) = delete;
    ZipArchive(ZipArchive&&) = delete;
    ZipArchive& operator=(ZipArchive&&) = delete;
    ~ZipArchive();

    [[nodiscard]] std::uint64_t size() const;  // bytes of the archive itself
    [[nodiscard]] std::uint64_t entry_count() const;
    [[nodiscard]] Result<ZipEntry> entry(std::uint64_t index) const;

    /// The unpacked bytes, never more than the size the archive states. Stored entries are read at
    /// random; others forward through a window of a few MiB, from the start again when need be.
    /// Keeps the archive alive.
    [[nodiscard]] Result<std::unique_ptr<ByteSource>> open_entry(const ZipEntry& entry) const;

private:
    friend class ZipEntryFile;
    struct Input;

    ZipArchive();

    mutable std::mutex mutex_;      // libzip: one thread at a time for an archive and its files
    std::unique_ptr<Input> input_;  // what libzip reads from; outlives archive_
    zip* archive_ = nullptr;
    std::string password_;
};

}  // namespace xiezhi::evidence
