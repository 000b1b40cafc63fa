// What Defender leaves alone, what it found, and what it did not let anybody change.
#include "tests/support/defender_writer.h"
#include "tools/demo/exhibition/exhibition.h"
#include "tools/demo/exhibition/values.h"
#include "xiezhi/base/bytes.h"

namespace xiezhi::demo {
namespace {

using enum Role;
using enum HiveOf;

// clang-format off
constexpr auto kExclusions = std::to_array<ValueRow>({
    {Planted, "host/defender_exclusion", Software, R"(Microsoft\Windows Defender\Exclusions\Paths)", R"(C:\Windows\Temp)", number(0)},
    {Planted, "host/defender_exclusion", Software, R"(Microsoft\Windows Defender\Exclusions\Paths)", R"(C:\)", number(0)},
    {Decoy, "host/defender_exclusion", Software, R"(Microsoft\Windows Defender\Exclusions\Paths)", R"(D:\MSSQL\Data)", number(0)},
    {Planted, "host/defender_exclusion", Software, R"(Microsoft\Windows Defender\Exclusions\Extensions)", ".exe", number(0)},
    {Decoy, "host/defender_exclusion", Software, R"(Microsoft\Windows Defender\Exclusions\Extensions)", ".ldf", number(0)},
    {Planted, "host/defender_exclusion", Software, R"(Microsoft\Windows Defender\Exclusions\Processes)", "powershell.exe", number(0)},
    {Decoy, "host/defender_exclusion", Software, R"(Microsoft\Windows Defender\Exclusions\Processes)", R"(C:\Program Files\Microsoft SQL Server\MSSQL15\MSSQL\Binn\sqlservr.exe)", number(0)},
});
// clang-format on

struct Detection {
    Role role;
    const char* name;  // of the file
    const char* threat;
    const char* file;
};
constexpr auto kDetections = std::to_array<Detection>({
    {Planted, "0A1B2C3D-0001-4E5F-8A9B-000000000001", "Trojan:Win64/CoinMiner!rfn",
     R"(C:\Tools\dh-found.exe)"},
    {Decoy, "0A1B2C3D-0002-4E5F-8A9B-000000000002", "PUAAdvertising:Win32/AcmeToolbar",
     R"(C:\Tools\dh-toolbar.exe)"},
});

}  // namespace

void exhibit_defender(const Exhibition& at) {
    put_values(at.exhibit, kExclusions);
    const std::string folder = "ProgramData/Microsoft/Windows Defender/";
    for (const Detection& one : kDetections) {
        const std::string path = folder + "Scans/History/Service/DetectionHistory/01/" + one.name;
        const auto bytes = testing::detection_file(one.threat, one.file);
        at.exhibit.file(path, std::string(as_text(bytes)));
        at.exhibit.tell(one.role, "host/defender_history", path, one.threat);
    }
    const std::string log = folder + "Support/MPLog-20260312-000000.log";
    const std::string denied =
        R"(Denied access to registry: \REGISTRY\MACHINE\SOFTWARE\Microsoft\Windows Defender\)";
    at.exhibit.file(log, "2026-03-11T18:33:52.593Z " + denied +
                             "Exclusions\\Paths, value: C:\\Tools, pid: 4711\r\n"
                             "2026-03-11T19:02:11.004Z " +
                             denied + "Scan, value: ScheduleDay, pid: 4712\r\n");
    at.exhibit.tell(Planted, "host/defender_setting_denied", log, R"(Exclusions\Paths\C:\Tools)");
    at.exhibit.tell(Decoy, "host/defender_setting_denied", log, R"(Scan\ScheduleDay)");
}

}  // namespace xiezhi::demo
