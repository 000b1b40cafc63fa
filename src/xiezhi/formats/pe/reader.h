#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "xiezhi/base/byte_source.h"
#include "xiezhi/base/damage.h"
#include "xiezhi/formats/pe/image.h"

namespace xiezhi::pe {

/// Bytes of a program by file offset or by address (RVA), through a few windows that are kept.
class Reader {
public:
    Reader(const ByteSource& source, const DamageSink& damages)
        : source_(source), damages_(damages), size_(source.size()) {}

    /// At most `size` bytes; fewer where the file ends. Valid until the third read after this one.
    [[nodiscard]] Bytes at(std::uint64_t offset, std::size_t size);

    /// How addresses lie in the file; known once the headers are read.
    void map(const Image& image);

    /// Where an address lies in the file, and how many bytes from there on are in the same section.
    [[nodiscard]] std::optional<Extent> locate(std::uint32_t rva) const noexcept;
    /// At most `size` bytes at an address; none when it is not in the file.
    [[nodiscard]] Bytes at_rva(std::uint32_t rva, std::size_t size);
    /// The bytes up to a NUL, at most kNameSizeMax, as UTF-8 (each byte as Windows-1252). None when
    /// the address is not in the file, or all names together have become too long.
    [[nodiscard]] std::optional<std::string> name_at(std::uint32_t rva);

    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
    void damage(std::uint64_t offset, Message what) const { damages_({offset, std::move(what)}); }
    /// The first error of the source, if there was one.
    [[nodiscard]] const std::optional<Error>& error() const noexcept { return error_; }

private:
    struct Window {
        std::uint64_t offset = 0;
        std::vector<std::byte> bytes;
        std::uint64_t used = 0;  // number of the read that used it last
    };
    struct Range {
        std::uint64_t rva = 0;
        Extent file;
    };
    [[nodiscard]] Window& load(std::uint64_t offset, std::size_t size);

    const ByteSource& source_;
    const DamageSink& damages_;
    std::uint64_t size_;
    std::array<Window, 4> windows_;
    std::uint64_t reads_ = 0;
    std::vector<Range> ranges_;
    std::size_t name_bytes_left_ = kNameBytesMax;
    std::optional<Error> error_;
};

/// One byte each, as Windows-1252.
[[nodiscard]] std::string narrow_text(Bytes bytes);

// The tables of an image, each into its part of it.
void read_imports(Reader& in, Image& image);
void read_exports(Reader& in, Image& image);
void read_resources(Reader& in, Image& image);
void read_rich_header(Reader& in, Image& image);
void read_debug(Reader& in, Image& image);
void read_tls(Reader& in, Image& image);
void read_load_config(Reader& in, Image& image);
void read_clr(Reader& in, Image& image);

/// The version information that a resource of this type holds.
[[nodiscard]] Version parse_version(Bytes bytes);

/// MD5 over `module.function` of all imports that are not delayed, in order, in lower case: without
/// the module's extension .dll, .ocx or .sys, and with names in place of the ordinals of three
/// modules (pefile, get_imphash). Empty when nothing is imported.
[[nodiscard]] DigestValue imphash(const std::vector<ImportedModule>& imports);

}  // namespace xiezhi::pe
