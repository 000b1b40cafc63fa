#include "xiezhi/evidence/kind.h"

#include <gtest/gtest.h>

#include "tests/support/defender_writer.h"
#include "tests/support/regpol_writer.h"
#include "tests/support/task_writer.h"
#include "tests/support/wmi_writer.h"

namespace xiezhi::evidence {
namespace {

using testing::ByteWriter;

struct Case {
    const char* path;
    std::vector<std::byte> bytes;
    ArtefactKind kind;
};

constexpr std::string_view kTask =
    "<?xml version=\"1.0\" encoding=\"UTF-16\"?><Task version=\"1.2\" "
    "xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\"/>";

TEST(ArtefactKinds, ByContentAndWhereThatSaysNothingByName) {
    const testing::WmiFiles wmi = testing::wmi_with_subscription();
    const std::vector<Case> cases = {
        {"a/Tasks/GameOver", testing::utf16_file(kTask), ArtefactKind::TaskXml},
        {"x.bin", ByteWriter().ascii(kTask).bytes(), ArtefactKind::TaskXml},
        {"x", ByteWriter().ascii("<Task/>").bytes(), ArtefactKind::Other},
        {"At1", testing::job_file("a", "b"), ArtefactKind::TaskJob},
        {"Repository/objects.data", wmi.objects, ArtefactKind::WmiObjects},
        {"other.data", wmi.objects, ArtefactKind::Other},
        {"host__INDEX.BTR", wmi.index, ArtefactKind::WmiIndex},
        {"MAPPING2.MAP", wmi.mapping, ArtefactKind::WmiMap},
        {"x.map", ByteWriter().u32(1).bytes(), ArtefactKind::Other},
        {"00/any", testing::detection_file(), ArtefactKind::DefenderDetection},
        {"a/MPLog-20220310-113238.log", {}, ArtefactKind::DefenderLog},
        {"MPLog.txt", {}, ArtefactKind::Other},
        {"x", testing::RegistryPolWriter().bytes(), ArtefactKind::RegistryPol},
    };
    for (const Case& one : cases) {
        const auto kind = artefact_kind(MemorySource(one.bytes), one.path);
        ASSERT_TRUE(kind) << one.path;
        EXPECT_EQ(*kind, one.kind) << one.path;
    }
}

}  // namespace
}  // namespace xiezhi::evidence
