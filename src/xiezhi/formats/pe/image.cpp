#include "xiezhi/formats/pe/image.h"

#include <algorithm>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/formats/pe/reader.h"

namespace xiezhi::pe {
namespace {

constexpr std::uint16_t kDosSignature = 0x5a4d;   // MZ
constexpr std::uint32_t kPeSignature = 0x4550;    // PE\0\0
constexpr std::size_t kHeaderOffsetField = 0x3c;  // e_lfanew
constexpr std::size_t kDosHeaderSize = 64;
constexpr std::size_t kFileHeaderSize = 24;  // with the signature
constexpr std::size_t kSectionHeaderSize = 40;
constexpr std::size_t kSectionNameSize = 8;
constexpr std::uint16_t kOptionalMagic = 0x10b;
constexpr std::uint16_t kOptionalMagicPlus = 0x20b;
constexpr std::size_t kChecksumField = 64;  // of the optional header, of both kinds

Error no_program() {
    return {Errc::Unsupported, msg::pe_not_a_program(), {}};
}

struct FileHeader {
    std::uint16_t section_count = 0;
    std::uint16_t optional_size = 0;
};

Result<FileHeader> read_file_header(Reader& in, Image& image) {
    Cursor dos(in.at(0, kDosHeaderSize));
    const auto signature = dos.read<std::uint16_t>();
    dos.seek(kHeaderOffsetField);
    image.header_offset = dos.read<std::uint32_t>();
    if (in.error()) return *in.error();
    if (!dos.ok() || signature != kDosSignature) return no_program();
    Cursor header(in.at(image.header_offset, kFileHeaderSize));
    const auto pe = header.read<std::uint32_t>();
    image.machine = header.read<std::uint16_t>();
    FileHeader out{.section_count = header.read<std::uint16_t>()};
    image.link_time = header.read<std::uint32_t>();
    static_cast<void>(header.take(8));  // COFF symbols
    out.optional_size = header.read<std::uint16_t>();
    image.characteristics = header.read<std::uint16_t>();
    if (!header.ok() || pe != kPeSignature) return no_program();
    return out;
}

/// "Optional Header (Image Only)". A header may be cut short: what is missing stays zero.
bool read_optional_header(Reader& in, std::uint64_t offset, std::size_t size, Image& image) {
    const Bytes bytes = in.at(offset, std::max<std::size_t>(size, 2));
    Cursor header(bytes, offset);
    const auto magic = header.read<std::uint16_t>();
    if (magic != kOptionalMagic && magic != kOptionalMagicPlus) return false;
    image.plus = magic == kOptionalMagicPlus;
    image.linker_major = header.read<std::uint8_t>();
    image.linker_minor = header.read<std::uint8_t>();
    static_cast<void>(header.take(12));  // sizes of code and data
    image.entry_point = header.read<std::uint32_t>();
    static_cast<void>(header.take(image.plus ? 4 : 8));  // bases of code and data
    image.image_base = image.plus ? header.read<std::uint64_t>() : header.read<std::uint32_t>();
    image.section_alignment = header.read<std::uint32_t>();
    static_cast<void>(header.take(20));  // file alignment, versions
    image.image_size = header.read<std::uint32_t>();
    image.headers_size = header.read<std::uint32_t>();
    image.checksum_offset = offset + kChecksumField;
    image.checksum = header.read<std::uint32_t>();
    image.subsystem = header.read<std::uint16_t>();
    image.dll_characteristics = header.read<std::uint16_t>();
    static_cast<void>(header.take(image.plus ? 36 : 20));  // stack, heap, loader flags
    const auto count = header.read<std::uint32_t>();
    for (std::size_t i = 0; i < std::min<std::size_t>(count, kDirectoryCount); ++i) {
        const std::uint64_t entry = header.offset();
        const DataDirectory directory{header.read<std::uint32_t>(), header.read<std::uint32_t>()};
        if (!header.ok()) break;
        image.directories.at(i) = directory;
        if (i == static_cast<std::size_t>(Directory::Certificate)) {
            image.certificate_entry_offset = entry;
        }
    }
    if (!header.ok()) in.damage(offset, msg::pe_optional_header_cut(bytes.size()));
    return true;
}

void read_sections(Reader& in, std::uint64_t offset, std::uint16_t count, Image& image) {
    const std::size_t taken = std::min<std::size_t>(count, kSectionsMax);
    if (taken < count) in.damage(offset, msg::pe_too_many_sections(count, kSectionsMax));
    const Bytes bytes = in.at(offset, taken * kSectionHeaderSize);
    Cursor table(bytes, offset);
    for (std::size_t i = 0; i < taken; ++i) {
        const std::uint64_t at = table.offset();
        const Bytes name = table.take(kSectionNameSize);
        Section section;
        section.virtual_size = table.read<std::uint32_t>();
        section.virtual_address = table.read<std::uint32_t>();
        section.raw_size = table.read<std::uint32_t>();
        section.raw_offset = table.read<std::uint32_t>();
        static_cast<void>(table.take(12));  // relocations and line numbers of object files
        section.characteristics = table.read<std::uint32_t>();
        if (!table.ok()) {
            in.damage(at, msg::pe_section_table_cut(i, count));
            return;
        }
        const auto end = std::ranges::find(name, std::byte{0});
        section.name = narrow_text(name.first(static_cast<std::size_t>(end - name.begin())));
        if (section.raw_size != 0 &&
            std::uint64_t{section.raw_offset} + section.raw_size > in.size()) {
            in.damage(at, msg::pe_section_cut(section.name, section.raw_offset, section.raw_size));
        }
        image.sections.push_back(std::move(section));
    }
}

void find_extents(Reader& in, Image& image) {
    const DataDirectory& table = image.directory(Directory::Certificate);
    const bool inside = std::uint64_t{table.rva} + table.size <= in.size();
    if (table.size != 0 && table.rva != 0 && inside) {
        image.certificates = {table.rva, table.size};
    } else if (table.size != 0) {
        in.damage(image.certificate_entry_offset,
                  msg::pe_certificates_outside(table.rva, table.size));
    }
    std::uint64_t end = image.headers_size;
    for (const Section& section : image.sections) {
        if (section.raw_size == 0) continue;
        end = std::max(end, std::uint64_t{section.raw_offset} + section.raw_size);
    }
    end = std::min(end, in.size());
    const bool behind = image.certificates.size != 0 && image.certificates.offset >= end;
    const std::uint64_t overlay_end = behind ? image.certificates.offset : in.size();
    if (overlay_end > end) image.overlay = {end, overlay_end - end};
    if (behind && image.certificates.end() < in.size()) {
        image.trailing = {image.certificates.end(), in.size() - image.certificates.end()};
    }
}

}  // namespace

Result<Image> read_image(const ByteSource& source, const DamageSink& damages) {
    Reader in(source, damages);
    Image image;
    image.file_size = source.size();
    XZ_TRY(const FileHeader header, read_file_header(in, image), "");
    const std::uint64_t optional = std::uint64_t{image.header_offset} + kFileHeaderSize;
    if (!read_optional_header(in, optional, header.optional_size, image)) {
        return Error{Errc::Damaged, msg::pe_optional_header(optional), {}};
    }
    read_sections(in, optional + header.optional_size, header.section_count, image);
    find_extents(in, image);
    in.map(image);
    read_imports(in, image);
    image.imphash = imphash(image.imports);
    read_exports(in, image);
    read_resources(in, image);
    read_rich_header(in, image);
    read_debug(in, image);
    read_tls(in, image);
    read_load_config(in, image);
    read_clr(in, image);
    if (in.error()) in.damage(0, in.error()->what);
    return image;
}

std::string_view machine_name(std::uint16_t machine) noexcept {
    switch (machine) {
        case 0x014c:
            return "x86";
        case 0x8664:
            return "x64";
        case 0x01c0:
        case 0x01c2:
        case 0x01c4:
            return "arm";
        case 0xaa64:
            return "arm64";
        case 0x0200:
            return "ia64";
        default:
            return {};
    }
}

}  // namespace xiezhi::pe
