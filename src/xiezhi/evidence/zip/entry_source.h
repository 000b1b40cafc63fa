#pragma once

#include <memory>

#include "xiezhi/evidence/zip/zip_file.h"

namespace xiezhi::evidence {

/// ByteSources over an entry that was opened. All of them end at the size the archive states; a
/// stream that ends or breaks before that gives its bytes first and the error on the read after
/// them.

/// Stored: read at random.
[[nodiscard]] std::unique_ptr<ByteSource> make_stored_source(std::unique_ptr<ZipEntryFile> packed,
                                                             const ZipEntry& entry);
/// Deflated: `packed` gives the compressed bytes, inflated here, outside the archive's lock.
[[nodiscard]] std::unique_ptr<ByteSource> make_deflated_source(std::unique_ptr<ZipEntryFile> packed,
                                                               const ZipEntry& entry);
/// Anything else (encrypted entries): libzip unpacks.
[[nodiscard]] std::unique_ptr<ByteSource> make_sequential_source(
    std::unique_ptr<ZipEntryFile> unpacked, const ZipEntry& entry);

}  // namespace xiezhi::evidence
