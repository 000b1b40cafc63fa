#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace xiezhi::testing {

/// A small program of our own, for tests and seeds: one section of code, one of data with imports
/// (`ExitProcess` by name, number 115 of WS2_32.dll), a version resource and a PDB path.
struct PeWriter {
    bool plus = true;  // PE32+
    std::string company = "Acme";
    std::string original_name = {};  // OriginalFilename; empty: none
    std::string code_section = ".text";
    std::string code = {};  // the first bytes of the section, 512 at most; the rest does nothing
    std::string pdb = "C:\\build\\acme.pdb";
    std::string overlay = {};
    std::string certificate = {};  // the table of certificates, behind everything

    // Places of the file that tests look at and change.
    static constexpr std::size_t kHeader = 0x80;  // `PE`
    static constexpr std::size_t kChecksum = 0x80 + 24 + 64;
    static constexpr std::size_t kCode = 0x400;
    static constexpr std::size_t kData = 0x600;
    static constexpr std::size_t kSize = 0xe00;  // without overlay

    [[nodiscard]] std::vector<std::byte> write() const;
};

}  // namespace xiezhi::testing
