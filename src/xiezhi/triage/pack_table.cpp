#include "xiezhi/triage/pack_table.h"

#include <utility>

#include "xiezhi/rules/pack.h"

namespace xiezhi::triage {

std::string pack_table(std::string_view name) {
    for (rules::PackFile& file : rules::builtin_pack()) {
        if (file.name == name) return std::move(file.text);
    }
    return {};
}

std::vector<std::string> split(std::string_view text, char mark) {
    std::vector<std::string> parts;
    while (true) {
        const std::size_t at = text.find(mark);
        parts.emplace_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

}  // namespace xiezhi::triage
