#include "xiezhi/formats/evtx/damage.h"

#include "xiezhi/base/message_ids.h"

namespace xiezhi::evtx {

Message message_of(const Damage& damage) {
    switch (damage.kind) {
        case DamageKind::Header:
            return msg::evtx_header_absent();
        case DamageKind::HeaderChecksum:
            return msg::evtx_header_checksum();
        case DamageKind::ChunkSignature:
            return msg::evtx_chunk_signature(damage.size);
        case DamageKind::ChunkChecksum:
            return msg::evtx_chunk_checksum();
        case DamageKind::Cut:
            return msg::evtx_cut(damage.size);
        case DamageKind::Bytes:
            return msg::evtx_bytes(damage.size);
        case DamageKind::SizeCopy:
            return msg::evtx_size_copy();
        case DamageKind::Record:
            return msg::evtx_record(damage.size);
        case DamageKind::Unreadable:
            return msg::evtx_unreadable(damage.size);
    }
    return msg::evtx_unreadable(damage.size);
}

}  // namespace xiezhi::evtx
