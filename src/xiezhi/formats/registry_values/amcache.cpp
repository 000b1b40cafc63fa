#include "xiezhi/formats/registry_values/amcache.h"

#include <algorithm>
#include <array>

#include "xiezhi/base/ascii.h"

namespace xiezhi::amcache {
namespace {

struct FileField {
    std::string_view number;
    std::string_view name;
};
constexpr std::array kFileFields = {
    FileField{"0", "product_name"},
    FileField{"1", "company_name"},
    FileField{"2", "file_version_number"},
    FileField{"3", "language_code"},
    FileField{"4", "switch_back_context"},
    FileField{"5", "file_version"},
    FileField{"6", "file_size"},
    FileField{"7", "pe_header_size"},
    FileField{"8", "pe_header_hash"},
    FileField{"9", "pe_header_checksum"},
    FileField{"c", "file_description"},
    FileField{"f", "linker_timestamp"},
    FileField{"10", "linker_version"},
    FileField{"11", "last_modified_timestamp"},
    FileField{"12", "created_timestamp"},
    FileField{"15", "full_path"},
    FileField{"17", "last_modified_timestamp_2"},
    FileField{"100", "program_id"},
    FileField{"101", "sha1"},
};

constexpr std::size_t kSha1Digits = 40;

}  // namespace

std::optional<std::string_view> file_field(std::string_view name) {
    const std::string lower = ascii_lower(name);
    for (const FileField& field : kFileFields) {
        if (field.number == lower) return field.name;
    }
    return std::nullopt;
}

std::optional<std::string> sha1_of_id(std::string_view id) {
    if (id.size() != kSha1Digits + 4 || !id.starts_with("0000")) return std::nullopt;
    std::string digits = ascii_lower(id.substr(4));
    const bool hex = std::ranges::all_of(
        digits, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
    return hex ? std::optional(std::move(digits)) : std::nullopt;
}

}  // namespace xiezhi::amcache
