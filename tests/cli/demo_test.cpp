// The demo host: all that was planted is found where it stands, nothing honest beside it is high.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <sstream>

#include "tests/cli/run_support.h"
#include "tests/support/temp_folder.h"
#include "tools/demo/state.h"

namespace xiezhi::testing {
namespace {

/// A line of the output that is a finding: what it says and which capabilities it serves.
struct Line {
    std::string text;
    std::string level;
    std::string capabilities;
};

std::vector<Line> findings_of(const std::string& output) {
    std::vector<Line> lines;
    std::istringstream in(output);
    simdjson::dom::parser parser;
    for (std::string text; std::getline(in, text);) {
        simdjson::dom::element line;
        EXPECT_EQ(parser.parse(text).get(line), simdjson::SUCCESS) << text;
        std::string_view level;
        if (line["rule"].error() != simdjson::SUCCESS) continue;
        EXPECT_EQ(line["xiezhi"]["level"].get(level), simdjson::SUCCESS);
        std::string capabilities = ";";
        simdjson::dom::array list;
        if (line["xiezhi"]["capability"].get(list) == simdjson::SUCCESS) {
            for (const auto item : list) {
                std::string_view id;
                if (item.get(id) == simdjson::SUCCESS) capabilities += std::string(id) + ";";
            }
        }
        lines.push_back({text, std::string(level), capabilities});
    }
    return lines;
}

/// As JSON has it inside a string.
std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '\\' || c == '"') out += '\\';
        out += c;
    }
    return out;
}

/// Whether a finding or a document speaks of the item: what nobody reads is never accused.
bool is_looked_at(const std::string& output, const demo::TruthRow& row) {
    std::istringstream in(output);
    for (std::string line; std::getline(in, line);) {
        if (line.find(row.artefact) != std::string::npos &&
            line.find(escaped(row.text)) != std::string::npos) {
            return true;
        }
    }
    return false;
}

class Demo : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        folder_ = std::make_unique<TempFolder>();
        ASSERT_EQ(demo::write_demo(folder_->path("host")), "");
    }
    static void TearDownTestSuite() { folder_.reset(); }

    static std::unique_ptr<TempFolder> folder_;
};
std::unique_ptr<TempFolder> Demo::folder_;

TEST_F(Demo, PlantedIsFoundAndHonestIsNotAccused) {
    const RunResult run =
        run_xiezhi({"triage", folder_->path("host"), "-f", "ndjson", "-q", "--documents"});
    EXPECT_EQ(run.code, 1) << run.err;
    EXPECT_NE(run.out.find("\"verdict\":\"compromised\""), std::string::npos);
    const std::vector<Line> lines = findings_of(run.out);
    const demo::Disk disk = demo::tell_disk();
    EXPECT_GE(disk.truth().size(), 25U);
    for (const demo::TruthRow& row : disk.truth()) {
        std::string found;
        for (const Line& line : lines) {
            const bool own =
                row.capability == "-" ||
                line.capabilities.find(";" + row.capability + ";") != std::string::npos;
            if (!own || line.text.find(row.artefact) == std::string::npos ||
                line.text.find(escaped(row.text)) == std::string::npos) {
                continue;
            }
            if (row.role == "planted" || line.level == "high" || line.level == "critical") {
                found = line.text;
            }
        }
        EXPECT_TRUE(is_looked_at(run.out, row))
            << row.artefact << ": " << row.text << " stands in no document: nothing was judged";
        EXPECT_EQ(found.empty(), row.role == "decoy")
            << row.role << " " << row.capability << " " << row.artefact << ": " << row.text << "\n"
            << found;
    }
}

}  // namespace
}  // namespace xiezhi::testing
