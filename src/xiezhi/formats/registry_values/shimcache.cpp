#include "xiezhi/formats/registry_values/shimcache.h"

#include <algorithm>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/text.h"
#include "xiezhi/base/value.h"

namespace xiezhi::shimcache {
namespace {

constexpr std::uint32_t kMagicXp = 0xdeadbeef;
constexpr std::uint32_t kMagic2003 = 0xbadc0ffe;
constexpr std::uint32_t kMagic7 = 0xbadc0fee;
constexpr std::uint32_t kEntry80 = 0x73743030;  // 00ts
constexpr std::uint32_t kEntry81 = 0x73743031;  // 10ts
constexpr std::size_t kHeaderXp = 400;
constexpr std::size_t kEntryXp = 552;
constexpr std::size_t kPathXp = 528;
constexpr std::size_t kHeader2003 = 8;
constexpr std::size_t kHeader7 = 128;
constexpr std::size_t kHeader8 = 128;
constexpr std::uint32_t kExecuted = 2;

void set_path(Entry& entry, Bytes utf16) {
    entry.path_size = utf16.size();
    append_wtf8(entry.path, utf16);
}

void read_xp(Bytes value, Cache& cache) {
    cache.version = Version::Xp;
    cache.count_said = load_le<std::uint32_t>(value, 8);  // at 4: the room, 96
    Cursor in(value);
    in.seek(kHeaderXp);
    for (std::uint32_t i = 0; i < std::min<std::size_t>(cache.count_said, kEntriesMax); ++i) {
        Entry entry{.offset = in.position()};
        const Bytes path = in.take(kPathXp);
        entry.modified.ticks = in.read<std::uint64_t>();
        in.take(kEntryXp - kPathXp - 8);  // file size and time of the last update
        if (!in.ok()) break;
        set_path(entry, until_nul(path));
        cache.entries.push_back(std::move(entry));
    }
}

/// An entry of fixed size that points to its path: 2003 to 7, in a 32- and a 64-bit layout. In the
/// latter four bytes of padding stand before the offset of the path.
struct TableLayout {
    std::size_t header;
    std::size_t entry_size;
    bool wide;
    bool has_flags;
};

void read_table(Bytes value, const TableLayout& layout, Cache& cache) {
    cache.is_64_bit = layout.wide;
    cache.count_said = load_le<std::uint32_t>(value, 4);
    for (std::size_t i = 0; i < std::min<std::size_t>(cache.count_said, kEntriesMax); ++i) {
        Cursor in(value);
        in.seek(layout.header + i * layout.entry_size);
        Entry entry{.offset = in.position()};
        const std::size_t size = in.read<std::uint16_t>();
        in.take(layout.wide ? 6 : 2);  // size with NUL, padding
        const std::uint64_t path =
            layout.wide ? in.read<std::uint64_t>() : in.read<std::uint32_t>();
        entry.modified.ticks = in.read<std::uint64_t>();
        const auto flags = in.read<std::uint32_t>();
        if (layout.has_flags) entry.executed = (flags & kExecuted) != 0;
        in.seek(path <= value.size() ? static_cast<std::size_t>(path) : value.size() + 1);
        const Bytes text = in.take(size);
        if (!in.ok()) return;
        set_path(entry, text);
        cache.entries.push_back(std::move(entry));
    }
}

/// 2003 and Vista have the same header and entries of the same size; only what follows the time
/// differs: a file size (mostly beyond 8 bits) or flags. The 64-bit layout has padding that is 0.
void read_2003(Bytes value, Cache& cache) {
    Cursor in(value);
    in.seek(kHeader2003);
    const std::size_t size = in.read<std::uint16_t>();
    const std::size_t size_max = in.read<std::uint16_t>();
    const bool wide = in.read<std::uint32_t>() == 0 && size_max >= size;
    const TableLayout layout{
        .header = kHeader2003, .entry_size = wide ? 32U : 24U, .wide = wide, .has_flags = true};
    bool flags_fit = true;
    const auto count = load_le<std::uint32_t>(value, 4);
    for (std::size_t i = 0; i < std::min<std::size_t>(count, kEntriesMax); ++i) {
        Cursor entry(value);
        entry.seek(layout.header + i * layout.entry_size + (wide ? 24 : 16));
        flags_fit = flags_fit && entry.read<std::uint32_t>() <= 0xff;
    }
    cache.version = flags_fit ? Version::Vista : Version::Server2003;
    TableLayout chosen = layout;
    chosen.has_flags = flags_fit;
    read_table(value, chosen, cache);
}

void read_7(Bytes value, Cache& cache) {
    cache.version = Version::Windows7;
    Cursor in(value);
    in.seek(kHeader7 + 4);
    const bool wide = in.read<std::uint32_t>() == 0;
    read_table(
        value,
        {.header = kHeader7, .entry_size = wide ? 48U : 32U, .wide = wide, .has_flags = true},
        cache);
}

/// One entry of 8 and later behind its head (signature, check sum, size): path, and for 8 a package
/// name and flags, then the time.
bool read_tagged(Cursor body, Version version, Entry& entry) {
    const std::size_t size = body.read<std::uint16_t>();
    const Bytes path = body.take(size);
    if (version != Version::Windows10) {
        body.take(body.read<std::uint16_t>());  // package
        entry.executed = (body.read<std::uint32_t>() & kExecuted) != 0;
        body.take(4);  // shim flags
    }
    entry.modified.ticks = body.read<std::uint64_t>();
    set_path(entry, path);
    return body.ok();
}

void read_tagged_list(Bytes value, std::size_t header, Version version, Cache& cache) {
    cache.version = version;
    const std::uint32_t wanted = version == Version::Windows80 ? kEntry80 : kEntry81;
    Cursor in(value);
    in.seek(header);
    while (in.ok() && in.remaining() >= 12 && cache.entries.size() < kEntriesMax) {
        Entry entry{.offset = in.position()};
        const auto signature = in.read<std::uint32_t>();
        if (signature == 0) return;  // room behind the last one
        in.take(4);                  // check sum
        const Bytes body = in.take(in.read<std::uint32_t>());
        cache.damaged =
            signature != wanted || !in.ok() || !read_tagged(Cursor(body), version, entry);
        if (cache.damaged) return;
        cache.entries.push_back(std::move(entry));
    }
    cache.damaged = in.remaining() > 0;
}

}  // namespace

std::optional<Cache> parse(Bytes value) {
    Cache cache;
    const auto first = load_le<std::uint32_t>(value, 0);
    const auto tag_at = [&](std::size_t position) {
        return load_le<std::uint32_t>(value, position);
    };
    if (first == kMagicXp) {
        read_xp(value, cache);
    } else if (first == kMagic2003) {
        read_2003(value, cache);
    } else if (first == kMagic7) {
        read_7(value, cache);
    } else if (tag_at(kHeader8) == kEntry80) {
        read_tagged_list(value, kHeader8, Version::Windows80, cache);
    } else if (tag_at(kHeader8) == kEntry81) {
        read_tagged_list(value, kHeader8, Version::Windows81, cache);
    } else if ((first == 0x30 || first == 0x34) && tag_at(first) == kEntry81) {
        read_tagged_list(value, first, Version::Windows10, cache);
    } else {
        return std::nullopt;
    }
    if (cache.count_said != 0) cache.damaged = cache.entries.size() < cache.count_said;
    return cache;
}

}  // namespace xiezhi::shimcache
