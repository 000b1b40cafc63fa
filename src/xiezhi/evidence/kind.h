#pragma once

#include "xiezhi/base/byte_source.h"

namespace xiezhi::evidence {

/// What bytes are, told by their content alone: names and extensions lie.
enum class ContentKind : std::uint8_t {
    EventLog,   // ElfFile\0; or ElfChnk\0 at 0 or, behind a destroyed header, in one of the first
                // slots
    EventJson,  // evtx_dump JSON or JSONL, UTF-8 or UTF-16LE with a byte order mark
    Zip,        // an archive to look into; not a document package (docx, jar, apk …)
    SevenZip,
    Other,
};

/// Reads at most the first 1 MiB, for most files 4 KiB.
[[nodiscard]] Result<ContentKind> content_kind(const ByteSource& source);

}  // namespace xiezhi::evidence
