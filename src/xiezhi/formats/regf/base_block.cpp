#include "xiezhi/formats/regf/base_block.h"

#include <algorithm>

#include "xiezhi/base/cursor.h"

namespace xiezhi::regf {
namespace {

constexpr std::uint32_t kSignature = 0x66676572;  // regf
constexpr std::size_t kChecksumField = 508;

/// XOR of the 127 words before the checksum; two results that would look like "none" are changed.
std::uint32_t checksum_of(Bytes block) {
    Cursor in(block.first(kChecksumField));
    std::uint32_t sum = 0;
    while (in.remaining() > 0) sum ^= in.read<std::uint32_t>();
    if (sum == 0) return 1;
    return sum == 0xffffffffU ? 0xfffffffeU : sum;
}

}  // namespace

std::optional<BaseBlock> parse_base_block(Bytes bytes) {
    if (bytes.size() < kBaseBlockRead) return std::nullopt;
    Cursor in(bytes.first(kBaseBlockRead));
    if (in.read<std::uint32_t>() != kSignature) return std::nullopt;
    BaseBlock block;
    block.primary_sequence = in.read<std::uint32_t>();
    block.secondary_sequence = in.read<std::uint32_t>();
    block.last_written.ticks = in.read<std::uint64_t>();
    block.major = in.read<std::uint32_t>();
    block.minor = in.read<std::uint32_t>();
    block.file_type = in.read<std::uint32_t>();
    in.take(4);  // file format: 1, memory image
    block.root = in.read<std::uint32_t>();
    block.bins_size = in.read<std::uint32_t>();
    in.take(4);  // clustering factor
    std::ranges::copy(in.take(block.file_name.size()), block.file_name.begin());
    in.seek(kChecksumField);
    block.checksum_stored = in.read<std::uint32_t>();
    block.checksum_computed = checksum_of(bytes);
    return block;
}

}  // namespace xiezhi::regf
