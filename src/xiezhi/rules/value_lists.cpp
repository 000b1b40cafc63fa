#include "xiezhi/rules/value_lists.h"

namespace xiezhi::rules {
namespace {

constexpr std::string_view kFolder = "lists/";
constexpr std::string_view kSuffix = ".txt";
constexpr std::string_view kBlanks = " \t\r";

std::string_view trimmed(std::string_view line) {
    const std::size_t begin = line.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos) return {};
    return line.substr(begin, line.find_last_not_of(kBlanks) + 1 - begin);
}

}  // namespace

bool is_value_list(std::string_view path) noexcept {
    const std::size_t name = path.rfind('/') + 1;  // npos + 1 is 0
    if (!path.ends_with(kSuffix) || path.size() - name <= kSuffix.size()) return false;
    const std::string_view folder = path.substr(0, name);
    return folder == kFolder ||
           (folder.ends_with(kFolder) && folder[folder.size() - kFolder.size() - 1] == '/');
}

std::string_view value_list_name(std::string_view path) noexcept {
    path.remove_prefix(path.rfind('/') + 1);
    path.remove_suffix(kSuffix.size());
    return path;
}

std::vector<std::string> parse_value_list(std::string_view text) {
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    std::vector<std::string> values;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = trimmed(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (!line.empty() && !line.starts_with('#')) values.emplace_back(line);
    }
    return values;
}

}  // namespace xiezhi::rules
