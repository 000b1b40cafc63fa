// The small tables: debug, TLS, load configuration, .NET. "PE Format"; for .NET ECMA-335 II.25.
#include <algorithm>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/value.h"
#include "xiezhi/formats/pe/reader.h"

namespace xiezhi::pe {
namespace {

constexpr std::size_t kDebugEntrySize = 28;
constexpr std::uint32_t kCodeView = 2;
constexpr std::uint32_t kRsds = 0x53445352;  // CodeView 7.0
constexpr std::uint32_t kNb10 = 0x3031424e;  // CodeView 2.0
constexpr std::uint32_t kMetadata = 0x424a5342;
constexpr std::size_t kClrHeaderSize = 72;
constexpr std::size_t kMetadataVersionMax = 255;

std::string text_until_nul(Bytes bytes) {
    const auto end = std::ranges::find(bytes, std::byte{0});
    return std::string(as_text(bytes.first(static_cast<std::size_t>(end - bytes.begin()))));
}

void read_codeview(Bytes bytes, DebugEntry& entry) {
    Cursor in(bytes);
    const auto signature = in.read<std::uint32_t>();
    if (signature == kRsds) {
        append_text(entry.pdb_guid, {ValueType::Guid, in.take(16)});
        std::erase_if(entry.pdb_guid, [](char c) { return c == '{' || c == '}'; });
        std::ranges::transform(entry.pdb_guid, entry.pdb_guid.begin(), [](char c) {
            return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
        });
    } else if (signature == kNb10) {
        static_cast<void>(in.take(4));
        append_text(entry.pdb_guid, {ValueType::HexInt32, in.take(4)});
    } else {
        return;
    }
    entry.pdb_age = in.read<std::uint32_t>();
    if (!in.ok()) entry.pdb_guid.clear();
    if (in.ok()) entry.pdb_path = text_until_nul(in.take(in.remaining()));
}

std::uint32_t below_base(const Image& image, std::uint64_t address) {
    const std::uint64_t rva = address - image.image_base;
    return rva <= 0xffffffffU ? static_cast<std::uint32_t>(rva) : 0;
}

}  // namespace

void read_debug(Reader& in, Image& image) {
    const DataDirectory& directory = image.directory(Directory::Debug);
    if (directory.rva == 0 || directory.size == 0) return;
    const std::size_t count = directory.size / kDebugEntrySize;
    if (!in.locate(directory.rva)) {
        in.damage(image.header_offset, msg::pe_table_outside("debug", directory.rva));
    }
    for (std::size_t i = 0; i < std::min(count, kDebugEntriesMax); ++i) {
        const std::uint64_t rva = directory.rva + std::uint64_t{i} * kDebugEntrySize;
        if (rva > 0xffffffffU) return;
        Cursor header(in.at_rva(static_cast<std::uint32_t>(rva), kDebugEntrySize));
        static_cast<void>(header.take(4));
        DebugEntry entry;
        entry.time = header.read<std::uint32_t>();
        static_cast<void>(header.take(4));
        entry.type = header.read<std::uint32_t>();
        const std::size_t size = header.read<std::uint32_t>();
        static_cast<void>(header.take(4));
        const auto offset = header.read<std::uint32_t>();
        if (!header.ok()) return;
        if (entry.type == kCodeView) {
            read_codeview(in.at(offset, std::min(size, kNameSizeMax)), entry);
        }
        image.debug.push_back(std::move(entry));
    }
}

void read_tls(Reader& in, Image& image) {
    const DataDirectory& directory = image.directory(Directory::Tls);
    if (directory.rva == 0) return;
    const std::size_t width = image.plus ? 8 : 4;
    Cursor table(in.at_rva(directory.rva, 4 * width));
    static_cast<void>(table.take(3 * width));  // data and index
    const auto address = [&](Cursor& at) {
        return image.plus ? at.read<std::uint64_t>() : at.read<std::uint32_t>();
    };
    const std::uint64_t callbacks = address(table);
    if (!table.ok()) {
        in.damage(image.header_offset, msg::pe_table_outside("TLS", directory.rva));
        return;
    }
    std::uint32_t rva = below_base(image, callbacks);
    while (rva != 0 && image.tls_callbacks.size() < kCallbacksMax) {
        Cursor one(in.at_rva(rva, width));
        const std::uint64_t callback = address(one);
        if (!one.ok() || callback == 0) return;
        image.tls_callbacks.push_back(callback);
        rva += static_cast<std::uint32_t>(width);
    }
}

void read_load_config(Reader& in, Image& image) {
    const DataDirectory& directory = image.directory(Directory::LoadConfig);
    if (directory.rva != 0) {
        image.load_config_time = load_le<std::uint32_t>(in.at_rva(directory.rva, 8), 4);
    }
}

void read_clr(Reader& in, Image& image) {
    const DataDirectory& directory = image.directory(Directory::Clr);
    if (directory.rva == 0) return;
    Cursor header(in.at_rva(directory.rva, kClrHeaderSize));
    ClrHeader clr;
    static_cast<void>(header.take(4));
    clr.runtime_major = header.read<std::uint16_t>();
    clr.runtime_minor = header.read<std::uint16_t>();
    const auto metadata_rva = header.read<std::uint32_t>();
    static_cast<void>(header.take(4));
    clr.flags = header.read<std::uint32_t>();
    clr.entry_point = header.read<std::uint32_t>();
    if (!header.ok()) {
        in.damage(image.header_offset, msg::pe_table_outside(".NET", directory.rva));
        return;
    }
    Cursor metadata(in.at_rva(metadata_rva, 16 + kMetadataVersionMax));
    const auto signature = metadata.read<std::uint32_t>();
    static_cast<void>(metadata.take(8));
    const std::size_t size = metadata.read<std::uint32_t>();
    if (metadata.ok() && signature == kMetadata) {
        clr.version = text_until_nul(metadata.take(std::min(size, metadata.remaining())));
    }
    image.clr = std::move(clr);
}

}  // namespace xiezhi::pe
