#include "xiezhi/evidence/zip/entry_path.h"

#include <algorithm>
#include <optional>

namespace xiezhi::evidence {
namespace {

std::optional<unsigned> hex_digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10U;
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10U;
    return std::nullopt;
}

/// One pass, so that `%2541` becomes `%41` and stays so. Splitting at '/' beforehand would change
/// nothing: an escape never spans two components.
std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            const auto high = hex_digit(text[i + 1]);
            const auto low = hex_digit(text[i + 2]);
            if (high && low) {
                out += static_cast<char>(*high * 16U + *low);
                i += 2;
                continue;
            }
        }
        out += text[i];
    }
    return out;
}

bool is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// `C%3A/` or `%5C%5C.%5CC%3A/` as a component.
bool has_volume_component(std::string_view name) {
    for (auto at = name.find("%3A/"); at != std::string_view::npos;
         at = name.find("%3A/", at + 1)) {
        if (at == 0 || !is_letter(name[at - 1])) continue;
        const std::string_view before = name.substr(0, at - 1);
        if (before.empty() || before.ends_with('/') || before.ends_with("%5C")) return true;
    }
    return false;
}

}  // namespace

void VelociraptorSigns::see(std::string_view raw_name) {
    uploads_ = uploads_ || raw_name.starts_with("uploads/");
    uploads_json_ = uploads_json_ || raw_name == "uploads.json";
    volume_ = volume_ || has_volume_component(raw_name);
}

DecodedName entry_path(std::string_view raw_name, bool percent) {
    std::string name(raw_name);
    std::ranges::replace(name, '\\', '/');
    return decode_name(percent ? percent_decoded(name) : name);
}

}  // namespace xiezhi::evidence
