#pragma once

#include <cstdint>
#include <functional>

#include "xiezhi/base/message.h"

namespace xiezhi::evtx {

/// Every kind of damage has a name; the message says it in words.
enum class DamageKind : std::uint8_t {
    Header,          // file header absent or contradicting itself
    HeaderChecksum,  // file header: the checksum differs
    ChunkSignature,  // a slot that holds bytes but no chunk
    ChunkChecksum,   // chunk header or records: the checksum differs (everything is read all the
                     // same)
    Cut,             // the file ends inside a chunk
    Bytes,           // bytes of the used area that are no record
    SizeCopy,        // a record whose two sizes differ; read all the same
    Record,          // a record whose BinXML cannot be read: lost
    Unreadable,      // the source failed here
};

struct Damage {
    DamageKind kind = DamageKind::Bytes;
    std::uint64_t offset = 0;  // in the log
    std::uint64_t size = 0;
    bool operator==(const Damage&) const = default;
};

[[nodiscard]] Message message_of(const Damage& damage);

using DamageSink = std::function<void(const Damage&)>;

}  // namespace xiezhi::evtx
