#include "xiezhi/formats/wmi/mapping.h"

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/message_ids.h"

namespace xiezhi::wmi {
namespace {

constexpr std::uint32_t kSignature = 0xabcd;
constexpr std::uint32_t kFooter = 0xdcba;
constexpr std::uint32_t kPageMask = 0x3fffffff;
constexpr std::size_t kEntrySize = 24;
constexpr std::size_t kEntrySizeXp = 4;
constexpr std::uint64_t kFileSizeMax = std::uint64_t{64} << 20U;  // real ones have 100 KiB

struct Head {
    std::uint32_t version = 0;
    std::uint32_t entry_count = 0;
};

/// Signature, version, two ids (not on XP), pages of the file, entries.
Head read_head(Cursor& in, bool xp) {
    Head head;
    in.read<std::uint32_t>();
    head.version = in.read<std::uint32_t>();
    if (!xp) in.take(8);
    in.read<std::uint32_t>();
    head.entry_count = in.read<std::uint32_t>();
    return head;
}

/// What follows the entries: a list of free pages. True when a footer stands behind it.
bool skip_free_list(Cursor& in) {
    const auto free_count = in.read<std::uint32_t>();
    in.take(std::size_t{free_count} * 4);
    return in.read<std::uint32_t>() == kFooter && in.ok();
}

/// The footer of the first map stands where the layout says.
bool fits(Bytes bytes, bool xp) {
    Cursor in(bytes);
    const Head head = read_head(in, xp);
    in.take(std::size_t{head.entry_count} * (xp ? kEntrySizeXp : kEntrySize));
    return skip_free_list(in);
}

PageMap read_map(Cursor& in, bool xp, std::uint32_t& version, const DamageSink& damages) {
    PageMap map;
    const std::uint64_t offset = in.offset();
    const Head head = read_head(in, xp);
    version = head.version;
    for (std::uint32_t i = 0; i < head.entry_count; ++i) {
        const auto page = in.read<std::uint32_t>();
        if (!xp) {
            in.take(8);  // checksum, free space
            const auto used_space = in.read<std::uint32_t>();
            in.take(8);  // two ids
            if (i == 0) map.root = used_space;
        }
        if (!in.ok()) {
            damages({offset, msg::wmi_map_cut(head.entry_count)});
            return map;
        }
        map.physical.push_back(page & kPageMask);
    }
    return map;
}

}  // namespace

Result<Mapping> parse_mapping(Bytes bytes, const DamageSink& damages) {
    if (load_le<std::uint32_t>(bytes, 0) != kSignature || bytes.size() < 16) {
        return Error{Errc::Damaged, msg::wmi_no_repository(), {}};
    }
    Mapping mapping;
    mapping.xp = !fits(bytes, false) && fits(bytes, true);
    Cursor in(bytes);
    mapping.objects = read_map(in, mapping.xp, mapping.version, damages);
    if (!skip_free_list(in)) return mapping;  // told where the entries ended, or the end of it all
    std::uint32_t index_version = 0;
    mapping.index = read_map(in, mapping.xp, index_version, damages);
    return mapping;
}

Result<Mapping> read_mapping(const ByteSource& source, const DamageSink& damages) {
    auto bytes = read_all(source, kFileSizeMax);
    if (!bytes) return std::move(bytes.error());
    return parse_mapping(*bytes, damages);
}

}  // namespace xiezhi::wmi
