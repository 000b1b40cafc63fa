#include "xiezhi/formats/evtx/records.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "xiezhi/base/cursor.h"
#include "xiezhi/formats/evtx/crc32.h"
#include "xiezhi/formats/evtx/log.h"

namespace xiezhi::evtx {
namespace {

constexpr std::uint64_t kChunkSignature = 0x006b6e6843666c45;  // "ElfChnk\0"
constexpr std::uint32_t kRecordSignature = 0x00002a2a;
constexpr std::size_t kChunkHeaderSize = 512;
constexpr std::size_t kFreeSpaceField = 48;
constexpr std::size_t kRecordHeaderSize = 24;
constexpr std::size_t kRecordFrame = kRecordHeaderSize + 4;  // and the size copy
constexpr std::size_t kRecordAlignment = 8;
constexpr std::uint32_t kNoChecksums = 4;

std::optional<Record> read_record(Bytes chunk, std::size_t position) {
    Cursor in(chunk);
    in.seek(position);
    if (in.read<std::uint32_t>() != kRecordSignature) return std::nullopt;
    const std::size_t size = in.read<std::uint32_t>();
    if (size < kRecordFrame || size > chunk.size() - position) return std::nullopt;
    Record record{.position = position,
                  .size = size,
                  .binxml = position + kRecordHeaderSize,
                  .binxml_size = size - kRecordFrame};
    record.id = in.read<std::uint64_t>();
    record.written = FileTime{in.read<std::uint64_t>()};
    if (!in.ok()) return std::nullopt;
    if (load_le<std::uint32_t>(chunk, position + size - 4) != size) {
        record.origin = Origin::SizeCopyDiffers;
    }
    return record;
}

bool all_zero(Bytes bytes) {
    if (bytes.empty()) return true;
    // Equal to itself one byte on: as fast as memcmp is.
    return bytes.front() == std::byte{0} &&
           std::memcmp(bytes.data(), bytes.subspan(1).data(), bytes.size() - 1) == 0;
}

void check_sums(Bytes chunk, std::uint64_t chunk_offset, const DamageSink& damages) {
    const ChunkHeader header = read_chunk_header(chunk);
    if ((header.flags & kNoChecksums) == 0 && !header.checksums_ok) {
        damages({DamageKind::ChunkChecksum, chunk_offset, kChunkHeaderSize});
    }
}

/// One pass over a slot.
class Walk {
public:
    Walk(Bytes chunk, std::uint64_t offset, std::size_t used, bool carve, const RecordSink& sink,
         const DamageSink& damages)
        : chunk_(chunk),
          offset_(offset),
          used_(used),
          carve_(carve),
          sink_(sink),
          damages_(damages) {}

    bool run() {
        const std::size_t end = carve_ ? chunk_.size() : used_;
        while (position_ < end) {
            auto record = read_record(chunk_, position_);
            // Where the size copy differs the record was cut short while it was written; it is
            // tried only where a record must begin.
            if (!record || (record->origin == Origin::SizeCopyDiffers && position_ != expected_)) {
                position_ += kRecordAlignment;  // always forward: no bytes can make us loop
                continue;
            }
            if (!hand_out(*record)) return false;
        }
        settle(end);
        return true;
    }

private:
    bool hand_out(Record& record) {
        settle(position_);
        const bool cut = record.origin == Origin::SizeCopyDiffers;
        if (position_ >= used_) {
            record.origin = used_ == 0 ? Origin::NoChunk : Origin::Slack;
        } else if (damaged_ && record.id <= last_id_) {
            record.origin = Origin::Slack;
        }
        const bool live = record.origin == Origin::Live || record.origin == Origin::SizeCopyDiffers;
        const bool old = !live;
        Verdict verdict = Verdict::GoOn;
        if (live || carve_) verdict = sink_(record);
        if (verdict == Verdict::Stop) return false;
        if (verdict == Verdict::GoOn && live) last_id_ = record.id;
        const std::uint64_t place = offset_ + record.position;
        if (cut || verdict == Verdict::Refused) damaged_ = damaged_ || !old;
        if (cut && verdict == Verdict::GoOn && !old)
            damages_({DamageKind::SizeCopy, place, record.size});
        if (!cut && verdict == Verdict::Refused && !old) {
            damages_({DamageKind::Record, place, record.size});
        }
        if (cut && verdict == Verdict::Refused) {
            position_ += kRecordAlignment;  // `expected_` stays: the bytes become a damage
            return true;
        }
        const std::size_t next = record.position + record.size;
        // A cut record's size may reach over records that are whole.
        position_ = cut && !starts_record(next) ? record.position + kRecordAlignment : next;
        expected_ = cut && !starts_record(next) ? std::min(next, used_) : next;
        return true;
    }

