#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xiezhi/base/byte_source.h"
#include "xiezhi/base/damage.h"

namespace xiezhi::jumplist {

/// A stream by its directory entry.
struct Stream {
    std::string name;
    std::uint64_t size = 0;  // as stated
    std::uint32_t first_sector = 0;
};

/// The bytes of a stream put together, and where its sectors stand in the file.
struct StreamBytes {
    std::vector<std::byte> bytes;
    std::vector<std::uint64_t> sector_offsets;
    std::size_t sector_size = 1;

    /// Of a byte of the stream in the file; 0 for one that it does not have.
    [[nodiscard]] std::uint64_t offset_of(std::size_t position) const {
        const std::size_t sector = position / sector_size;
        return sector < sector_offsets.size() ? sector_offsets[sector] + position % sector_size : 0;
    }
};

/// An OLE compound file, versions 3 and 4: a file system of sectors in a file, as far as a reader
/// of flat streams needs it. Storages are not followed: all streams are listed wherever they hang.
/// Source: [MS-CFB].
class CompoundFile {
public:
    /// An Error when the bytes are none; broken tables are damage, and what they still lead to is
    /// read.
    [[nodiscard]] static Result<CompoundFile> open(std::vector<std::byte> bytes,
                                                   const DamageSink& damages);

    [[nodiscard]] const std::vector<Stream>& streams() const { return streams_; }

    /// As many bytes as the chain of sectors gives, at most those stated; fewer are damage. Nothing
    /// when many streams were read already and together are larger than the file allows (streams
    /// that share sectors).
    [[nodiscard]] std::optional<StreamBytes> read(const Stream& stream, const DamageSink& damages);

private:
    explicit CompoundFile(std::vector<std::byte> bytes) : bytes_(std::move(bytes)) {}

    bool read_header();
    void read_sector_table(const DamageSink& damages);
    void read_directory(const DamageSink& damages);
    [[nodiscard]] std::uint64_t sector_offset(std::uint32_t sector) const;
    [[nodiscard]] Bytes sector(std::uint32_t sector) const;
    [[nodiscard]] std::vector<std::uint32_t> chain(const std::vector<std::uint32_t>& table,
                                                   std::uint32_t first,
                                                   std::size_t count_max) const;
    [[nodiscard]] StreamBytes collect(std::uint32_t first, std::uint64_t size) const;
    [[nodiscard]] StreamBytes collect_mini(std::uint32_t first, std::uint64_t size) const;

    std::vector<std::byte> bytes_;
    std::size_t sector_size_ = 512;
    std::uint32_t directory_first_ = 0;
    std::uint32_t mini_table_first_ = 0;
    std::uint32_t mini_cutoff_ = 0;
    std::vector<std::uint32_t> table_;        // FAT: the sector that follows each
    std::vector<std::uint32_t> mini_table_;   // the same for sectors of 64 bytes in the mini stream
    std::vector<std::uint32_t> mini_stream_;  // sectors of the mini stream
    std::vector<Stream> streams_;
    std::uint64_t budget_ = 0;  // bytes that may still be read
};

}  // namespace xiezhi::jumplist
