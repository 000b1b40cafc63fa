#include "tests/support/pe_writer.h"

namespace xiezhi::testing {
namespace {

constexpr std::uint32_t kCodeRva = 0x1000;
constexpr std::uint32_t kDataRva = 0x2000;
constexpr std::uint32_t kCodeSize = 0x200;
constexpr std::uint32_t kDataSize = 0x800;
// Places in the data section.
constexpr std::uint32_t kImports = 0x000;
constexpr std::uint32_t kLookups = 0x080;
constexpr std::uint32_t kNames = 0x0c0;
constexpr std::uint32_t kDebug = 0x140;
constexpr std::uint32_t kCodeView = 0x160;
constexpr std::uint32_t kResources = 0x200;
constexpr std::uint32_t kVersion = 0x280;

class Out {
public:
    explicit Out(std::size_t size) : bytes_(size) {}

    void number(std::size_t at, std::uint64_t value, std::size_t width) {
        for (std::size_t i = 0; i < width; ++i) {
            bytes_.at(at + i) = static_cast<std::byte>((value >> (8 * i)) & 0xffU);
        }
    }
    void text(std::size_t at, const std::string& text) {
        for (const char c : text) bytes_.at(at++) = static_cast<std::byte>(c);
    }
    void wide(std::size_t at, const std::string& text) {
        for (const char c : text) {
            bytes_.at(at) = static_cast<std::byte>(c);
            at += 2;
        }
    }
    std::vector<std::byte> take() { return std::move(bytes_); }

private:
    std::vector<std::byte> bytes_;
};

void write_headers(const PeWriter& writer, Out& out) {
    const std::size_t pe = PeWriter::kHeader;
    const std::size_t directories = writer.plus ? 112 : 96;
    out.text(0, "MZ");
    out.number(0x3c, pe, 4);
    out.text(pe, "PE");
    out.number(pe + 4, writer.plus ? 0x8664 : 0x14c, 2);
    out.number(pe + 6, 2, 2);  // sections
    out.number(pe + 8, 1'600'000'000, 4);
    out.number(pe + 20, directories + 128, 2);
    out.number(pe + 22, 0x22, 2);
    const std::size_t optional = pe + 24;
    out.number(optional, writer.plus ? 0x20b : 0x10b, 2);
    out.number(optional + 16, kCodeRva, 4);
    out.number(writer.plus ? optional + 24 : optional + 28, 0x400000, 4);
    out.number(optional + 32, 0x1000, 4);
    out.number(optional + 36, 0x200, 4);
    out.number(optional + 56, 0x3000, 4);
    out.number(optional + 60, PeWriter::kCode, 4);
    out.number(optional + 68, 3, 2);  // console
    out.number(optional + directories - 4, 16, 4);
    const auto directory = [&](std::size_t index, std::uint32_t rva, std::uint32_t size) {
        out.number(optional + directories + 8 * index, rva, 4);
        out.number(optional + directories + 8 * index + 4, size, 4);
    };
    directory(1, kDataRva + kImports, 60);
    directory(2, kDataRva + kResources, 0x400);
    if (!writer.certificate.empty()) {
        directory(4, static_cast<std::uint32_t>(PeWriter::kSize + writer.overlay.size()),
                  static_cast<std::uint32_t>(writer.certificate.size()));
    }
    directory(6, kDataRva + kDebug, 28);
    const auto section = [&](std::size_t index, const std::string& name, std::uint32_t rva,
                             std::uint32_t size, std::size_t raw, std::uint32_t flags) {
        const std::size_t at = optional + directories + 128 + 40 * index;
        out.text(at, name);
        out.number(at + 8, size, 4);
        out.number(at + 12, rva, 4);
        out.number(at + 16, size, 4);
        out.number(at + 20, raw, 4);
        out.number(at + 36, flags, 4);
    };
    section(0, writer.code_section, kCodeRva, kCodeSize, PeWriter::kCode, 0x60000020);
    section(1, ".rdata", kDataRva, kDataSize, PeWriter::kData, 0x40000040);
}

void write_imports(const PeWriter& writer, Out& out) {
    const std::size_t data = PeWriter::kData;
    const std::size_t width = writer.plus ? 8 : 4;
    const auto module = [&](std::size_t index, const std::string& name, std::uint64_t thunk) {
        const auto lookup = static_cast<std::uint32_t>(kLookups + 16 * index);
        const auto text = static_cast<std::uint32_t>(kNames + 0x20 * index);
        out.number(data + kImports + 20 * index, kDataRva + lookup, 4);
        out.number(data + kImports + 20 * index + 12, kDataRva + text, 4);
        out.number(data + kImports + 20 * index + 16, kDataRva + lookup, 4);
        out.number(data + lookup, thunk, width);
        out.text(data + text, name);
    };
    constexpr std::uint32_t kByName = kNames + 0x60;
    module(0, "KERNEL32.dll", kDataRva + kByName);
    module(1, "WS2_32.dll", (std::uint64_t{1} << (8 * width - 1)) | 115U);
    out.number(data + kByName, 7, 2);  // hint
    out.text(data + kByName + 2, "ExitProcess");
}

void write_debug(const PeWriter& writer, Out& out) {
    const std::size_t data = PeWriter::kData;
    out.number(data + kDebug + 12, 2, 4);
    out.number(data + kDebug + 16, 24 + writer.pdb.size() + 1, 4);
    out.number(data + kDebug + 20, kDataRva + kCodeView, 4);
    out.number(data + kDebug + 24, data + kCodeView, 4);
    out.text(data + kCodeView, "RSDS");
    out.number(data + kCodeView + 4, 0x1122334455667788, 8);
    out.number(data + kCodeView + 20, 3, 4);
    out.text(data + kCodeView + 24, writer.pdb);
}

/// One block of the version: sizes, key, padding. Says where its value begins.
std::size_t block(Out& out, std::size_t at, std::size_t size, std::size_t value_size,
                  const std::string& key) {
    out.number(at, size, 2);
    out.number(at + 2, value_size, 2);
    out.wide(at + 6, key);
    return (at + 6 + 2 * key.size() + 2 + 3) / 4 * 4;
}

struct VersionText {
    std::string key;
    std::string value;

    /// Without the padding behind it.
    [[nodiscard]] std::size_t size() const {
        return (6 + 2 * (key.size() + 1) + 3) / 4 * 4 + 2 * (value.size() + 1);
    }
};

void write_version(const PeWriter& writer, Out& out) {
    const std::size_t root = PeWriter::kData + kResources;
    for (std::uint32_t level = 0; level < 3; ++level) {  // one entry each
        const std::size_t table = root + 24 * level;
        out.number(table + 14, 1, 2);
        out.number(table + 16, level == 0 ? 16 : level == 1 ? 1 : 1033, 4);
        out.number(table + 20, level == 2 ? 72 : 0x80000000U + 24 * (level + 1), 4);
    }
    std::vector<VersionText> texts = {{"CompanyName", writer.company}};
    if (!writer.original_name.empty()) {
        texts.push_back({"OriginalFilename", writer.original_name});
    }
    std::size_t table_size = 24;
    for (const VersionText& text : texts) table_size = (table_size + 3) / 4 * 4 + text.size();
    const std::size_t info_size = 36 + table_size;
    const std::size_t size = 92 + info_size;
    out.number(root + 72, kDataRva + kVersion, 4);
    out.number(root + 76, size, 4);
    const std::size_t at = PeWriter::kData + kVersion;
    const std::size_t fixed = block(out, at, size, 52, "VS_VERSION_INFO");
    out.number(fixed, 0xfeef04bd, 4);
    out.number(fixed + 8, 0x000a0000, 4);
    out.number(fixed + 12, 0x4a610001, 4);
    const std::size_t table = block(out, at + 92, info_size, 0, "StringFileInfo");
    std::size_t string = block(out, table, table_size, 0, "040904B0");
    for (const VersionText& text : texts) {
        const std::size_t value = block(out, string, text.size(), text.value.size() + 1, text.key);
        out.wide(value, text.value);
        string = (string + text.size() + 3) / 4 * 4;
    }
}

}  // namespace

std::vector<std::byte> PeWriter::write() const {
    Out out(kSize + overlay.size() + certificate.size());
    write_headers(*this, out);
    for (std::size_t i = 0; i < kCodeSize; ++i) out.number(kCode + i, 0x90, 1);
    out.text(kCode, code.substr(0, kCodeSize));
    write_imports(*this, out);
    write_debug(*this, out);
    write_version(*this, out);
    out.text(kSize, overlay);
    out.text(kSize + overlay.size(), certificate);
    return out.take();
}

}  // namespace xiezhi::testing
