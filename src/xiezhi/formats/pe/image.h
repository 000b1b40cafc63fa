#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "xiezhi/base/byte_source.h"
#include "xiezhi/base/damage.h"
#include "xiezhi/base/digest.h"
#include "xiezhi/formats/pe/resources.h"

/// Windows programs: executables, libraries, drivers. Sources: Microsoft, "PE Format"; for what
/// real files do besides, docs/formats/pe.md.
namespace xiezhi::pe {

// What is taken from one file at most; beyond it stands a damage.
inline constexpr std::size_t kSectionsMax = 1024;
inline constexpr std::size_t kModulesMax = 2048;
inline constexpr std::size_t kFunctionsMax = 65'536;  // imported of all modules; exported
inline constexpr std::size_t kDebugEntriesMax = 64;
inline constexpr std::size_t kCallbacksMax = 256;
inline constexpr std::size_t kNameSizeMax = 1024;        // bytes of a name or path
inline constexpr std::size_t kNameBytesMax = 4U << 20U;  // of all names of a file

struct DataDirectory {
    std::uint32_t rva = 0;  // of the certificate table: an offset
    std::uint32_t size = 0;
};

/// Directory numbers, "Optional Header Data Directories".
enum class Directory : std::uint8_t {
    Export = 0,
    Import = 1,
    Resource = 2,
    Certificate = 4,
    Debug = 6,
    Tls = 9,
    LoadConfig = 10,
    DelayImport = 13,
    Clr = 14,
};
inline constexpr std::size_t kDirectoryCount = 16;

struct Section {
    std::string name;  // the eight bytes up to a NUL, as UTF-8; bytes beyond ASCII as Windows-1252
    std::uint32_t virtual_address = 0;
    std::uint32_t virtual_size = 0;
    std::uint32_t raw_offset = 0;
    std::uint32_t raw_size = 0;
    std::uint32_t characteristics = 0;

    [[nodiscard]] bool readable() const noexcept { return (characteristics & 0x40000000U) != 0; }
    [[nodiscard]] bool writable() const noexcept { return (characteristics & 0x80000000U) != 0; }
    [[nodiscard]] bool executable() const noexcept { return (characteristics & 0x20000000U) != 0; }
};

struct ImportedFunction {
    std::string name;           // empty: by ordinal
    std::uint16_t ordinal = 0;  // of a function imported by name: the hint
};

struct ImportedModule {
    std::string name;
    std::uint32_t time = 0;  // Unix seconds as stored: bound imports, delay imports; mostly 0
    bool delayed = false;
    std::vector<ImportedFunction> functions;
};

struct ExportedFunction {
    std::uint32_t ordinal = 0;
    std::string name;  // empty: by ordinal alone
    std::uint32_t rva = 0;
    std::string forwarder;  // `NTDLL.RtlAllocateHeap` when another module has the code
};

struct Exports {
    std::string module;      // the name that the linker was given
    std::uint32_t time = 0;  // Unix seconds as stored
    std::vector<ExportedFunction> functions;
};

/// What the Microsoft linker notes of the tools that made the object files.
struct RichHeader {
    struct Entry {
        std::uint16_t product = 0;
        std::uint16_t build = 0;
        std::uint32_t count = 0;
    };
    std::uint32_t key = 0;
    bool key_valid = false;  // the key is a checksum over DOS header and entries
    DigestValue hash;        // MD5 of the decrypted header from `DanS` on, as the field compares it
    std::vector<Entry> entries;
};

struct DebugEntry {
    std::uint32_t type = 0;  // 2: CodeView, 16: reproducible build
    std::uint32_t time = 0;
    std::string pdb_path;
    std::string pdb_guid;  // upper case without braces; of NB10 the signature in hex
    std::uint32_t pdb_age = 0;
};

/// ECMA-335 II.25.3.3.
struct ClrHeader {
    std::uint16_t runtime_major = 0;
    std::uint16_t runtime_minor = 0;
    std::uint32_t flags = 0;
    std::uint32_t entry_point = 0;
    std::string version;  // of the metadata: `v4.0.30319`
};

/// A range of the file.
struct Extent {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    [[nodiscard]] std::uint64_t end() const noexcept { return offset + size; }
};

struct Image {
    std::uint64_t file_size = 0;
    std::uint32_t header_offset = 0;  // of `PE\0\0`
    std::uint16_t machine = 0;
    std::uint32_t link_time = 0;  // Unix seconds as stored; of reproducible builds a hash
    std::uint16_t characteristics = 0;
    bool plus = false;  // PE32+
    std::uint8_t linker_major = 0;
    std::uint8_t linker_minor = 0;
    std::uint32_t entry_point = 0;
    std::uint64_t image_base = 0;
    std::uint32_t image_size = 0;
    std::uint32_t headers_size = 0;
    std::uint32_t checksum = 0;  // as stored
    std::uint16_t subsystem = 0;
    std::uint16_t dll_characteristics = 0;
    std::uint32_t section_alignment = 0;
    std::array<DataDirectory, kDirectoryCount> directories{};

    std::uint64_t checksum_offset = 0;           // a signature covers neither this field
    std::uint64_t certificate_entry_offset = 0;  // nor this entry; 0: the headers end before it
    Extent certificates;  // nor this table; size 0: none, or outside of the file

    std::vector<Section> sections;
    std::vector<ImportedModule> imports;  // in file order, delayed ones last
    std::optional<Exports> exports;
    Resources resources;
    std::optional<RichHeader> rich;
    std::vector<DebugEntry> debug;
    std::vector<std::uint64_t> tls_callbacks;  // virtual addresses
    std::uint32_t load_config_time = 0;
    std::optional<ClrHeader> clr;
    Extent overlay;       // behind the last section, before the certificate table
    Extent trailing;      // behind the certificate table
    DigestValue imphash;  // empty: nothing is imported

    [[nodiscard]] const DataDirectory& directory(Directory which) const noexcept {
        return directories.at(static_cast<std::size_t>(which));
    }
    [[nodiscard]] bool is_dll() const noexcept { return (characteristics & 0x2000U) != 0; }
    [[nodiscard]] bool is_driver() const noexcept { return subsystem == 1; }
};

/// Reads all of the headers and tables; what is damaged is told and left out. An Error when it is
/// no program at all, or its headers cannot be read.
[[nodiscard]] Result<Image> read_image(const ByteSource& source, const DamageSink& damages);

/// `x64`, `x86`, `arm64` …; empty when unknown.
[[nodiscard]] std::string_view machine_name(std::uint16_t machine) noexcept;

}  // namespace xiezhi::pe
