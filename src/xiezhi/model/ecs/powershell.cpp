#include "xiezhi/model/ecs/powershell.h"

namespace xiezhi::ecs {
namespace {

constexpr std::string_view kName = "name=";
constexpr std::string_view kValue = "value=";

bool equal_without_blanks(std::string_view text, std::string_view wanted) noexcept {
    std::size_t at = 0;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) <= ' ') continue;
        if (at == wanted.size() || wanted[at] != c) return false;
        ++at;
    }
    return at == wanted.size();
}

std::string_view take_until(std::string_view& text, std::string_view separator) noexcept {
    const std::size_t end = text.find(separator);
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + separator.size());
    return part;
}

struct Invocation {
    std::string_view type;
    std::string_view command;
    std::string_view name;
    std::string_view value;
};

/// `ParameterBinding(Cmd): name="x"; value="y"` has a name too.
Invocation parsed(std::string_view line) {
    const std::size_t open = line.find('(');
    const std::size_t close = line.find("): ", open == std::string_view::npos ? 0 : open);
    if (open == std::string_view::npos || open == 0 || close == std::string_view::npos ||
        line.substr(0, open).find_first_of(" :\"=") != std::string_view::npos) {
        return {.type = {}, .command = {}, .name = {}, .value = line};
    }
    Invocation out{.type = line.substr(0, open),
                   .command = line.substr(open + 1, close - open - 1),
                   .name = {},
                   .value = trimmed(line.substr(close + 3))};
    if (out.type == "ParameterBinding" && out.value.starts_with(kName)) {
        const std::string_view rest = out.value.substr(kName.size());
        const std::size_t at = rest.find("; " + std::string(kValue));
        if (at == std::string_view::npos) return out;
        out.name = rest.substr(0, at);
        out.value = rest.substr(at + 2 + kValue.size());
    }
    return out;
}

}  // namespace

std::string_view line_value(std::string_view text, std::string_view key) noexcept {
    const bool is_classic = text.starts_with('\t');
    const std::string_view separator = is_classic ? "\n\t" : "\n";
    while (!text.empty()) {
        std::string_view value = take_until(text, separator);
        if (value.find('=') == std::string_view::npos) continue;
        const std::string_view name = ecs::take_until(value, '=');
        if (!equal_without_blanks(name, key)) continue;
        // A classic command line keeps the blanks it begins with.
        const std::string_view inner = trimmed(value);
        if (!is_classic || inner.empty()) return inner;
        return value.substr(0, value.find(inner) + inner.size());
    }
    return {};
}

void invocation(std::string_view text, std::string_view part, Texts& out) {
    while (!text.empty()) {
        const std::string_view line = trimmed(ecs::take_until(text, '\n'));
        if (line.empty()) continue;
        const Invocation found = parsed(line);
        const std::string_view wanted = part == "type"              ? found.type
                                        : part == "related_command" ? found.command
                                        : part == "name"            ? found.name
                                                                    : found.value;
        if (!wanted.empty()) out.emplace_back(wanted);
    }
}

}  // namespace xiezhi::ecs
