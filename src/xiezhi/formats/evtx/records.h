#pragma once

#include <functional>

#include "xiezhi/base/bytes.h"
#include "xiezhi/base/time.h"
#include "xiezhi/formats/evtx/damage.h"

namespace xiezhi::evtx {

/// How a record was come by.
enum class Origin : std::uint8_t { Live, SizeCopyDiffers, Slack, NoChunk };

struct Record {
    std::uint64_t id = 0;
    FileTime written = {};
    std::size_t position = 0;  // of the record in its chunk
    std::size_t size = 0;      // of the whole record
    std::size_t binxml = 0;    // position of its BinXML in the chunk
    std::size_t binxml_size = 0;
    Origin origin = Origin::Live;
};

enum class Verdict : std::uint8_t {
    GoOn,
    Stop,
    Refused,  // its content cannot be read: a damage, and the bytes may hold other records
};
using RecordSink = std::function<Verdict(const Record&)>;

struct WalkOptions {
    bool carve = false;      // slack records and those of slots without a chunk signature too
    bool checksums = false;  // verify them; a wrong one is a damage and nothing more
};

/// Calls `sink` for every record of a chunk slot in file order. `chunk` is a slot of
/// kChunkSize bytes or the part of it that the file still has. A damaged record costs itself: the
/// walk goes on at the next intact one, and the bytes between go to `damages`. Of the chunk header
/// only the free-space offset is believed. What is found behind a damage is live when its record
/// ids go on rising; lower ones are older records that were never overwritten (the log was copied
/// or the host died before the chunk's end reached the disk). False when the sink said stop.
/// Source: libevtx, "Windows XML Event Log (EVTX)", sections "Chunk header" and "Event record".
bool walk_records(Bytes chunk, std::uint64_t chunk_offset, const WalkOptions& options,
                  const RecordSink& sink, const DamageSink& damages);

[[nodiscard]] bool has_chunk_signature(Bytes chunk) noexcept;

/// The header facts of a chunk, for the ledger (gaps, rotation) and for tests.
struct ChunkHeader {
    std::uint64_t first_number = 0;
    std::uint64_t last_number = 0;
    std::uint64_t first_id = 0;
    std::uint64_t last_id = 0;
    std::uint32_t free_offset = 0;
    std::uint32_t flags = 0;
    bool checksums_ok = false;
};
[[nodiscard]] ChunkHeader read_chunk_header(Bytes chunk);

}  // namespace xiezhi::evtx
