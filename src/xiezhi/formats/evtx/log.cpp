#include "xiezhi/formats/evtx/log.h"

#include <algorithm>
#include <array>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/formats/evtx/crc32.h"
#include "xiezhi/formats/evtx/records.h"

namespace xiezhi::evtx {
namespace {

constexpr std::uint64_t kFileSignature = 0x00656c6946666c45;  // "ElfFile\0"
constexpr std::size_t kHeaderUsed = 128;
/// Chunk slots looked at when the file header is missing.
constexpr std::uint64_t kSlotsProbed = 64;

std::optional<FileHeader> read_header(Bytes bytes) {
    Cursor in(bytes);
    if (in.read<std::uint64_t>() != kFileSignature) return std::nullopt;
    FileHeader header;
    header.first_chunk = in.read<std::uint64_t>();
    header.last_chunk = in.read<std::uint64_t>();
    header.next_record_id = in.read<std::uint64_t>();
    in.read<std::uint32_t>();  // header size
    header.minor = in.read<std::uint16_t>();
    header.major = in.read<std::uint16_t>();
    in.read<std::uint16_t>();  // header block size: 4096 in every log seen
    header.chunk_count = in.read<std::uint16_t>();
    in.seek(120);
    header.flags = in.read<std::uint32_t>();
    const auto checksum = in.read<std::uint32_t>();
    header.checksum_ok = in.ok() && crc32(bytes.first(120)) == checksum;
    return header;
}

/// Where the chunks begin in a file without a header: at 4096, or at 0 when only chunks were saved.
Result<std::optional<std::uint64_t>> find_chunks(const ByteSource& source, std::uint64_t size) {
    for (const std::uint64_t base : {std::uint64_t{kFileHeaderSize}, std::uint64_t{0}}) {
        for (std::uint64_t slot = 0; slot < kSlotsProbed; ++slot) {
            const std::uint64_t offset = base + slot * kChunkSize;
            if (offset >= size) break;
            std::array<std::byte, 8> start{};
            XZ_TRY(const std::size_t got, source.read(offset, start), "");
            if (has_chunk_signature(Bytes(start).first(got))) return std::optional(base);
        }
    }
    return std::optional<std::uint64_t>{};
}

}  // namespace

Result<Log> Log::open(const ByteSource& source, const DamageSink& damages) {
    Log log(source, source.size());
    if (log.size_ == 0) return log;
    std::array<std::byte, kHeaderUsed> start{};
    XZ_TRY(const std::size_t got, source.read(0, start), "");
    log.header_ = read_header(Bytes(start).first(got));
    if (log.header_) {
        if (!log.header_->checksum_ok && !log.header_->without_checksums()) {
            damages({DamageKind::HeaderChecksum, 0, kHeaderUsed});
        }
        return log;
    }
    XZ_TRY(const std::optional<std::uint64_t> base, find_chunks(source, log.size_), "");
    if (!base) return Error{Errc::Unsupported, msg::evtx_not_a_log(), ""};
    log.chunks_offset_ = *base;
    damages({DamageKind::Header, 0, kFileHeaderSize});
    return log;
}

std::size_t Log::block_count() const noexcept {
    if (size_ <= chunks_offset_) return 0;
    return static_cast<std::size_t>((size_ - chunks_offset_ + kBlockSize - 1) / kBlockSize);
}

std::uint64_t Log::block_offset(std::size_t block) const noexcept {
    return chunks_offset_ + std::uint64_t{block} * kBlockSize;
}

std::size_t Log::block_room() const noexcept {
    if (size_ <= chunks_offset_) return 0;
    return static_cast<std::size_t>(std::min<std::uint64_t>(kBlockSize, size_ - chunks_offset_));
}

Result<Bytes> Log::read_block(std::size_t block, std::vector<std::byte>& buffer) const {
    if (buffer.size() < block_room()) buffer.resize(block_room());
    return read_block(block, std::span(buffer));
}

Result<Bytes> Log::read_block(std::size_t block, std::span<std::byte> room) const {
    const std::uint64_t offset = block_offset(block);
    if (offset >= size_) return Bytes{};
    const auto wanted = static_cast<std::size_t>(
        std::min({std::uint64_t{kBlockSize}, size_ - offset, std::uint64_t{room.size()}}));
    std::size_t filled = 0;
    while (filled < wanted) {
        XZ_TRY(const std::size_t got,
               source_->read(offset + filled, room.subspan(filled, wanted - filled)), "");
        if (got == 0) break;  // the file shrank
        filled += got;
    }
    return Bytes(room.first(filled));
}

}  // namespace xiezhi::evtx
