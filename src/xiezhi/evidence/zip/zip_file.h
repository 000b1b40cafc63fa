#pragma once

#include <memory>

#include "xiezhi/evidence/zip/archive.h"

struct zip_file;

namespace xiezhi::evidence {

enum class ZipFileMode : std::uint8_t { Packed, Unpacked };

/// One entry opened through libzip, read under its archive's lock. Used by one thread at a time.
class ZipEntryFile {
public:
    [[nodiscard]] static Result<std::unique_ptr<ZipEntryFile>> open(
        std::shared_ptr<const ZipArchive> archive, const ZipEntry& entry, ZipFileMode mode);
    ZipEntryFile(const ZipEntryFile&) = delete;
    ZipEntryFile& operator=(const ZipEntryFile&) = delete;
    ZipEntryFile(ZipEntryFile&&) = delete;
    ZipEntryFile& operator=(ZipEntryFile&&) = delete;
    ~ZipEntryFile();

    /// Bytes from where the last read ended; 0 at the end.
    [[nodiscard]] Result<std::size_t> read(std::span<std::byte> out);
    /// Only for stored entries.
    [[nodiscard]] Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> out);
    /// The next read begins at the first byte again.
    [[nodiscard]] Result<void> rewind();

private:
    ZipEntryFile(std::shared_ptr<const ZipArchive> archive, const ZipEntry& entry, ZipFileMode mode)
        : archive_(std::move(archive)), entry_(entry), mode_(mode) {}

    [[nodiscard]] Result<void> open_locked();
    [[nodiscard]] Result<std::size_t> read_locked(std::span<std::byte> out);

    std::shared_ptr<const ZipArchive> archive_;
    ZipEntry entry_;
    ZipFileMode mode_;
    zip_file* file_ = nullptr;
};

}  // namespace xiezhi::evidence
