#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/support/corpus.h"

// docs/output.md describes every member that a golden document has.

namespace xiezhi::output {
namespace {

/// Paths of all members; below these stand names of the evidence.
void add_paths(const nlohmann::json& object, const std::string& before,
               std::set<std::string>& paths) {
    static const std::set<std::string> names_of_evidence = {"winlog.event_data", "winlog.user_data",
                                                            "xiezhi.group", "xiezhi.events"};
    for (const auto& [name, value] : object.items()) {
        const std::string path = before + (before.empty() ? "" : ".") + name;
        if (value.is_object() && !names_of_evidence.contains(path)) {
            add_paths(value, path, paths);
        } else {
            paths.insert(path);
        }
    }
}

TEST(Docs, DescribeEveryMember) {
    const std::filesystem::path root(XIEZHI_SOURCE_DIR);
    const std::string page = testing::read_file(root / "docs" / "output.md");
    std::set<std::string> paths;
    for (const auto& file : testing::files_below(root / "tests" / "output" / "golden", ".ndjson")) {
        std::istringstream lines(testing::read_file(file));
        for (std::string line; std::getline(lines, line);) {
            const auto document = nlohmann::json::parse(line, nullptr, false);
            ASSERT_FALSE(document.is_discarded()) << file;
            add_paths(document, "", paths);
        }
    }
    EXPECT_GT(paths.size(), 20U);
    paths.erase("threat.framework");  // always the same text
    for (const std::string& path : paths) {
        EXPECT_NE(page.find("`" + path + "`"), std::string::npos) << path;
    }
}

}  // namespace
}  // namespace xiezhi::output
