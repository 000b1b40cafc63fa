#include "xiezhi/model/ecs/registry.h"

#include "xiezhi/base/ascii.h"
#include "xiezhi/schema/ecs.h"

namespace xiezhi::ecs {
namespace {

struct Data {
    std::string text;
    std::string_view type;
};

/// What stands in the brackets of "DWORD (…)".
std::optional<std::string_view> in_brackets(std::string_view text, std::string_view type) {
    if (!text.starts_with(type) || !text.ends_with(')')) return std::nullopt;
    text.remove_prefix(type.size());
    text.remove_suffix(1);
    if (!text.starts_with(" (")) return std::nullopt;
    return text.substr(2);
}

/// Sysmon's own texts; the types are called as the pipeline calls them. A QWORD's halves are put
/// together as there, eight bits apart, or rules would see another number than in a cluster.
Data data_of(std::string_view text) {
    if (const auto value = in_brackets(text, "DWORD")) {
        if (const auto dword = number(*value)) return {std::to_string(*dword), "SZ_DWORD"};
    }
    if (const auto value = in_brackets(text, "QWORD")) {
        std::string_view low = *value;
        const auto high = number(take_until(low, '-'));
        const auto rest = number(low);
        if (high && rest) return {std::to_string((*high << 8U) + *rest), "SZ_QWORD"};
    }
    if (text == "Binary Data") return {std::string(text), "REG_BINARY"};
    return {std::string(text), "REG_SZ"};
}

}  // namespace

void registry(std::string_view text, std::string_view part, Texts& out) {
    if (text.empty()) return;
    if (part == "strings") {
        out.push_back(data_of(text).text);
    } else if (part == "type") {
        out.emplace_back(data_of(text).type);
    } else if (part == "value") {
        last_part_of(text, out);
    } else {
        const std::string_view hive = take_until(text, '\\');
        const std::string_view known =
            schema::ecs::table("registry_hive").text_of(ascii_lower(hive));
        if (known.empty()) return;
        if (part == "hive") out.emplace_back(known);
        if (part == "key" && !text.empty()) out.emplace_back(text);
    }
}

}  // namespace xiezhi::ecs
