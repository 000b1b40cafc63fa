#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "xiezhi/base/bytes.h"
#include "xiezhi/base/time.h"

/// AppCompatCache (ShimCache): programs that the compatibility engine looked at, the latest first;
/// written at shutdown alone. Sources: Mandiant, "Caching out: the value of Shimcache for
/// investigators"; AppCompatCacheParser's published counts.
namespace xiezhi::shimcache {

enum class Version : std::uint8_t {
    Xp,          // 32-bit
    Server2003,  // and XP x64: file size, no flags
    Vista,       // and Server 2008: flags
    Windows7,    // and Server 2008 R2
    Windows80,   // and Server 2012
    Windows81,   // and Server 2012 R2
    Windows10,   // and later, header of 48 or 52 bytes
};

/// No version keeps more; a count beyond it is damage.
inline constexpr std::size_t kEntriesMax = 4096;

struct Entry {
    std::uint64_t offset = 0;        // in the value
    std::string path{};              // WTF-8; of a packaged app a text with tabs
    std::size_t path_size = 0;       // bytes of the UTF-16 path
    FileTime modified{};             // of the file, not of a run; 0: not kept
    std::optional<bool> executed{};  // nothing: this version does not say
};

struct Cache {
    Version version = Version::Windows10;
    bool is_64_bit = false;  // where the layout tells
    std::vector<Entry> entries;
    std::uint32_t count_said = 0;  // by the header; 0: it does not say
    bool damaged = false;          // an entry could not be read; those before it are there
};

/// Nothing when the header is of no known version.
[[nodiscard]] std::optional<Cache> parse(Bytes value);

}  // namespace xiezhi::shimcache
