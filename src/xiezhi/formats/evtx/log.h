#pragma once

#include <optional>
#include <vector>

#include "xiezhi/base/byte_source.h"
#include "xiezhi/formats/evtx/damage.h"

namespace xiezhi::evtx {

inline constexpr std::size_t kChunkSize = 65'536;
inline constexpr std::size_t kFileHeaderSize = 4'096;
/// What a worker reads at a time: 16 chunks.
inline constexpr std::size_t kBlockSize = 16 * kChunkSize;

/// The facts of a file header (docs/formats/evtx.md, "File header"). Only `chunks_offset` is ever
/// believed: counts are stale in every live log.
struct FileHeader {
    std::uint64_t first_chunk = 0;
    std::uint64_t last_chunk = 0;
    std::uint64_t next_record_id = 0;
    std::uint16_t minor = 0;
    std::uint16_t major = 0;
    std::uint16_t chunk_count = 0;
    std::uint32_t flags = 0;
    bool checksum_ok = false;

    [[nodiscard]] bool dirty() const noexcept { return (flags & 1U) != 0; }
    [[nodiscard]] bool full() const noexcept { return (flags & 2U) != 0; }
    [[nodiscard]] bool without_checksums() const noexcept { return (flags & 4U) != 0; }
};

/// One log file as a row of blocks of chunk slots. `source` must outlive it.
class Log {
public:
    /// Fails when the source is neither a log nor empty (an empty file is a log without records).
    /// A file without a header but with a chunk at offset 0 or 4096 is a log; the damage says so.
    [[nodiscard]] static Result<Log> open(const ByteSource& source, const DamageSink& damages);

    [[nodiscard]] const std::optional<FileHeader>& header() const noexcept { return header_; }
    [[nodiscard]] std::size_t block_count() const noexcept;
    [[nodiscard]] std::uint64_t block_offset(std::size_t block) const noexcept;
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

    /// Reads a block into `buffer` (reused) and gives its bytes: whole slots of kChunkSize, the
    /// last one of the file perhaps cut. May be called from several threads with different buffers.
    [[nodiscard]] Result<Bytes> read_block(std::size_t block, std::vector<std::byte>& buffer) const;
    /// The same into block_room() bytes.
    [[nodiscard]] Result<Bytes> read_block(std::size_t block, std::span<std::byte> room) const;
    /// Bytes that the largest block of this log has.
    [[nodiscard]] std::size_t block_room() const noexcept;

private:
    Log(const ByteSource& source, std::uint64_t size) : source_(&source), size_(size) {}

    const ByteSource* source_;
    std::uint64_t size_;
    std::uint64_t chunks_offset_ = kFileHeaderSize;
    std::optional<FileHeader> header_;
};

}  // namespace xiezhi::evtx
