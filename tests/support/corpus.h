#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace xiezhi::testing {

/// Root of the unpacked corpus: XIEZHI_CORPUS, else ../shared/corpus beside the project unpacked
/// once into build/corpus; nothing when neither is there (then conformance tests are skipped).
[[nodiscard]] std::optional<std::filesystem::path> corpus_root();

/// Rows of a TSV file by column name; a first line beginning with '#' is taken without the '#'.
using Row = std::map<std::string, std::string>;
[[nodiscard]] std::vector<Row> read_tsv(const std::filesystem::path& path);

/// All files below `folder` in path order, optionally with one extension (".evtx").
[[nodiscard]] std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder,
                                                             const std::string& extension = {});

[[nodiscard]] std::string read_file(const std::filesystem::path& path);

}  // namespace xiezhi::testing

/// First line of every conformance test.
#define XIEZHI_CORPUS_OR_SKIP(root)                             \
    const auto root##_found = ::xiezhi::testing::corpus_root(); \
    if (!root##_found) GTEST_SKIP() << "no corpus";             \
    const std::filesystem::path& root = *root##_found
