#pragma once

#include <memory>
#include <vector>

#include "xiezhi/base/bytes.h"
#include "xiezhi/base/result.h"

namespace xiezhi {

/// Random-access bytes: a file, an entry of a zip, a range of a disk image, memory. Read through
/// bounded windows, never mapped: a file that shrinks or a disk that fails is a note, not a crash.
/// `read` may be called from several threads at once.
class ByteSource {
public:
    ByteSource() = default;
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;
    ByteSource(ByteSource&&) = delete;
    ByteSource& operator=(ByteSource&&) = delete;
    virtual ~ByteSource() = default;

    /// Size in bytes as known now; a file that is still written to may grow.
    [[nodiscard]] virtual std::uint64_t size() const = 0;

    /// Reads up to out.size() bytes at `offset` and says how many were read: fewer only at the end.
    [[nodiscard]] virtual Result<std::size_t> read(std::uint64_t offset,
                                                   std::span<std::byte> out) const = 0;
};

/// Bytes in memory, owned.
class MemorySource final : public ByteSource {
public:
    explicit MemorySource(std::vector<std::byte> bytes) : bytes_(std::move(bytes)) {}
    [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }
    [[nodiscard]] Result<std::size_t> read(std::uint64_t offset,
                                           std::span<std::byte> out) const override;

private:
    std::vector<std::byte> bytes_;
};

/// The whole of a source, refused with TooBig beyond `size_max` bytes.
[[nodiscard]] Result<std::vector<std::byte>> read_all(const ByteSource& source,
                                                      std::uint64_t size_max);

}  // namespace xiezhi
