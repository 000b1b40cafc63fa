#include "tests/support/corpus.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

namespace xiezhi::testing {
namespace {

std::optional<std::filesystem::path> find_corpus() {
    if (const char* named = std::getenv("XIEZHI_CORPUS"); named != nullptr && *named != '\0') {
        return std::filesystem::path(named);
    }
    const std::filesystem::path source(XIEZHI_SOURCE_DIR);
    const std::filesystem::path packed = source / ".." / "shared" / "corpus" / "unpack";
    if (!std::filesystem::exists(packed)) return std::nullopt;
    const std::filesystem::path unpacked = source / "build" / "corpus";
    const std::string command = "'" + packed.string() + "' '" + unpacked.string() + "' >/dev/null";
    if (std::system(command.c_str()) != 0) return std::nullopt;
    return unpacked;
}

std::vector<std::string> split(const std::string& line) {
    std::vector<std::string> cells;
    std::istringstream in(line);
    for (std::string cell; std::getline(in, cell, '\t');) cells.push_back(cell);
    return cells;
}

}  // namespace

std::optional<std::filesystem::path> corpus_root() {
    static const std::optional<std::filesystem::path> kRoot = find_corpus();
    return kRoot;
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::vector<Row> read_tsv(const std::filesystem::path& path) {
    std::istringstream in(read_file(path));
    std::vector<std::string> names;
    std::vector<Row> rows;
    for (std::string line; std::getline(in, line);) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (names.empty()) {
            names = split(line.starts_with('#') ? line.substr(1) : line);
            continue;
        }
        const std::vector<std::string> cells = split(line);
        Row& row = rows.emplace_back();
        for (std::size_t i = 0; i < names.size(); ++i)
            row[names[i]] = i < cells.size() ? cells[i] : "";
    }
    return rows;
}

std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder,
                                               const std::string& extension) {
    std::vector<std::filesystem::path> found;
    if (!std::filesystem::exists(folder)) return found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        if (extension.empty() || entry.path().extension() == extension)
            found.push_back(entry.path());
    }
    std::ranges::sort(found);
    return found;
}

}  // namespace xiezhi::testing
