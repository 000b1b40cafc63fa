#include "xiezhi/formats/pe/image.h"

#include <gtest/gtest.h>

#include "tests/support/pe_writer.h"
#include "xiezhi/formats/pe/content.h"
#include "xiezhi/formats/pe/reader.h"

namespace xiezhi::pe {
namespace {

using testing::PeWriter;

Result<Image> read(std::vector<std::byte> bytes, std::size_t* damages = nullptr) {
    const MemorySource source(std::move(bytes));
    return read_image(source, [&](const Damage&) {
        if (damages != nullptr) ++*damages;
    });
}

void put(std::vector<std::byte>& bytes, std::size_t at, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i) {
        bytes.at(at + i) = static_cast<std::byte>((value >> (8 * i)) & 0xffU);
    }
}

class BothKinds : public ::testing::TestWithParam<bool> {};

TEST_P(BothKinds, HeadersAndTables) {
    std::size_t damages = 0;
    const auto image = read(PeWriter{.plus = GetParam(), .overlay = "appended"}.write(), &damages);
    ASSERT_TRUE(image);
    EXPECT_EQ(damages, 0U);
    EXPECT_EQ(image->plus, GetParam());
    EXPECT_EQ(machine_name(image->machine), GetParam() ? "x64" : "x86");
    EXPECT_EQ(image->image_base, 0x400000U);
    EXPECT_EQ(image->link_time, 1'600'000'000U);
    ASSERT_EQ(image->sections.size(), 2U);
    EXPECT_EQ(image->sections[0].name, ".text");
    EXPECT_TRUE(image->sections[0].executable() && !image->sections[0].writable());
    ASSERT_EQ(image->imports.size(), 2U);
    EXPECT_EQ(image->imports[0].name, "KERNEL32.dll");
    ASSERT_EQ(image->imports[0].functions.size(), 1U);
    EXPECT_EQ(image->imports[0].functions[0].name, "ExitProcess");
    ASSERT_EQ(image->imports[1].functions.size(), 1U);
    EXPECT_EQ(image->imports[1].functions[0].ordinal, 115U);
    EXPECT_EQ(image->imphash,
              digest_of(DigestKind::Md5, as_bytes("kernel32.exitprocess,ws2_32.wsastartup")));
    ASSERT_EQ(image->debug.size(), 1U);
    EXPECT_EQ(image->debug[0].pdb_path, "C:\\build\\acme.pdb");
    EXPECT_EQ(image->debug[0].pdb_guid, "55667788-3344-1122-0000-000000000000");
    ASSERT_EQ(image->resources.versions.size(), 1U);
    const Version& version = image->resources.versions[0];
    EXPECT_EQ(version.language, 1033U);
    EXPECT_EQ(version_text(version.fixed->file_version), "10.0.19041.1");
    ASSERT_EQ(version.strings.size(), 1U);
    EXPECT_EQ(version.strings[0].table, "040904B0");
    EXPECT_EQ(version.strings[0].key, "CompanyName");
    EXPECT_EQ(version.strings[0].value, "Acme");
    EXPECT_EQ(image->overlay.offset, PeWriter::kSize);
    EXPECT_EQ(image->overlay.size, 8U);
}
INSTANTIATE_TEST_SUITE_P(Pe, BothKinds, ::testing::Bool());

struct Harm {
    std::string name;
    std::size_t at;
    std::uint32_t value;
    bool readable;
    std::size_t sections;
    std::size_t imports;
};

class Harms : public ::testing::TestWithParam<Harm> {};

TEST_P(Harms, CostWhatTheyHit) {
    auto bytes = PeWriter{}.write();
    put(bytes, GetParam().at, GetParam().value);
    std::size_t damages = 0;
    const auto image = read(std::move(bytes), &damages);
    ASSERT_EQ(image.has_value(), GetParam().readable);
    if (!image) return;
    EXPECT_GT(damages, 0U);
    EXPECT_EQ(image->sections.size(), GetParam().sections);
    EXPECT_EQ(image->imports.size(), GetParam().imports);
}
constexpr std::size_t kOptional = PeWriter::kHeader + 24;
INSTANTIATE_TEST_SUITE_P(
    Pe, Harms,
    ::testing::Values(  // name           at                        value       read   sect. imports
        Harm{"NoDosHeader", 0, 0, false, 0, 0},
        Harm{"HeaderFarAway", 0x3c, 0xfffffff0, false, 0, 0},
        Harm{"NoOptionalHeader", kOptional, 0, false, 0, 0},
        Harm{"ImportsOutside", kOptional + 120, 0x900000, true, 2, 0},
        Harm{"CertificatesOutside", kOptional + 112 + 36, 8, true, 2, 2},
        Harm{"SectionBeyondEnd", kOptional + 240 + 56, 0x10000, true, 2, 2},
        Harm{"ImportNameOutside", PeWriter::kData + 20 + 12, 0x900000, true, 2, 1},
        Harm{"ThunkOutside", PeWriter::kData + 0x80, 0x900000, true, 2, 2}),
    [](const auto& harm) { return harm.param.name; });

TEST(Pe, EveryCutIsReadOrRefused) {
    const auto whole = PeWriter{}.write();
    for (std::size_t size = 0; size < whole.size(); size += 13) {
        const auto image = read({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});
        EXPECT_EQ(image.has_value(), size >= kOptional + 2) << size;
    }
}

TEST(Pe, ContentInPiecesOfAnySize) {
    const auto bytes = PeWriter{.overlay = std::string(1001, 'x')}.write();
    const auto image = read(bytes);
    ASSERT_TRUE(image);
    ContentScan whole(*image);
    whole.update(bytes);
    ContentScan pieces(*image);
    for (std::size_t at = 0; at < bytes.size(); at += 7) {
        pieces.update(Bytes(bytes).subspan(at, std::min<std::size_t>(7, bytes.size() - at)));
    }
    const Content content = whole.finish();
    EXPECT_EQ(content.checksum, pieces.finish().checksum);
    EXPECT_EQ(content.entropies, pieces.finish().entropies);
    EXPECT_EQ(content.entropies.at(0), 0.0);  // nothing but 0x90
    EXPECT_EQ(content.overlay_entropy, 0.0);

    auto stored = bytes;  // the field itself does not count
    put(stored, PeWriter::kChecksum, content.checksum);
    const auto again = read(stored);
    ASSERT_TRUE(again);
    ContentScan scan(*again);
    scan.update(stored);
    EXPECT_EQ(scan.finish().checksum, again->checksum);
}

TEST(Pe, ImportHashOfOrdinals) {
    const auto hash = [](const std::string& module, std::uint16_t ordinal) {
        ImportedModule one;
        one.name = module;
        one.functions.push_back({"", ordinal});
        return imphash({one});
    };
    const auto md5 = [](std::string_view text) {
        return digest_of(DigestKind::Md5, as_bytes(text));
    };
    EXPECT_EQ(hash("OLEAUT32.dll", 2), md5("oleaut32.sysallocstring"));
    EXPECT_EQ(hash("wsock32.dll", 23), md5("wsock32.socket"));
    EXPECT_EQ(hash("WS2_32.dll", 499), md5("ws2_32.ord499"));
    EXPECT_EQ(hash("MFC42.DLL", 9), md5("mfc42.ord9"));
    EXPECT_EQ(hash("control.OCX", 1), md5("control.ord1"));
    EXPECT_EQ(hash("winspool.drv", 1), md5("winspool.drv.ord1"));
    EXPECT_TRUE(imphash({}).empty());
}

}  // namespace
}  // namespace xiezhi::pe
