#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace xiezhi::testing {

/// What a shell link says; parts that are empty are left out.
struct LinkContent {
    std::uint64_t created = 132'000'000'000'000'000;
    std::uint32_t target_size = 4096;
    std::vector<std::string> path = {};  // of the item list: volume, then directories and one file
    std::string local_path = {};         // of the link info
    std::string network_share = {};      //
    std::string path_suffix = "tail";    // behind either
    std::optional<std::string> description = {};
    std::optional<std::string> relative_path = {};
    std::optional<std::string> working_directory = {};
    std::optional<std::string> arguments = {};
    std::optional<std::string> icon_location = {};
    bool unicode = true;
    std::string environment_path = {};
    std::string machine_id = {};
    std::vector<std::pair<std::uint32_t, std::string>> properties = {};  // id and text
};

[[nodiscard]] std::string link_file(const LinkContent& content);

struct DestListEntry {
    std::uint32_t number = 1;
    std::string path = "C:\\Users\\u\\secret.txt";
    std::string machine_id = "ws01";
    std::string link = {};  // bytes of the stream; none when empty
};

/// An automaticDestinations file: an OLE compound file of version 3. Streams below 4096 bytes go to
/// the mini stream, as Windows does it.
[[nodiscard]] std::string jump_list_file(std::uint32_t version,
                                         const std::vector<DestListEntry>& entries);

/// A customDestinations file with one category.
[[nodiscard]] std::string custom_jump_list_file(const std::string& title,
                                                const std::vector<std::string>& links);

}  // namespace xiezhi::testing
