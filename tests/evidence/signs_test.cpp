// Which kind a file is taken for, by content and name.
#include "xiezhi/evidence/signs.h"

#include <gtest/gtest.h>

#include "tests/support/binary_writer.h"
#include "tests/support/lnk_writer.h"
#include "tests/support/prefetch_writer.h"
#include "xiezhi/evidence/kind.h"

namespace xiezhi::testing {
namespace {

using evidence::ArtefactKind;

struct Sample {
    const char* name;
    std::string head;
    const char* path;
    ArtefactKind kind;
};
class Signs : public ::testing::TestWithParam<Sample> {};

TEST_P(Signs, TellTheKind) {
    EXPECT_EQ(evidence::kind_by_signs(GetParam().head, GetParam().path), GetParam().kind);
}

std::string version_1_index() {
    return BinaryWriter().put(std::uint64_t{1}).fill(40).bytes();
}
const std::string kTranscript = "\xEF\xBB\xBF**********************\r\nx\r\nPSVersion: 5.1\r\n";

INSTANTIATE_TEST_SUITE_P(
    Table, Signs,
    ::testing::Values(
        Sample{"Prefetch", prefetch_file({}), "a", ArtefactKind::Prefetch},
        Sample{"PrefetchPacked", mam_file(prefetch_file({})), "a", ArtefactKind::Prefetch},
        Sample{"SuperFetchPacked", mam_file("another database"), "AgRobust.db",
               ArtefactKind::Other},
        Sample{"PrefetchOfNoVersion", "abcdSCCA", "a.pf", ArtefactKind::Other},
        Sample{"RecentFileCache", std::string("\xFE\xFF\xEE\xFF\x11\x22\0\0", 8), "a",
               ArtefactKind::RecentFileCache},
        Sample{"Link", link_file({}), "a", ArtefactKind::Link},
        Sample{"JumpListByContent", jump_list_file(1, {{}}), "a", ArtefactKind::JumpList},
        Sample{"JumpListByName", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "R/1.AutomaticDestinations-ms",
               ArtefactKind::JumpList},
        Sample{"OtherCompoundFile", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "a.doc",
               ArtefactKind::Other},
        Sample{"CustomByContent", custom_jump_list_file("t", {link_file({})}), "a",
               ArtefactKind::CustomJumpList},
        Sample{"CustomByName", std::string("\2\0\0\0\0\0\0\0\0\0\0\0", 12),
               "R/1.customDestinations-ms", ArtefactKind::CustomJumpList},
        Sample{"RecycledFile", version_1_index(), "S-1-5-21/$IABCDEF.exe",
               ArtefactKind::RecycleBin},
        Sample{"RecycledFileOfCollector", version_1_index(), "host__$IABCDEF",
               ArtefactKind::RecycleBin},
        Sample{"NoRecycledFile", version_1_index(), "$I30", ArtefactKind::Other},
        Sample{"RecycledIndex", std::string("\5\0\0\0", 4), "RECYCLER/S-1/INFO2",
               ArtefactKind::RecycleBin},
        Sample{"Transcript", kTranscript, "a.txt", ArtefactKind::PowerShellTranscript},
        Sample{"StarsAlone", "**********************\r\nnote\r\n", "a.txt", ArtefactKind::Other},
        Sample{"FirewallLog", "#Version: 1.5\n#Fields: date time action\n", "x.old",
               ArtefactKind::FirewallLog},
        Sample{"History", "dir", "PSReadLine/ConsoleHost_history.txt",
               ArtefactKind::PowerShellHistory},
        Sample{"HistoryOfCode", "dir", "PSReadLine/Visual Studio Code Host_history.txt",
               ArtefactKind::PowerShellHistory},
        Sample{"PolicyScripts", "[Startup]", "Machine/Scripts/SCRIPTS.INI",
               ArtefactKind::PolicyScripts},
        Sample{"Compatibility", "a|b", "pca/PcaAppLaunchDic.txt", ArtefactKind::CompatibilityList},
        Sample{"CompatibilityEvents", "a|b", "pca/PcaGeneralDb1.txt",
               ArtefactKind::CompatibilityList},
        Sample{"Hosts", "", "drivers/etc/HOSTS", ArtefactKind::Hosts},
        Sample{"NoHosts", "", "drivers/etc/lmhosts.sam", ArtefactKind::Other}),
    [](const auto& sample) { return std::string(sample.param.name); });

}  // namespace
}  // namespace xiezhi::testing
