#include "xiezhi/readers/host/autostarts/autostart_entry.h"

#include <algorithm>
#include <array>

#include "xiezhi/base/text.h"

namespace xiezhi::readers {
namespace {

using schema::AutostartRow;

bool is_library(std::string_view what) {
    constexpr std::array kLibraries = {std::string_view("dll"),     std::string_view("dlls"),
                                       std::string_view("prtproc"), std::string_view("file"),
                                       std::string_view("clsid"),   std::string_view("progid")};
    return std::ranges::count(kLibraries, what) > 0;
}

/// …\Print\Environments\Windows x64\…: each environment has a folder of its own.
std::string print_processors(const std::string& key_path) {
    const std::string lower = folded(key_path);
    const char* environment = "w32x86";
    if (lower.find("\\windows x64\\") != std::string::npos) environment = "x64";
    if (lower.find("\\windows arm64\\") != std::string::npos) environment = "ARM64";
    return std::string(R"(spool\prtprocs\)") + environment + '\\';
}

/// A bare name of a library is looked for in System32, of a print processor in a folder there.
std::string dll_path(const AutostartEntry& entry, const AutostartRow& row, const HostPaths& paths) {
    std::string path = full_path(entry.target, paths);
    const bool bare = !path.empty() && path.find_first_of("\\/:{\"") == std::string::npos;
    if (!bare || row.what == "file" || row.what == "clsid") return path;
    if (path.find('.') == std::string::npos) path += ".dll";
    const std::string folder = row.what == "prtproc" ? print_processors(entry.key) : "";
    return std::string(paths.system_root()) + "\\System32\\" + folder + path;
}

/// `*` of a default stands for backslashes too.
bool match_any(std::string_view pattern, std::string_view text) {
    std::string wide;
    for (const char c : pattern) wide += c == '*' ? "**" : std::string(1, c);
    return schema::path_match(wide, text);
}

void set_default(State& state, const std::string& text, const AutostartRow& row) {
    const std::string as_written = folded(text);
    const std::string path = folded(state.text(StateField::FilePath));
    const bool known = std::ranges::any_of(row.defaults, [&](std::string_view pattern) {
        return match_any(pattern, as_written) || match_any(pattern, path);
    });
    state.set_truth(StateField::TraitDefault, known);
}

std::vector<std::string> parts_of(const std::vector<std::string>& texts, std::string_view marks) {
    std::vector<std::string> parts;
    for (const std::string& text : texts) {
        std::string_view rest = text;
        while (!rest.empty()) {
            const std::size_t at = rest.find_first_of(marks);
            parts.emplace_back(rest.substr(0, at));
            if (at == std::string_view::npos) break;
            rest.remove_prefix(at + 1);
        }
    }
    return parts;
}

}  // namespace

std::vector<std::string> autostart_texts(const regf::KeyValue& value, std::string_view what) {
    std::vector<std::string> texts;
    if (value.type() == regf::ValueType::MultiSz) {
        texts = value.multi_text();  // one each: a path may have blanks
    } else {
        texts.push_back(value.text());
        if (what == "commands") texts = parts_of(texts, ",");
        if (what == "dlls") texts = parts_of(texts, ", ");
    }
    for (std::string& text : texts) {
        const std::size_t begin = text.find_first_not_of(" \t");
        text = begin == std::string::npos
                   ? std::string()
                   : text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
    }
    std::erase_if(texts, [](const std::string& text) { return text.empty(); });
    return texts;
}

void describe_autostart(State& state, const AutostartRow& row, const AutostartEntry& entry,
                        const HostPaths& paths) {
    state.set(StateField::AutostartLocation, std::string(row.location));
    state.set(StateField::AutostartCategory, std::string(row.category));
    state.set(StateField::AutostartName, entry.name);
    state.set(StateField::AutostartTechnique, std::string(row.technique));
    if (is_library(row.what)) {
        set_file(state, dll_path(entry, row, paths));
    } else {
        set_command(state, entry.target, paths);
    }
    set_default(state, entry.target, row);
}

}  // namespace xiezhi::readers
