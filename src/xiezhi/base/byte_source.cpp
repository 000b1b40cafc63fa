#include "xiezhi/base/byte_source.h"

#include <algorithm>

#include "xiezhi/base/message_ids.h"

namespace xiezhi {

Result<std::size_t> MemorySource::read(std::uint64_t offset, std::span<std::byte> out) const {
    if (offset >= bytes_.size()) return std::size_t{0};
    const Bytes rest = Bytes(bytes_).subspan(static_cast<std::size_t>(offset));
    const std::size_t size = std::min(rest.size(), out.size());
    std::ranges::copy(rest.first(size), out.begin());
    return size;
}

Result<std::vector<std::byte>> read_all(const ByteSource& source, std::uint64_t size_max) {
    if (source.size() > size_max) {
        return Error{Errc::TooBig, msg::source_too_big(source.size(), size_max), {}};
    }
    std::vector<std::byte> bytes(static_cast<std::size_t>(source.size()));
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        XZ_TRY(const std::size_t count, source.read(filled, std::span(bytes).subspan(filled)), "");
        if (count == 0) break;
        filled += count;
    }
    bytes.resize(filled);
    return bytes;
}

}  // namespace xiezhi
