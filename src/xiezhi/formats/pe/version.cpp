// VS_VERSIONINFO: a tree of blocks, each with its size, the size of its value, a type, a key and,
// on multiples of four, value and children. Source: Microsoft, "VS_VERSIONINFO structure" and those
// that it names. wValueLength of a string counts UTF-16 units with some tools and bytes with
// others, so a string ends at its NUL or with its block.
#include <algorithm>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/text.h"
#include "xiezhi/base/value.h"
#include "xiezhi/formats/pe/reader.h"

namespace xiezhi::pe {
namespace {

constexpr std::uint32_t kFixedSignature = 0xfeef04bdU;
constexpr std::size_t kHeaderSize = 6;

struct Block {
    std::string key;
    std::size_t value_size = 0;  // as stored
    Bytes rest;                  // value and children
    std::size_t start = 0;       // of `rest`, in the resource: for the alignment
};

std::size_t aligned(std::size_t position) {
    return (position + 3) / 4 * 4;
}

/// The block at a position of the resource; `position` moves behind it.
std::optional<Block> next_block(Bytes resource, std::size_t& position, std::size_t end) {
    position = aligned(position);
    if (position + kHeaderSize > end) return std::nullopt;
    const std::size_t size = load_le<std::uint16_t>(resource, position);
    if (size < kHeaderSize) return std::nullopt;
    const std::size_t block_end = std::min(position + size, end);
    Block block;
    block.value_size = load_le<std::uint16_t>(resource, position + 2);
    const std::size_t key = position + kHeaderSize;
    const Bytes key_bytes = until_nul(resource.subspan(key, block_end - key));
    append_utf8(block.key, key_bytes);
    block.start = std::min(aligned(key + key_bytes.size() + 2), block_end);
    block.rest = resource.subspan(block.start, block_end - block.start);
    position = block_end;
    return block;
}

std::optional<FixedVersion> fixed_version(Bytes bytes) {
    Cursor in(bytes);
    const auto signature = in.read<std::uint32_t>();
    static_cast<void>(in.take(4));  // version of the structure
    const auto version = [&] {
        const std::uint64_t high = in.read<std::uint32_t>();
        return (high << 32U) | in.read<std::uint32_t>();
    };
    FixedVersion fixed;
    fixed.file_version = version();
    fixed.product_version = version();
    const auto mask = in.read<std::uint32_t>();
    fixed.file_flags = in.read<std::uint32_t>() & mask;
    fixed.file_os = in.read<std::uint32_t>();
    fixed.file_type = in.read<std::uint32_t>();
    if (!in.ok() || signature != kFixedSignature) return std::nullopt;
    return fixed;
}

void read_strings(Bytes resource, const Block& table, Version& out) {
    std::size_t at = table.start;
    const std::size_t end = table.start + table.rest.size();
    while (out.strings.size() < kVersionStringsMax) {
        const auto string = next_block(resource, at, end);
        if (!string) return;
        VersionString entry{table.key, string->key, {}};
        append_utf8(entry.value, until_nul(string->rest));
        out.strings.push_back(std::move(entry));
    }
}

void read_translations(const Block& variable, Version& out) {
    Cursor in(variable.rest);
    while (in.remaining() >= 4 && out.translations.size() < kVersionsMax) {
        const std::uint32_t language = in.read<std::uint16_t>();
        out.translations.push_back((language << 16U) | in.read<std::uint16_t>());
    }
}

}  // namespace

Version parse_version(Bytes resource) {
    Version out;
    std::size_t position = 0;
    const auto root = next_block(resource, position, resource.size());
    if (!root || root->key != "VS_VERSION_INFO") return out;
    out.fixed = fixed_version(root->rest);
    std::size_t at = root->start + std::min(root->value_size, root->rest.size());
    const std::size_t end = root->start + root->rest.size();
    while (const auto part = next_block(resource, at, end)) {
        std::size_t inner = part->start;
        const std::size_t inner_end = part->start + part->rest.size();
        while (const auto block = next_block(resource, inner, inner_end)) {
            if (part->key == "StringFileInfo") read_strings(resource, *block, out);
            if (part->key == "VarFileInfo") read_translations(*block, out);
        }
    }
    return out;
}

std::string version_text(std::uint64_t version) {
    std::string out;
    for (const unsigned shift : {48U, 32U, 16U, 0U}) {
        if (!out.empty()) out += '.';
        out += std::to_string((version >> shift) & 0xffffU);
    }
    return out;
}

}  // namespace xiezhi::pe
