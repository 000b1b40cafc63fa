// The demo host: all that was planted is found where it stands, nothing honest beside it is high.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/cli/output_lines.h"
#include "tests/cli/run_support.h"
#include "tests/support/temp_folder.h"
#include "tools/demo/state.h"

namespace xiezhi::testing {
namespace {

/// The finding by which an item of the truth is told: a planted one of its capability, an honest
/// one that is called high; null for none.
const OutputLine* finding_of(const std::vector<OutputLine>& lines, const demo::TruthRow& row) {
    const bool planted = row.role == "planted";
    const auto found = std::ranges::find_if(lines, [&](const OutputLine& line) {
        if (line.rule.empty() || !line.is_about(row.artefact, row.text)) return false;
        return planted ? std::ranges::count(line.capabilities, row.check) > 0 : line.is_high();
    });
    return found == lines.end() ? nullptr : &*found;
}

TEST(Demo, PlantedIsFoundAndHonestIsNotAccused) {
    const TempFolder folder;
    ASSERT_EQ(demo::write_demo(folder.path("host")), "");
    const RunResult run =
        run_xiezhi({"triage", folder.path("host"), "-f", "ndjson", "-q", "--documents"});
    EXPECT_EQ(run.code, 1) << run.err;
    EXPECT_NE(run.out.find("\"verdict\":\"compromised\""), std::string::npos);
    const std::vector<OutputLine> lines = output_lines(run.out);
    const demo::Disk disk = demo::tell_disk();
    EXPECT_GE(disk.truth().size(), 25U);
    for (const demo::TruthRow& row : disk.truth()) {
        const bool is_looked_at = std::ranges::any_of(
            lines, [&](const OutputLine& line) { return line.is_about(row.artefact, row.text); });
        EXPECT_TRUE(is_looked_at) << row.artefact << ": " << row.text
                                  << " stands in no document: nothing was judged";
        const OutputLine* const finding = finding_of(lines, row);
        EXPECT_EQ(finding == nullptr, row.role == "decoy")
            << row.role << " " << row.check << " " << row.artefact << ": " << row.text << "\n"
            << (finding == nullptr ? "" : finding->text);
    }
}

}  // namespace
}  // namespace xiezhi::testing
