#include "tests/support/shell_path.h"

#include <fmt/format.h>

#include <map>

#include "xiezhi/base/text.h"

namespace xiezhi::testing {
namespace {

std::string folder_name(const std::string& guid) {
    static const std::map<std::string, std::string> kNames = {
        {"20d04fe0-3aea-1069-a2d8-08002b30309d", "My Computer"},
        {"031e4825-7b94-4dc3-b131-e946b44c8dd5", "Users Libraries"},
        {"871c5380-42a0-1069-a2ea-08002b30309d", "Internet Folder"},
        {"26ee0668-a00a-44d7-9371-beb064c98683", "Control Panel"},
        {"59031a47-3f72-44a7-89c5-5595fe6b30ee", "User Files"},
    };
    const auto found = kNames.find(guid);
    return "<" + (found == kNames.end() ? guid : found->second) + ">";
}

}  // namespace

std::vector<std::string> plaso_shell_paths(const NativeRecord& record, const std::string& prefix) {
    std::vector<std::string> paths;
    std::string path;
    std::string folders;
    for (std::size_t i = 0;; ++i) {
        const std::string item = fmt::format("{}items[{}].", prefix, i);
        const auto kind = record.get(item + "kind");
        if (!kind) break;
        const std::string name = record.get(item + "long_name")
                                     .value_or(record.get(item + "name").value_or(std::string()));
        const std::string type = record.get(item + "type").value_or("");
        if (*kind == "root") {
            folders += folder_name(record.get(item + "guid").value_or("")) + " ";
        } else if (type == "0x61") {
            folders += "<UNKNOWN: 0x61> ";
        } else if (type == "0x00") {
            folders += "<Users property view> ";
        } else {
            if (!path.empty() && !path.ends_with('\\')) path += '\\';
            path += name;
        }
        std::string text = folders + path;
        while (text.ends_with(' ')) text.pop_back();
        paths.push_back(std::move(text));
    }
    return paths;
}

std::string from_python(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.compare(i, 6, "\\U0000") == 0 && i + 10 <= text.size()) {
            append_code_point(
                out, static_cast<char32_t>(std::stoul(text.substr(i + 2, 8), nullptr, 16)));
            i += 9;
        } else {
            out += text[i];
            if (text.compare(i, 2, "\\\\") == 0) ++i;
        }
    }
    return out;
}

std::size_t plaso_link_events(const NativeRecord& record, const std::string& prefix) {
    std::size_t events = 1;
    for (const std::string& kind : record.all(prefix + "items.kind")) {
        if (kind == "file" || kind == "directory") ++events;
    }
    const auto droid = record.get(prefix + "tracker.droid_file");
    const auto birth = record.get(prefix + "tracker.birth_file");
    if (record.get(prefix + "tracker.droid_origin.made")) ++events;
    if (record.get(prefix + "tracker.birth_origin.made") && birth != droid) ++events;
    return events;
}

}  // namespace xiezhi::testing
