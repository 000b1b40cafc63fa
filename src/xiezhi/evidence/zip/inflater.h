#pragma once

#include <memory>

#include "xiezhi/evidence/zip/zip_file.h"

namespace xiezhi::evidence {

/// Bytes that come one after another, and from the start again when asked.
class Stream {
public:
    Stream() = default;
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    Stream(Stream&&) = delete;
    Stream& operator=(Stream&&) = delete;
    virtual ~Stream() = default;

    /// 0 at the end.
    [[nodiscard]] virtual Result<std::size_t> read(std::span<std::byte> out) = 0;
    [[nodiscard]] virtual Result<void> rewind() = 0;
};

/// Raw deflate (zlib) over the packed bytes of an entry.
[[nodiscard]] std::unique_ptr<Stream> make_inflater(std::unique_ptr<ZipEntryFile> packed);

}  // namespace xiezhi::evidence
