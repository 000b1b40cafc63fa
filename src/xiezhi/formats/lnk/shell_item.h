#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xiezhi/base/bytes.h"
#include "xiezhi/base/damage.h"
#include "xiezhi/base/guid.h"
#include "xiezhi/base/time.h"

namespace xiezhi::lnk {

/// One step of a path in the shell's name space. Source: libyal/libfwsi, "Windows Shell Item
/// format". What the type does not hold stays empty.
struct ShellItem {
    enum class Kind : std::uint8_t {
        Root,          // a folder of the name space by its GUID (My Computer, Libraries …)
        Volume,        // C:\, or a folder by its GUID
        Directory,     //
        File,          //
        Network,       // \\host\share, a domain, a printer
        Uri,           //
        ControlPanel,  // an item of the control panel by its GUID
        Other,         // not read any further
    };
    std::uint64_t offset = 0;  // of its size field, in the artefact
    std::uint8_t type = 0;     // as stored
    Kind kind = Kind::Other;
    Guid guid;
    std::string name;            // as stored: short (8.3) for files of XP, UTF-8
    std::string long_name;       // of the 0xBEEF0004 extension
    std::string localized_name;  // of the same
    std::uint32_t file_size = 0;
    std::uint16_t attributes = 0;
    std::optional<FileTime> modified;  // two seconds exact, UTC on NTFS; as the next two
    std::optional<FileTime> created;
    std::optional<FileTime> accessed;
    std::uint64_t file_reference = 0;  // of NTFS: 48 bits record, 16 bits sequence; 0: not stored
    Bytes bytes;                       // the whole item; valid while the bytes that were read are
};

/// In words of the records that `dump` writes.
[[nodiscard]] std::string_view kind_word(ShellItem::Kind kind) noexcept;

/// Reads an item ID list up to its terminator or the end of `list`. `offset`: of list[0] in the
/// artefact. An item that does not fit ends the list and is damage.
[[nodiscard]] std::vector<ShellItem> read_item_list(Bytes list, std::uint64_t offset,
                                                    const DamageSink& damages);

/// The names of volume, directories, file and network put together with backslashes: a path where
/// the list is one of the file system, else empty.
[[nodiscard]] std::string item_list_path(const std::vector<ShellItem>& items);

}  // namespace xiezhi::lnk
