#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Names and texts of Amcache.hve. Source: Blanche Lagny (ANSSI), "Analysis of the AmCache".
namespace xiezhi::amcache {

/// What a value of Root\File\{volume}\<entry> means: there, names are hexadecimal numbers. Nothing
/// for one that is not known.
[[nodiscard]] std::optional<std::string_view> file_field(std::string_view name);

/// The SHA-1 in a FileId, DriverId or value 101: 40 hex digits behind `0000`. It covers the first
/// 31,457,280 bytes of the file alone.
[[nodiscard]] std::optional<std::string> sha1_of_id(std::string_view id);

}  // namespace xiezhi::amcache
