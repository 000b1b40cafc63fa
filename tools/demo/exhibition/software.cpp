// Which Windows the hosts are, and what is installed there.
#include "tools/demo/exhibition/exhibition.h"
#include "tools/demo/exhibition/values.h"

namespace xiezhi::demo {
namespace {

using enum Role;
using enum HiveOf;

// clang-format off
/// An old Windows 10 that nobody updated.
constexpr auto kExhibit = std::to_array<ValueRow>({
    {Scenery, "", System, "Control\\ProductOptions", "ProductType", text("WinNT")},
    {Scenery, "", Software, R"(Microsoft\Windows NT\CurrentVersion)", "ProductName", text("Windows 10 Pro")},
    {Scenery, "", Software, R"(Microsoft\Windows NT\CurrentVersion)", "EditionID", text("Professional")},
    {Scenery, "", Software, R"(Microsoft\Windows NT\CurrentVersion)", "UBR", number(1282)},
});
/// A server of the same build with the updates of the day.
constexpr auto kNeighbour = std::to_array<ValueRow>({
    {Scenery, "", System, "Control\\ProductOptions", "ProductType", text("ServerNT")},
    {Scenery, "", Software, R"(Microsoft\Windows NT\CurrentVersion)", "ProductName", text("Windows Server 2019 Standard")},
    {Scenery, "", Software, R"(Microsoft\Windows NT\CurrentVersion)", "EditionID", text("ServerStandard")},
    {Scenery, "", Software, R"(Microsoft\Windows NT\CurrentVersion)", "UBR", number(5458)},
});
constexpr auto kBoth = std::to_array<ValueRow>({
    {Scenery, "", System, "Select", "Current", number(1)},
    {Scenery, "", System, "Select", "Default", number(1)},
    {Scenery, "", System, R"(Control\TimeZoneInformation)", "TimeZoneKeyName", text("China Standard Time")},
    {Scenery, "", Software, R"(Microsoft\Windows NT\CurrentVersion)", "CurrentBuildNumber", text("17763")},
    {Scenery, "", Software, R"(Microsoft\Windows NT\CurrentVersion)", "CurrentMajorVersionNumber", number(10)},
    {Scenery, "", Software, R"(Microsoft\Windows NT\CurrentVersion)", "CurrentMinorVersionNumber", number(0)},
    {Scenery, "", Software, R"(Microsoft\Windows NT\CurrentVersion)", "SystemRoot", text(R"(C:\Windows)")},
    {Scenery, "", Software, R"(Microsoft\Windows NT\CurrentVersion)", "InstallDate", number(1'640'000'000)},
});
// clang-format on

struct Package {
    Role role;
    const char* checks;
    const char* key;
    const char* name;
    const char* version;
};
constexpr auto kPackages = std::to_array<Package>({
    {Planted, "host/software_hole host/software_outdated", "WinRAR archiver",
     "WinRAR 6.22 (64-bit)", "6.22.0"},
    {Decoy, "host/software_hole host/software_outdated", "7-Zip", "7-Zip 25.01 (x64)", "25.01"},
    {Planted, "host/software_outdated", "Flash", "Adobe Flash Player 32 NPAPI", "32.0.0.465"},
    {Decoy, "host/software_outdated", "Java8", "Java 8 Update 471 (64-bit)", "8.0.4710.9"},
    {Planted, "host/software_unneeded", "KMSpico_is1", "KMSpico", "10.2.0"},
    {Decoy, "host/software_unneeded", "Steam", "Steam",
     "2.10.91.91"},  // a game is no matter on a PC
});

void put_package(Stand& stand, const Package& package) {
    const std::string path =
        std::string(R"(Microsoft\Windows\CurrentVersion\Uninstall\)") + package.key;
    stand.key(Software, path, package.role).values = {
        testing::text_value("DisplayName", package.name),
        testing::text_value("DisplayVersion", package.version)};
    stand.tell(package.role, package.checks, Software, path);
}

void name_host(Stand& stand) {
    stand.key(System, R"(Control\ComputerName\ComputerName)", Scenery).values = {
        testing::text_value("ComputerName", stand.name())};
}

}  // namespace

void exhibit_software(const Exhibition& at) {
    for (Stand* const stand : {&at.exhibit, &at.neighbour}) {
        put_values(*stand, kBoth);
        name_host(*stand);
    }
    put_values(at.exhibit, kExhibit);
    put_values(at.neighbour, kNeighbour);
    at.exhibit.tell(Planted, "host/windows_hole", Software, "CVE-2021-34527");
    at.exhibit.tell(Planted, "host/windows_unsupported", Software, "10.0.17763.1282");
    at.neighbour.tell(Decoy, "host/windows_hole host/windows_unsupported", Software,
                      "10.0.17763.5458");
    for (const Package& package : kPackages) put_package(at.exhibit, package);
    put_package(at.neighbour, {Planted, "host/software_unneeded", "Steam", "Steam", "2.10.91.91"});
}

}  // namespace xiezhi::demo