    [[nodiscard]] bool starts_record(std::size_t position) const {
        return position == used_ || load_le<std::uint32_t>(chunk_, position) == kRecordSignature;
    }

    /// The used area's bytes before `found` that are no record, as one damage.
    void settle(std::size_t found) {
        const std::size_t end = std::min(found, used_);
        if (expected_ >= end) return;
        if (!all_zero(chunk_.subspan(expected_, end - expected_))) {
            damages_({DamageKind::Bytes, offset_ + expected_, end - expected_});
        }
        damaged_ = true;
        expected_ = end;
    }

    Bytes chunk_;
    std::uint64_t offset_;
    std::size_t used_;
    bool carve_;
    const RecordSink& sink_;
    const DamageSink& damages_;
    std::size_t position_ = kChunkHeaderSize;
    std::size_t expected_ = kChunkHeaderSize;  // where the next record should begin
    std::uint64_t last_id_ = 0;                // of the live records
    bool damaged_ = false;
};

}  // namespace

bool has_chunk_signature(Bytes chunk) noexcept {
    return load_le<std::uint64_t>(chunk, 0) == kChunkSignature;
}

ChunkHeader read_chunk_header(Bytes chunk) {
    ChunkHeader header;
    Cursor in(chunk);
    in.take(8);
    header.first_number = in.read<std::uint64_t>();
    header.last_number = in.read<std::uint64_t>();
    header.first_id = in.read<std::uint64_t>();
    header.last_id = in.read<std::uint64_t>();
    in.seek(kFreeSpaceField);
    header.free_offset = in.read<std::uint32_t>();
    const auto records_crc = in.read<std::uint32_t>();
    in.seek(120);
    header.flags = in.read<std::uint32_t>();
    const auto header_crc = in.read<std::uint32_t>();
    if (!in.ok() || header.free_offset < kChunkHeaderSize || header.free_offset > chunk.size()) {
        return header;
    }
    const Bytes records = chunk.subspan(kChunkHeaderSize, header.free_offset - kChunkHeaderSize);
    header.checksums_ok = crc32(records) == records_crc &&
                          crc32(chunk.subspan(128, 384), crc32(chunk.first(120))) == header_crc;
    return header;
}

bool walk_records(Bytes chunk, std::uint64_t chunk_offset, const WalkOptions& options,
                  const RecordSink& sink, const DamageSink& damages) {
    const bool has_chunk = has_chunk_signature(chunk);
    if (chunk.size() < kChunkSize && !all_zero(chunk)) {
        damages({DamageKind::Cut, chunk_offset, chunk.size()});
    }
    if (!has_chunk && !all_zero(chunk)) {
        damages({DamageKind::ChunkSignature, chunk_offset, chunk.size()});
    }
    if (!has_chunk && !options.carve) return true;
    std::size_t used = 0;
    if (has_chunk) {
        used = load_le<std::uint32_t>(chunk, kFreeSpaceField);
        // An offset outside the chunk says nothing: then all of it may be used.
        if (used < kChunkHeaderSize || used > kChunkSize) used = kChunkSize;
        used = std::min(used, chunk.size());
        if (options.checksums && chunk.size() == kChunkSize) {
            check_sums(chunk, chunk_offset, damages);
        }
    }
    return Walk(chunk, chunk_offset, used, options.carve, sink, damages).run();
}

}  // namespace xiezhi::evtx
