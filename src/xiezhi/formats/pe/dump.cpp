#include "xiezhi/formats/pe/dump.h"

#include <cmath>

namespace xiezhi::pe {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

std::string hex(std::uint64_t number, unsigned digits) {
    std::string out = "0x";
    for (unsigned i = digits; i-- > 0;) out += kHexDigits[(number >> (4 * i)) & 0xfU];
    return out;
}

FileTime from_unix(std::uint32_t seconds) {
    return {kUnixEpochTicks + std::uint64_t{seconds} * kTicksPerSecond};
}

void write_time(RecordSink& sink, std::string_view name, std::uint32_t seconds) {
    if (seconds != 0) sink.time(name, from_unix(seconds));
}

/// Three digits, so that the last bit of a logarithm is nobody's business.
void write_entropy(RecordSink& sink, double entropy) {
    if (entropy >= 0) sink.real("entropy", std::round(entropy * 1000) / 1000);
}

void write_extent(RecordSink& sink, std::string_view name, const Extent& extent, double entropy) {
    if (extent.size == 0) return;
    sink.begin_object(name);
    sink.number("offset", extent.offset);
    sink.number("size", extent.size);
    write_entropy(sink, entropy);
    sink.end_object();
}

void write_headers(const Image& image, const Content& content, RecordSink& sink) {
    sink.text("machine", machine_name(image.machine));
    sink.number("machine_number", image.machine);
    sink.text("type", image.is_driver() ? "driver" : image.is_dll() ? "dll" : "exe");
    sink.truth("pe32_plus", image.plus);
    write_time(sink, "link_time", image.link_time);
    sink.text("characteristics", hex(image.characteristics, 4));
    sink.text("dll_characteristics", hex(image.dll_characteristics, 4));
    sink.number("subsystem", image.subsystem);
    sink.text("linker_version",
              std::to_string(image.linker_major) + "." + std::to_string(image.linker_minor));
    sink.text("entry_point", hex(image.entry_point, 8));
    sink.text("image_base", hex(image.image_base, image.plus ? 16 : 8));
    sink.number("image_size", image.image_size);
    sink.text("checksum", hex(image.checksum, 8));
    sink.text("checksum_computed", hex(content.checksum, 8));
    write_time(sink, "load_config_time", image.load_config_time);
    if (!image.imphash.empty()) sink.text("imphash", image.imphash.hex());
}

void write_sections(const Image& image, const Content& content, RecordSink& sink) {
    sink.begin_list("sections");
    for (std::size_t i = 0; i < image.sections.size(); ++i) {
        const Section& section = image.sections[i];
        sink.begin_object("");
        sink.text("name", section.name);
        sink.text("virtual_address", hex(section.virtual_address, 8));
        sink.number("virtual_size", section.virtual_size);
        sink.number("raw_offset", section.raw_offset);
        sink.number("raw_size", section.raw_size);
        sink.text("characteristics", hex(section.characteristics, 8));
        sink.truth("readable", section.readable());
        sink.truth("writable", section.writable());
        sink.truth("executable", section.executable());
        write_entropy(sink, content.entropies.at(i));
        sink.end_object();
    }
    sink.end_list();
}

void write_imports(const Image& image, RecordSink& sink) {
    sink.begin_list("imports");
    for (const ImportedModule& module : image.imports) {
        sink.begin_object("");
        sink.text("module", module.name);
        sink.truth("delayed", module.delayed);
        write_time(sink, "time", module.time);
        sink.begin_list("functions");
        for (const ImportedFunction& function : module.functions) {
            sink.text(
                "", function.name.empty() ? "#" + std::to_string(function.ordinal) : function.name);
        }
        sink.end_list();
        sink.end_object();
    }
    sink.end_list();
}

void write_exports(const Exports& exports, RecordSink& sink) {
    sink.begin_object("exports");
    sink.text("module", exports.module);
    write_time(sink, "time", exports.time);
    sink.begin_list("functions");
    for (const ExportedFunction& function : exports.functions) {
        sink.begin_object("");
        sink.number("ordinal", function.ordinal);
        if (!function.name.empty()) sink.text("name", function.name);
        sink.text("address", hex(function.rva, 8));
        if (!function.forwarder.empty()) sink.text("forwarder", function.forwarder);
        sink.end_object();
    }
    sink.end_list();
    sink.end_object();
}

void write_version(const Version& version, RecordSink& sink) {
    sink.begin_object("");
    sink.number("language", version.language);
    if (version.fixed) {
        sink.text("file_version", version_text(version.fixed->file_version));
        sink.text("product_version", version_text(version.fixed->product_version));
        sink.text("file_flags", hex(version.fixed->file_flags, 8));
        sink.number("file_type", version.fixed->file_type);
    }
    sink.begin_list("strings");
    for (const VersionString& string : version.strings) {
        sink.begin_object("");
        sink.text("table", string.table);
        sink.text("key", string.key);
        sink.text("value", string.value);
        sink.end_object();
    }
    sink.end_list();
    sink.end_object();
}

void write_resources(const Resources& resources, RecordSink& sink) {
    if (resources.counts.empty()) return;
    sink.begin_list("resources");
    for (const auto& [type, count] : resources.counts) {
        sink.begin_object("");
        sink.text("type", type);
        sink.number("count", count);
        sink.end_object();
    }
    sink.end_list();
    sink.begin_list("versions");
    for (const Version& version : resources.versions) write_version(version, sink);
    sink.end_list();
    if (!resources.manifest.empty()) sink.text("manifest", resources.manifest);
}

void write_rich(const RichHeader& rich, RecordSink& sink) {
    sink.begin_object("rich_header");
    sink.text("key", hex(rich.key, 8));
    sink.truth("key_valid", rich.key_valid);
    sink.text("hash", rich.hash.hex());
    sink.begin_list("entries");
    for (const RichHeader::Entry& entry : rich.entries) {
        sink.begin_object("");
        sink.number("product", entry.product);
        sink.number("build", entry.build);
        sink.number("count", entry.count);
        sink.end_object();
    }
    sink.end_list();
    sink.end_object();
}

void write_debug(const Image& image, RecordSink& sink) {
    sink.begin_list("debug");
    for (const DebugEntry& entry : image.debug) {
        sink.begin_object("");
        sink.number("type", entry.type);
        write_time(sink, "time", entry.time);
        if (!entry.pdb_guid.empty()) {
            sink.text("pdb_path", entry.pdb_path);
            sink.text("pdb_guid", entry.pdb_guid);
            sink.number("pdb_age", entry.pdb_age);
        }
        sink.end_object();
    }
    sink.end_list();
}

void write_clr(const ClrHeader& clr, RecordSink& sink) {
    sink.begin_object("dotnet");
    sink.text("runtime_version",
              std::to_string(clr.runtime_major) + "." + std::to_string(clr.runtime_minor));
    sink.text("metadata_version", clr.version);
    sink.text("flags", hex(clr.flags, 8));
    sink.text("entry_point", hex(clr.entry_point, 8));
    sink.end_object();
}

}  // namespace

bool dump(const Image& image, const Content& content, RecordSink& sink) {
    sink.begin_record("program");
    write_headers(image, content, sink);
    write_sections(image, content, sink);
    write_imports(image, sink);
    if (image.exports) write_exports(*image.exports, sink);
    write_resources(image.resources, sink);
    if (image.rich) write_rich(*image.rich, sink);
    if (!image.debug.empty()) write_debug(image, sink);
    if (!image.tls_callbacks.empty()) {
        sink.begin_list("tls_callbacks");
        for (const std::uint64_t address : image.tls_callbacks) sink.text("", hex(address, 16));
        sink.end_list();
    }
    if (image.clr) write_clr(*image.clr, sink);
    write_extent(sink, "overlay", image.overlay, content.overlay_entropy);
    write_extent(sink, "trailing", image.trailing, -1);
    return sink.end_record();
}

}  // namespace xiezhi::pe
