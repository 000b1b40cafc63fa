#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace xiezhi::pe {

inline constexpr std::size_t kResourceEntriesMax = 16'384;  // of all levels of the tree
inline constexpr std::size_t kVersionsMax = 64;             // version resources, one a language
inline constexpr std::size_t kVersionSizeMax = 65'535;      // its size field has 16 bits
inline constexpr std::size_t kVersionStringsMax = 1024;
inline constexpr std::size_t kManifestSizeMax = 65'536;

/// VS_FIXEDFILEINFO.
struct FixedVersion {
    std::uint64_t file_version = 0;  // four times 16 bits, the major version highest
    std::uint64_t product_version = 0;
    std::uint32_t file_flags = 0;
    std::uint32_t file_os = 0;
    std::uint32_t file_type = 0;
};

/// One string of VS_VERSIONINFO. What stands here is what the maker says, and proves nothing.
struct VersionString {
    std::string table;  // language and code page as stored: `040904B0`
    std::string key;    // CompanyName, OriginalFilename …
    std::string value;
};

struct Version {
    std::uint32_t language = 0;  // of the resource
    std::optional<FixedVersion> fixed;
    std::vector<VersionString> strings;  // of all string tables
    std::vector<std::uint32_t> translations;
};

struct Resources {
    std::map<std::string, std::uint32_t> counts;  // by type: `16` for a version, or a name
    std::vector<Version> versions;
    std::string manifest;  // the first one, as stored, cut at kManifestSizeMax
};

/// `10.0.19041.1`.
[[nodiscard]] std::string version_text(std::uint64_t version);

}  // namespace xiezhi::pe
