#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xiezhi/base/byte_source.h"
#include "xiezhi/formats/lnk/property_store.h"
#include "xiezhi/formats/lnk/shell_item.h"

namespace xiezhi::lnk {

/// More of a file is not looked at: a link has some KiB; what comes behind it is not part of it.
inline constexpr std::size_t kSizeMax = std::size_t{16} << 20U;
inline constexpr std::size_t kHeaderSize = 76;

/// [MS-SHLLINK] 2.1.1, the flags that say which parts follow or matter to a reader.
enum class Flag : std::uint16_t {
    HasItemList = 1U << 0U,
    HasLinkInfo = 1U << 1U,
    HasName = 1U << 2U,
    HasRelativePath = 1U << 3U,
    HasWorkingDirectory = 1U << 4U,
    HasArguments = 1U << 5U,
    HasIconLocation = 1U << 6U,
    IsUnicode = 1U << 7U,
    RunAsUser = 1U << 13U,
};

/// [MS-SHLLINK] 2.3: where the target was when it was last found.
struct LinkInfo {
    std::optional<std::uint32_t> drive_type;  // 2 removable, 3 fixed, 4 network, 5 optical
    std::uint32_t drive_serial = 0;
    std::string volume_label;
    std::string local_path;     // base and suffix together; empty for a target on the network
    std::string network_share;  // \\host\share
    std::string network_path;   // the share and the suffix together
    std::string device_name;    // the letter that the share was connected as
};

/// [MS-SHLLINK] 2.5.10, for the service that follows moved targets: the host on which the link was
/// made, and GUIDs of version 1 with its network card.
struct Tracker {
    std::string machine_id;  // NetBIOS name
    Guid droid_volume;
    Guid droid_file;
    Guid birth_volume;  // where the target was first
    Guid birth_file;
};

/// A block of extra data, read or not.
struct Block {
    std::uint64_t offset = 0;
    std::uint32_t size = 0;
    std::uint32_t signature = 0;
};

/// A shell link. `description` to `icon_location` are nothing where the link has no such string.
struct Link {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;  // of all its parts, the terminal block included
    std::uint32_t flags = 0;
    std::uint32_t attributes = 0;  // of the target, as the next
    FileTime created;
    FileTime accessed;
    FileTime modified;
    std::uint32_t target_size = 0;  // low 32 bits
    std::uint32_t icon_index = 0;
    std::uint32_t show_command = 0;  // 1 normal, 3 maximised, 7 minimised
    std::uint16_t hot_key = 0;
    std::vector<ShellItem> items;
    std::optional<LinkInfo> info;
    std::optional<std::string> description;
    std::optional<std::string> relative_path;
    std::optional<std::string> working_directory;
    std::optional<std::string> arguments;
    std::optional<std::string> icon_location;
    std::string environment_path;  // the target with %variables%; so are the next
    std::string icon_environment_path;
    std::string darwin_id;  // of an advertised program: Windows Installer
    std::string shim_layer;
    std::optional<std::uint32_t> special_folder;
    std::optional<Guid> known_folder;
    std::optional<Tracker> tracker;
    std::vector<Property> properties;
    std::vector<Block> blocks;

    [[nodiscard]] bool has(Flag flag) const {
        return (flags & static_cast<std::uint32_t>(flag)) != 0;
    }
};

/// Header size and class identifier, with which every link begins.
[[nodiscard]] bool begins_link(Bytes bytes) noexcept;

/// Reads the link at the beginning of `bytes`, which may hold more. `offset`: of bytes[0] in the
/// artefact. An Error when there is none; a broken part is damage, and those before it are given.
/// The items keep views into `bytes`. Source: [MS-SHLLINK].
[[nodiscard]] Result<Link> parse(Bytes bytes, std::uint64_t offset, const DamageSink& damages);

}  // namespace xiezhi::lnk
