#pragma once

#include <functional>

#include "xiezhi/base/byte_source.h"
#include "xiezhi/base/digest.h"

namespace xiezhi::readers {

struct FileHashes {
    DigestValue md5;
    DigestValue sha1;
    DigestValue sha256;
};

/// All bytes of a source in order, in pieces.
[[nodiscard]] Result<void> for_each_piece(const ByteSource& source,
                                          const std::function<void(Bytes)>& visit);

/// The hashes by which a file is known, in one pass; `also` sees the same bytes.
[[nodiscard]] Result<FileHashes> hash_file(const ByteSource& source,
                                           const std::function<void(Bytes)>& also = {});

}  // namespace xiezhi::readers
