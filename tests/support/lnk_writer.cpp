#include "tests/support/lnk_writer.h"

#include "tests/support/binary_writer.h"

namespace xiezhi::testing {
namespace {

constexpr std::string_view kClass{
    "\x01\x14\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46", 16};
constexpr std::size_t kSectorSize = 512;
constexpr std::size_t kMiniSectorSize = 64;
constexpr std::uint32_t kEnd = 0xfffffffe;
constexpr std::uint32_t kFree = 0xffffffff;

BinaryWriter item_of(const std::string& name, bool file) {
    BinaryWriter item;
    item.put(std::uint16_t{0}).put(static_cast<std::uint8_t>(file ? 0x32 : 0x31)).fill(1);
    item.put(std::uint32_t{77}).put(std::uint16_t{0x5a61}).put(std::uint16_t{0x6000});
    item.put(std::uint16_t{0x20}).raw("SHORT~1").fill(1);
    const std::size_t extension = item.size();
    item.put(std::uint16_t{0}).put(std::uint16_t{9}).put(0xbeef0004U);
    item.put(0x60005a61U).put(0x60005a61U).put(std::uint16_t{0x2e}).put(std::uint16_t{0});
    item.put((std::uint64_t{3} << 48U) + 1234).fill(8).put(std::uint16_t{0}).fill(8);
    item.utf16(name).put(std::uint16_t{0}).put(static_cast<std::uint16_t>(extension));
    item.put_at(extension, static_cast<std::uint16_t>(item.size() - extension));
    item.put_at(0, static_cast<std::uint16_t>(item.size()));
    return item;
}

std::string item_list(const std::vector<std::string>& path) {
    BinaryWriter list;
    list.put(std::uint16_t{20}).put(std::uint16_t{0x501f});
    list.raw(
        std::string_view("\xe0\x4f\xd0\x20\xea\x3a\x69\x10\xa2\xd8\x08\x00\x2b\x30\x30\x9d", 16));
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (i == 0) {
            list.put(static_cast<std::uint16_t>(path[i].size() + 4)).put(std::uint8_t{0x2f});
            list.raw(path[i]).fill(1);
        } else {
            list.raw(item_of(path[i], i + 1 == path.size()).bytes());
        }
    }
    list.put(std::uint16_t{0});
    return list.bytes();
}

std::string link_info(const LinkContent& content) {
    const bool local = !content.local_path.empty();
    const bool network = !content.network_share.empty();
    BinaryWriter info;
    info.put(0U).put(0x1cU).put((local ? 1U : 0U) | (network ? 2U : 0U)).fill(16);
    if (local) {
        info.put_at(12, static_cast<std::uint32_t>(info.size()));
        info.put(0x14U).put(3U).put(0xcafe1234U).put(0x10U).raw("DATA").fill(1);
        info.put_at(16, static_cast<std::uint32_t>(info.size()));
        info.raw(content.local_path).fill(1);
    }
    if (network) {
        info.put_at(20, static_cast<std::uint32_t>(info.size()));
        info.put(static_cast<std::uint32_t>(0x15 + content.network_share.size())).put(0U);
        info.put(0x14U).put(0U).put(0x20000U).raw(content.network_share).fill(1);
    }
    info.put_at(24, static_cast<std::uint32_t>(info.size()));
    info.raw(content.path_suffix).fill(1);
    info.put_at(0, static_cast<std::uint32_t>(info.size()));
    return info.bytes();
}

void put_blocks(BinaryWriter& out, const LinkContent& content) {
    if (!content.environment_path.empty()) {
        BinaryWriter path;
        path.raw(content.environment_path).fill_to(260).utf16(content.environment_path);
        out.put(0x314U).put(0xa0000001U).raw(path.fill_to(780).bytes());
    }
    if (!content.machine_id.empty()) {
        BinaryWriter tracker;
        tracker.put(0x58U).put(0U).raw(content.machine_id).fill_to(24);
        for (int i = 0; i < 4; ++i) {
            tracker.raw(std::string_view(
                "\x84\xe5\x1c\x9b\x4c\x4a\xe5\x11\xb5\xc9\x08\x00\x27\xac\x3d\x7f", 16));
        }
        out.put(0x60U).put(0xa0000003U).raw(tracker.bytes());
    }
    if (!content.properties.empty()) {
        BinaryWriter storage;
        storage.put(0U).put(0x53505331U).fill(16, '\x11');
        for (const auto& [id, text] : content.properties) {
            BinaryWriter value;
            value.put(id).fill(1).put(0x1fU).put(static_cast<std::uint32_t>(text.size() + 1));
            value.utf16(text).fill(2);
            storage.put(static_cast<std::uint32_t>(value.size() + 4)).raw(value.bytes());
        }
        storage.put(0U).put_at(0, static_cast<std::uint32_t>(storage.size()));
        out.put(static_cast<std::uint32_t>(storage.size() + 12)).put(0xa0000009U);
        out.raw(storage.bytes()).put(0U);
    }
    out.put(0U);
}

std::string destination_list(std::uint32_t version, const std::vector<DestListEntry>& entries) {
    BinaryWriter list;
    list.put(version).put(static_cast<std::uint32_t>(entries.size())).put(0U).put(0U);
    list.put(static_cast<std::uint32_t>(entries.size())).fill(12);
    for (const DestListEntry& entry : entries) {
        list.put(std::uint64_t{0x1234}).fill(64).raw(entry.machine_id);
        list.fill(16 - entry.machine_id.size()).put(entry.number).fill(8);
        list.put(std::uint64_t{133'000'000'000'000'000}).put(0xffffffffU);
        if (version > 1) list.fill(4).put(5U).fill(8);
        list.put(static_cast<std::uint16_t>(utf16_count(entry.path))).utf16(entry.path);
        if (version > 1) list.fill(4);
    }
    return list.bytes();
}

struct OleStream {
    std::string name;
    std::string bytes;
};

std::string directory_entry(const std::string& name, std::uint8_t type, std::uint32_t first,
                            std::uint64_t size) {
    BinaryWriter entry;
    entry.utf16(name).fill_to(64).put(static_cast<std::uint16_t>(2 * name.size() + 2)).put(type);
    entry.fill_to(68).put(kFree).put(kFree).put(kFree).fill_to(116).put(first).put(size);
    return entry.bytes();
}

std::string filled(std::string bytes, std::size_t unit) {
    bytes.resize((bytes.size() + unit - 1) / unit * unit, '\0');
    return bytes;
}

/// All streams go to the mini stream. Sectors: FAT, mini FAT, directory, mini stream.
std::string compound_file(const std::vector<OleStream>& streams) {
    BinaryWriter mini_table;
    std::string mini_stream;
    std::string directory;
    for (const OleStream& stream : streams) {
        auto next = static_cast<std::uint32_t>(mini_stream.size() / kMiniSectorSize);
        directory += directory_entry(stream.name, 2, next, stream.bytes.size());
        mini_stream += filled(stream.bytes, kMiniSectorSize);
        const auto end = static_cast<std::uint32_t>(mini_stream.size() / kMiniSectorSize);
        while (next < end) mini_table.put(++next < end ? next : kEnd);
    }
    std::vector<std::string> parts = {
        filled(mini_table.bytes(), kSectorSize),
        filled(directory_entry("Root Entry", 5, 0, mini_stream.size()) + directory, kSectorSize),
        filled(mini_stream, kSectorSize)};
    BinaryWriter table;
    table.put(0xfffffffdU);  // itself
    std::vector<std::uint32_t> firsts;
    std::uint32_t sector = 1;
    for (const std::string& part : parts) {
        firsts.push_back(part.empty() ? kEnd : sector);
        const auto end = sector + static_cast<std::uint32_t>(part.size() / kSectorSize);
        while (sector < end) table.put(++sector < end ? sector : kEnd);
    }
    BinaryWriter root(
        BinaryWriter().raw(parts[1]).put_at(116, firsts[2]));  // where the mini stream begins
    BinaryWriter out;
    out.put(std::uint64_t{0xe11ab1a1e011cfd0}).fill(16).put(std::uint16_t{0x3e});
    out.put(std::uint16_t{3}).put(std::uint16_t{0xfffe}).put(std::uint16_t{9});
    out.put(std::uint16_t{6}).fill(10).put(1U).put(firsts[1]).put(0U).put(4096U);
    out.put(firsts[0]).put(1U).put(kEnd).put(0U).put(0U).fill_to(kSectorSize, '\xff');
    out.raw(table.fill_to(kSectorSize, '\xff').bytes());
    out.raw(parts[0]).raw(root.bytes()).raw(parts[2]);
    return out.bytes();
}

}  // namespace

std::string link_file(const LinkContent& content) {
    const std::vector<const std::optional<std::string>*> strings = {
        &content.description, &content.relative_path, &content.working_directory,
        &content.arguments, &content.icon_location};
    std::uint32_t flags = content.unicode ? 0x80 : 0;
    if (!content.path.empty()) flags |= 1U;
    const bool info = !content.local_path.empty() || !content.network_share.empty();
    if (info) flags |= 2U;
    for (std::size_t i = 0; i < strings.size(); ++i) {
        if (*strings[i]) flags |= 4U << i;
    }
    BinaryWriter out;
    out.put(0x4cU).raw(kClass).put(flags).put(0x20U).put(content.created).put(content.created);
    out.put(content.created).put(content.target_size).put(0U).put(1U).fill_to(76);
    if (!content.path.empty()) {
        const std::string list = item_list(content.path);
        out.put(static_cast<std::uint16_t>(list.size())).raw(list);
    }
    if (info) out.raw(link_info(content));
    for (const auto* string : strings) {
        if (!*string) continue;
        out.put(static_cast<std::uint16_t>((*string)->size()));
        if (content.unicode) {
            out.utf16(**string);
        } else {
            out.raw(**string);
        }
    }
    put_blocks(out, content);
    return out.bytes();
}

std::string jump_list_file(std::uint32_t version, const std::vector<DestListEntry>& entries) {
    std::vector<OleStream> streams;
    for (const DestListEntry& entry : entries) {
        if (!entry.link.empty()) streams.push_back({std::to_string(entry.number), entry.link});
    }
    streams.push_back({"DestList", destination_list(version, entries)});
    return compound_file(streams);
}

std::string custom_jump_list_file(const std::string& title, const std::vector<std::string>& links) {
    BinaryWriter out;
    out.put(2U)
        .put(1U)
        .put(0U)
        .put(0U)
        .put(static_cast<std::uint16_t>(utf16_count(title)))
        .utf16(title);
    out.put(static_cast<std::uint32_t>(links.size()));
    for (const std::string& link : links) out.raw(kClass).raw(link);
    return out.put(0xbabffbabU).bytes();
}

}  // namespace xiezhi::testing
