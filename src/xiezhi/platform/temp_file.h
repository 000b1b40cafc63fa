#pragma once

#include <memory>

#include "xiezhi/base/byte_source.h"

namespace xiezhi::platform {

/// A file without a name that vanishes with the program, however that ends: for what must be
/// ordered or remembered across a whole collection and does not fit in memory. Lies in the system's
/// folder for temporary files (TMPDIR). One thread appends, several may read what was appended.
class TempFile : public ByteSource {
public:
    [[nodiscard]] static Result<std::unique_ptr<TempFile>> create();

    /// Appends all bytes or gives an error (Errc::DiskFull, Io).
    [[nodiscard]] virtual Result<void> append(Bytes bytes) = 0;
};

}  // namespace xiezhi::platform
