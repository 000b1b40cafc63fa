// Installed programs, updates, and what they say of the host's age.
#include <gtest/gtest.h>

#include "tests/support/host_documents.h"
#include "xiezhi/readers/host/windows_version.h"

namespace xiezhi::testing {
namespace {

constexpr FileTime k2024 = {133'485'408'000'000'000};  // 2024-01-01
constexpr FileTime k2018 = {131'592'384'000'000'000};  // 2018-01-01

void install(HiveKey& root, const std::string& name, const char* version) {
    key_at(root, R"(Microsoft\Windows\CurrentVersion\Uninstall\)" + name).values = {
        text_value("DisplayName", name), text_value("DisplayVersion", version)};
}

TEST(HostSoftware, OldProgramsByTheTimeOfTheEvidence) {
    HiveKey root = software_root();
    install(root, "WinRAR 6.11 (64-bit)", "6.11.0");
    install(root, "Adobe Flash Player 32 NPAPI", "32.0.0.465");
    install(root, "7-Zip 19.00 (x64)", "19.00");
    install(root, "Acme", "1.0");
    WrittenHost written;
    written.hive("SOFTWARE", root, {.written = k2024});
    const HostDocuments host = written.read();
    const auto package = [&](const char* name) -> const State& {
        return host.one(Dataset::Software, StateField::PackageName, name);
    };
    EXPECT_EQ(package("WinRAR 6.11 (64-bit)").text(StateField::PackageHole), "CVE-2023-38831");
    EXPECT_EQ(package("WinRAR 6.11 (64-bit)").text(StateField::PackageFixedIn), "6.23");
    EXPECT_TRUE(package("Adobe Flash Player 32 NPAPI").is_true(StateField::PackageOutdated));
    EXPECT_FALSE(package("7-Zip 19.00 (x64)").has(StateField::PackageOutdated));  // came later
    EXPECT_FALSE(package("Acme").has(StateField::PackageOutdated));
    WrittenHost earlier;
    earlier.hive("SOFTWARE", root, {.written = k2018});
    const HostDocuments before = earlier.read();
    for (const State* state : before.of(Dataset::Software)) {
        EXPECT_FALSE(state->has(StateField::PackageOutdated));
    }
}

HiveKey windows(const char* build, std::uint32_t revision, const char* edition) {
    HiveKey root = software_root();
    HiveKey& key = key_at(root, R"(Microsoft\Windows NT\CurrentVersion)");
    key.values.push_back(text_value("CurrentBuildNumber", build));
    key.values.push_back(text_value("EditionID", edition));
    if (revision > 0) key.values.push_back(number_value("UBR", revision));
    return root;
}

HiveKey product(const char* type) {
    HiveKey root = system_root();
    key_at(root, R"(ControlSet001\Control\ProductOptions)").values = {
        text_value("ProductType", type)};
    return root;
}

void package(HiveKey& root, const std::string& name, std::uint32_t state) {
    const std::string packages =
        R"(Microsoft\Windows\CurrentVersion\Component Based Servicing\Packages\)";
    key_at(root, packages + name).values = {number_value("CurrentState", state)};
}

State host_of(const HiveKey& software, const HiveKey& system, FileTime written) {
    WrittenHost host;
    host.hive("SOFTWARE", software, {.written = written});
    host.hive("SYSTEM", system, {.written = written});
    return host.read().one(Dataset::Host, StateField::HostName, "HOST7");
}

TEST(HostSoftware, HolesOfWindows10ByItsRevision) {
    const auto holes = [](std::uint32_t revision, const char* type) {
        return host_of(windows("17763", revision, "ServerStandard"), product(type), k2024)
            .values(StateField::HostOsHole);
    };
    const std::vector<std::string> spooler = {"CVE-2021-34527 (PrintNightmare)"};
    EXPECT_EQ(holes(1000, "ServerNT"), spooler);
    EXPECT_EQ(holes(1000, "LanmanNT"),
              (std::vector<std::string>{"CVE-2020-1472 (ZeroLogon)", spooler.front()}));
    EXPECT_TRUE(holes(2029, "LanmanNT").empty());
    EXPECT_TRUE(holes(0, "ServerNT").empty());  // nothing is known: nothing is said
}

TEST(HostSoftware, HolesOfWindows7ByItsUpdates) {
    HiveKey root = windows("7601", 0, "ServerStandard");
    EXPECT_FALSE(host_of(root, product("ServerNT"), k2018).has(StateField::HostOsHole));
    package(root, "Package_for_KB2999226~31bf3856ad364e35~amd64~~6.1.1.7", 0x70);
    EXPECT_EQ(host_of(root, product("ServerNT"), k2018).values(StateField::HostOsHole).size(), 2U);
    package(root, "Package_for_KB4012212~31bf3856ad364e35~amd64~~6.1.1.0", 0x70);
    EXPECT_EQ(host_of(root, product("ServerNT"), k2018).values(StateField::HostOsHole),
              std::vector<std::string>{"CVE-2019-0708 (BlueKeep)"});
    package(root, "Package_for_RollupFix~31bf3856ad364e35~amd64~~7601.24499.1.4", 0x70);
    EXPECT_FALSE(host_of(root, product("ServerNT"), k2018).has(StateField::HostOsHole));
}

TEST(HostSoftware, SupportEndsByBuildAndEdition) {
    const auto unsupported = [](const char* build, const char* edition, const char* type) {
        return std::string(host_of(windows(build, 5000, edition), product(type), k2024)
                               .text(StateField::HostOsUnsupported));
    };
    EXPECT_EQ(unsupported("7601", "Professional", "WinNT"), "true");
    EXPECT_EQ(unsupported("19044", "Professional", "WinNT"), "true");
    EXPECT_EQ(unsupported("19044", "Enterprise", "WinNT"), "false");
    EXPECT_EQ(unsupported("17763", "EnterpriseS", "WinNT"), "false");
    EXPECT_EQ(unsupported("17763", "ServerStandard", "ServerNT"), "false");
    EXPECT_EQ(unsupported("19045", "Professional", "WinNT"), "false");
    EXPECT_EQ(unsupported("99999", "Professional", "WinNT"), "");
}

TEST(HostSoftware, Patches) {
    HiveKey root = software_root();
    package(root, "Package_1_for_KB5005112~31bf3856ad364e35~amd64~~17763.2090.1.0", 0x50);
    package(root, "Package_2_for_KB5005112~31bf3856ad364e35~amd64~~17763.2090.1.0", 0x50);
    package(root, "Package_for_RollupFix~31bf3856ad364e35~amd64~~17763.2114.1.9", 0x70);
    package(root, "Microsoft-Windows-Foundation-Package~31bf3856ad364e35~amd64~~10.0.17763.1",
            0x70);
    WrittenHost written;
    written.hive("SOFTWARE", root);
    const HostDocuments host = written.read();
    EXPECT_EQ(host.of(Dataset::Patch).size(), 2U);
    const State& update = host.one(Dataset::Patch, StateField::PatchId, "KB5005112");
    EXPECT_EQ(update.text(StateField::PatchState), "superseded");
    EXPECT_EQ(host.one(Dataset::Patch, StateField::PatchState, "installed")
                  .text(StateField::PatchVersion),
              "17763.2114.1.9");
}

TEST(HostSoftware, NamesOfPackages) {
    const auto package = readers::servicing_package("");
    EXPECT_EQ(package.update, "");
    EXPECT_EQ(readers::servicing_package("~~").version, "");
    EXPECT_EQ(readers::servicing_package("Package_for_KB12~x").update, "");  // too short
    EXPECT_EQ(readers::servicing_package("KB1234567").update, "KB1234567");
}

}  // namespace
}  // namespace xiezhi::testing
