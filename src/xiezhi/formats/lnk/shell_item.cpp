#include "xiezhi/formats/lnk/shell_item.h"

#include <algorithm>

#include "xiezhi/base/code_page.h"
#include "xiezhi/base/cursor.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/formats/lnk/strings.h"

namespace xiezhi::lnk {
namespace {

using Kind = ShellItem::Kind;

constexpr std::size_t kItemsMax = 4096;  // no path has more steps
constexpr std::uint32_t kFileExtension = 0xbeef0004;
constexpr std::uint32_t kUsersFiles = 0x46534643;  // CFSF: a file entry inside of another item

/// Extension 0xBEEF0004 of a file entry; its fields came with versions 3 (XP), 7 (Vista), 8 (7)
/// and 9 (8.1).
void read_file_extension(Bytes block, ShellItem& item) {
    Cursor in(block);
    in.take(2);  // size
    const auto version = in.read<std::uint16_t>();
    in.take(4);  // signature
    const auto created_date = in.read<std::uint16_t>();
    const auto created_time = in.read<std::uint16_t>();
    const auto accessed_date = in.read<std::uint16_t>();
    const auto accessed_time = in.read<std::uint16_t>();
    item.created = from_fat(created_date, created_time);
    item.accessed = from_fat(accessed_date, accessed_time);
    in.take(2);
    if (version >= 7) {
        in.take(2);
        item.file_reference = in.read<std::uint64_t>();
        in.take(8);
    }
    const auto localized_size = in.read<std::uint16_t>();
    if (version >= 9) in.take(4);
    if (version >= 8) in.take(4);
    if (version < 3 || !in.ok()) return;
    item.long_name = read_utf16_string(in);
    if (localized_size == 0 || !in.ok()) return;
    item.localized_name = version >= 7 ? read_utf16_string(in) : read_ansi_string(in);
}

/// Extension blocks stand one after another; the last two bytes of the item say where the first is.
void read_extensions(Bytes bytes, ShellItem& item) {
    std::size_t position = load_le<std::uint16_t>(bytes, bytes.size() - 2);
    while (position >= 4 && position + 8 <= bytes.size()) {
        const auto size = load_le<std::uint16_t>(bytes, position);
        if (size < 8 || size > bytes.size() - position) return;
        const Bytes block = bytes.subspan(position, size);
        if (load_le<std::uint32_t>(block, 4) == kFileExtension) read_file_extension(block, item);
        position += size;
    }
}

/// `at`: where the type byte stands. It is 2 but for a file entry inside of another item.
void read_file_entry(Bytes bytes, std::size_t at, ShellItem& item) {
    constexpr unsigned kIsDirectory = 0x01;
    constexpr unsigned kIsUnicode = 0x04;
    Cursor in(bytes);
    in.seek(at);
    const unsigned type = in.read<std::uint8_t>();
    in.take(1);
    item.file_size = in.read<std::uint32_t>();
    const auto date = in.read<std::uint16_t>();
    const auto time = in.read<std::uint16_t>();
    item.modified = from_fat(date, time);
    item.attributes = in.read<std::uint16_t>();
    item.name = (type & kIsUnicode) != 0 ? read_utf16_string(in) : read_ansi_string(in);
    if (!in.ok()) return;
    item.kind = (type & kIsDirectory) != 0 ? Kind::Directory : Kind::File;
    read_extensions(bytes, item);
}

void read_volume(Bytes bytes, ShellItem& item) {
    Cursor in(bytes);
    in.seek(3);
    item.kind = Kind::Volume;
    if ((item.type & 0x01U) != 0) {
        item.name = read_ansi_string(in);
    } else {
        in.take(1);
        item.guid = guid_of(in.take(16));
    }
}

void read_network(Bytes bytes, ShellItem& item) {
    Cursor in(bytes);
    in.seek(5);  // behind the flags
    item.kind = Kind::Network;
    item.name = read_ansi_string(in);
}

void read_uri(Bytes bytes, ShellItem& item) {
    constexpr unsigned kIsUnicode = 0x80;
    Cursor in(bytes);
    in.seek(3);
    const unsigned flags = in.read<std::uint8_t>();
    in.take(in.read<std::uint16_t>());  // of FTP and the like: times, user name
    item.kind = Kind::Uri;
    item.name = (flags & kIsUnicode) != 0 ? read_utf16_string(in) : read_ansi_string(in);
}

void read_guid_at(Bytes bytes, std::size_t position, Kind kind, ShellItem& item) {
    if (bytes.size() < position + 16) return;
    item.guid = guid_of(bytes.subspan(position));
    item.kind = kind;
}

ShellItem read_item(Bytes bytes, std::uint64_t offset) {
    ShellItem item;
    item.offset = offset;
    item.bytes = bytes;
    if (bytes.size() < 4) return item;
    item.type = load_le<std::uint8_t>(bytes, 2);
    switch (item.type & 0x70U) {
        case 0x10:
            if (item.type == 0x1f) read_guid_at(bytes, 4, Kind::Root, item);
            break;
        case 0x20:
            read_volume(bytes, item);
            break;
        case 0x30:
            read_file_entry(bytes, 2, item);
            break;
        case 0x40:
            read_network(bytes, item);
            break;
        case 0x60:
            if (item.type == 0x61) read_uri(bytes, item);
            break;
        case 0x70:
            if (item.type == 0x71) read_guid_at(bytes, 14, Kind::ControlPanel, item);
            if (item.type == 0x74 && load_le<std::uint32_t>(bytes, 6) == kUsersFiles) {
                read_file_entry(bytes, 12, item);
            }
            break;
        default:
            break;
    }
    return item;
}

}  // namespace

std::string_view kind_word(ShellItem::Kind kind) noexcept {
    switch (kind) {
        case Kind::Root:
            return "root";
        case Kind::Volume:
            return "volume";
        case Kind::Directory:
            return "directory";
        case Kind::File:
            return "file";
        case Kind::Network:
            return "network";
        case Kind::Uri:
            return "uri";
        case Kind::ControlPanel:
            return "control_panel";
        case Kind::Other:
            break;
    }
    return "other";
}

std::vector<ShellItem> read_item_list(Bytes list, std::uint64_t offset, const DamageSink& damages) {
    std::vector<ShellItem> items;
    Cursor in(list, offset);
    while (in.remaining() >= 2) {
        const std::uint64_t at = in.offset();
        const auto size = load_le<std::uint16_t>(list, in.position());
        if (size == 0) break;
        const Bytes item = in.take(size);
        if (size < 3 || !in.ok() || items.size() == kItemsMax) {
            damages({at, msg::lnk_item(size)});
            break;
        }
        items.push_back(read_item(item, at));
    }
    return items;
}

std::string item_list_path(const std::vector<ShellItem>& items) {
    std::string path;
    for (const ShellItem& item : items) {
        const bool step = item.kind == Kind::Volume || item.kind == Kind::Directory ||
                          item.kind == Kind::File || item.kind == Kind::Network;
        const std::string& name = item.long_name.empty() ? item.name : item.long_name;
        if (!step || name.empty()) continue;
        const bool whole = item.kind == Kind::Network && name.starts_with("\\\\");
        if (whole) path.clear();  // host and share in one, behind the host alone
        if (!path.empty() && !path.ends_with('\\')) path += '\\';
        path += name;
    }
    return path;
}

}  // namespace xiezhi::lnk
