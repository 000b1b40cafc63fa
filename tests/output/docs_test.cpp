#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <set>
#include <sstream>

#include "tests/support/corpus.h"

// docs/output.md describes every member that a golden document has.

namespace xiezhi::output {
namespace {

/// Paths of all members; below these stand names of the evidence.
void add_paths(const rapidjson::Value& object, const std::string& before,
               std::set<std::string>& paths) {
    static const std::set<std::string> kNamesOfEvidence = {"winlog.event_data", "winlog.user_data",
                                                           "xiezhi.group", "xiezhi.events"};
    for (const auto& member : object.GetObject()) {
        const std::string path = before + (before.empty() ? "" : ".") + member.name.GetString();
        if (member.value.IsObject() && !kNamesOfEvidence.contains(path)) {
            add_paths(member.value, path, paths);
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
            rapidjson::Document document;
            document.Parse(line);
            ASSERT_FALSE(document.HasParseError()) << file;
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
