#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xiezhi/base/byte_source.h"
#include "xiezhi/base/damage.h"
#include "xiezhi/base/time.h"

namespace xiezhi::prefetch {

/// Larger ones are refused: the largest seen has 0.2 MiB, Windows itself stops at some 2 MiB.
inline constexpr std::size_t kSizeMax = std::size_t{16} << 20U;

/// A file that was loaded in the first ten seconds.
struct LoadedFile {
    std::string name;                  // with the device path of its volume in front
    std::uint64_t file_reference = 0;  // of NTFS: 48 bits record, 16 bits sequence; 0: not known
};

struct Volume {
    std::uint64_t offset = 0;
    std::string device_path;  // \DEVICE\HARDDISKVOLUME2, from Windows 10 on \VOLUME{time-serial}
    FileTime created;
    std::uint32_t serial = 0;
    std::vector<std::uint64_t> file_references;
    std::vector<std::string> directories;
};

/// One .pf file: traces of the starts of one program from one path (for hosts like svchost: with
/// one command line). Offsets are those in the expanded file.
/// Source: libyal/libscca, "Windows Prefetch File (PF) format".
struct Prefetch {
    std::uint32_t version = 0;  // 17 XP, 23 Vista and 7, 26 8.x, 30 10 and 11, 31 11 22H2
    bool compressed = false;
    std::size_t size = 0;    // expanded, in bytes
    std::string executable;  // cut at 29 characters
    std::uint32_t hash = 0;  // of path (and command line): the digits in the file's name
    std::uint32_t flags = 0;
    std::uint32_t metrics_offset = 0;
    std::uint32_t run_count = 0;
    std::vector<FileTime> run_times;  // newest first; eight from version 26 on, else one
    /// The loaded file whose name ends with `executable`; empty when there is none.
    std::string executable_path;
    std::vector<LoadedFile> files;  // in the order of the file names section
    std::vector<Volume> volumes;
};

/// The SCCA bytes of a prefetch file: expanded when it is compressed, the file itself when not.
/// `compressed` says which. An Error when it is neither or too big.
struct Content {
    std::vector<std::byte> bytes;
    bool compressed = false;
};
[[nodiscard]] Result<Content> read_content(const ByteSource& source, const DamageSink& damages);

/// Reads all of a prefetch file. An Error when it is none; whatever else is wrong is damage, and
/// the fields in front of it are given.
[[nodiscard]] Result<Prefetch> read(const ByteSource& source, const DamageSink& damages);

}  // namespace xiezhi::prefetch
