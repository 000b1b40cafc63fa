// Real hives, changed by hivex: what somebody planted with another writer than ours is found where
// it was planted, and was not there before.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "tests/support/corpus.h"
#include "tests/support/temp_folder.h"
#include "tests/support/triaged.h"
#include "xiezhi/base/text.h"

namespace xiezhi::testing {
namespace {

namespace fs = std::filesystem;

/// A key that is made where it is not there, and its values, which replace what it had.
struct Change {
    const char* name;
    const char* hive;  // below the volume; `*` one folder
    const char* key;
    std::vector<std::pair<std::string, std::string>> values;  // name, and type:data as hivex has it
    const char* capability;
};

std::vector<Change> changes() {
    const char* const software = "C/Windows/System32/config/SOFTWARE";
    const char* const system = "C/Windows/System32/config/SYSTEM";
    const std::string hidden = R"(C:\Users\Public\svchosts.exe)";
    return {
        {"Run",
         software,
         R"(Microsoft\Windows\CurrentVersion\Run)",
         {{"Updater", "string:" + hidden}},
         "registry.run-keys"},
        {"Accessibility",
         software,
         R"(Microsoft\Windows NT\CurrentVersion\Image File Execution Options\sethc.exe)",
         {{"Debugger", R"(string:C:\Windows\System32\cmd.exe)"}},
         "registry.ifeo-debugger"},
        {"Shell",
         software,
         R"(Microsoft\Windows NT\CurrentVersion\Winlogon)",
         {{"Shell", "string:explorer.exe," + hidden}},
         "registry.winlogon"},
        {"HiddenAccount",
         software,
         R"(Microsoft\Windows NT\CurrentVersion\Winlogon\SpecialAccounts\UserList)",
         {{"admin$", "dword:0x00000000"}},
         "account.hidden-logon-ui"},
        {"Exclusion",
         software,
         R"(Microsoft\Windows Defender\Exclusions\Paths)",
         {{R"(C:\Windows\Temp)", "dword:0x00000000"}},
         "registry.defender-exclusions"},
        {"AppInit",
         software,
         R"(Microsoft\Windows NT\CurrentVersion\Windows)",
         {{"AppInit_DLLs", R"(string:C:\Users\Public\a.dll)"},
          {"LoadAppInit_DLLs", "dword:0x00000001"}},
         "registry.appinit"},
        {"ActiveSetup",
         software,
         R"(Microsoft\Active Setup\Installed Components\{11111111-2222-3333-4444-555555555555})",
         {{"StubPath", "string:" + hidden}},
         "registry.active-setup"},
        {"Uac",
         software,
         R"(Microsoft\Windows\CurrentVersion\Policies\System)",
         {{"EnableLUA", "dword:0x00000000"}},
         "registry.uac-weakened"},
        {"Service",
         system,
         R"(ControlSet001\Services\WinUpdateHelper)",
         {{"Type", "dword:0x00000010"},
          {"Start", "dword:0x00000002"},
          {"ImagePath", "expandstring:" + hidden}},
         "service.suspicious"},
        {"PortProxy",
         system,
         R"(ControlSet001\Services\PortProxy\v4tov4\tcp)",
         {{"0.0.0.0/8443", "string:203.0.113.7/3389"}},
         "network.portproxy"},
        {"PrintMonitor",
         system,
         R"(ControlSet001\Control\Print\Monitors\Colour Monitor)",
         {{"Driver", R"(string:C:\Users\Public\mon.dll)"}},
         "registry.print-monitors"},
        {"Firewall",
         system,
         R"(ControlSet001\Services\SharedAccess\Parameters\FirewallPolicy\StandardProfile)",
         {{"EnableFirewall", "dword:0x00000000"}},
         "network.firewall.state"},
        {"UserRun",
         "C/Users/*/NTUSER.DAT",
         R"(Software\Microsoft\Windows\CurrentVersion\Run)",
         {{"Updater", "string:" + hidden}},
         "registry.run-keys"},
        {"LogonScript",
         "C/Users/*/NTUSER.DAT",
         "Environment",
         {{"UserInitMprLogonScript", R"(string:C:\Users\Public\a.bat)"}},
         "registry.logon-misc"},
    };
}

bool runs(const std::string& command) {
    return std::system((command + " >/dev/null 2>&1").c_str()) == 0;  // NOLINT(cert-env33-c)
}

std::string in_quotes(const fs::path& path) {
    return "'" + path.string() + "'";
}

bool has_key(const fs::path& hive, const std::string& key) {
    return runs("hivexget " + in_quotes(hive) + " '" + key + "'");
}

/// Whether hivex made the change.
bool change_hive(const fs::path& hive, const Change& change, const TempFolder& folder) {
    std::string script = "cd \\\n";
    std::string path;
    const std::string key = change.key;
    for (std::size_t at = 0; at <= key.size();) {
        const std::size_t end = std::min(key.find('\\', at), key.size());
        const std::string part = key.substr(at, end - at);
        path += "\\" + part;
        if (!has_key(hive, path)) script += "add " + part + "\n";
        script += "cd " + part + "\n";
        at = end + 1;
    }
    script += "setval " + std::to_string(change.values.size()) + "\n";
    for (const auto& [name, value] : change.values) script += name + "\n" + value + "\n";
    script += "commit\nquit\n";
    folder.write("script", script);
    return runs("hivexsh -w -f " + in_quotes(folder.path("script")) + " " + in_quotes(hive));
}

/// The hives of a host that a pattern names.
std::vector<std::string> hives_of(const fs::path& host, const std::string& pattern) {
    const std::size_t star = pattern.find('*');
    std::vector<std::string> out;
    if (star == std::string::npos) {
        if (fs::exists(host / pattern)) out.push_back(pattern);
        return out;
    }
    const std::string front = pattern.substr(0, star);
    if (!fs::exists(host / front)) return out;
    for (const auto& folder : fs::directory_iterator(host / front)) {
        const std::string hive =
            front + folder.path().filename().string() + pattern.substr(star + 1);
        if (fs::exists(host / hive)) out.push_back(hive);
    }
    return out;
}

/// Findings of the capability whose proof stands in the changed key.
std::size_t findings_at(const triage::HostResult& host, const std::string& hive,
                        const Change& change) {
    std::size_t count = 0;
    for (const auto* list : {&host.findings, &host.weaknesses}) {
        for (const hunt::Finding& finding : *list) {
            if (std::ranges::count(finding.rule->pack.capabilities, change.capability) == 0)
                continue;
            count += std::ranges::any_of(
                         finding.events,
                         [&](const hunt::FindingEvent& found) {
                             return std::ranges::any_of(found.proofs, [&](const Proof& proof) {
                                 return proof.path.ends_with(hive) &&
                                        folded(proof.place).starts_with(folded(change.key));
                             });
                         })
                         ? 1U
                         : 0U;
        }
    }
    return count;
}

TEST(HivexChanged, IsFoundWhereItWasPlanted) {
    XIEZHI_CORPUS_OR_SKIP(root);
    if (!runs("which hivexsh") || !runs("which hivexget")) GTEST_SKIP() << "no hivex";
    std::size_t tried = 0;
    for (const Row& row : read_tsv(root / "cases" / "cases.tsv")) {
        if (row.at("class") != "clean" || row.at("has_hives") != "yes") continue;
        const fs::path host = root / "cases" / row.at("case");
        for (const Change& change : changes()) {
            for (const std::string& hive : hives_of(host, change.hive)) {
                const TempFolder folder;
                folder.write("host/" + hive, read_file(host / hive));
                const fs::path evidence = folder.path("host");
                EXPECT_EQ(findings_at(triaged(evidence), hive, change), 0U)
                    << row.at("case") << " " << change.name << " before";
                ASSERT_TRUE(change_hive(evidence / hive, change, folder))
                    << row.at("case") << " " << change.name;
                EXPECT_GE(findings_at(triaged(evidence), hive, change), 1U)
                    << row.at("case") << " " << change.name << " in " << hive;
                ++tried;
            }
        }
    }
    std::cout << tried << " changes made by hivex\n";
    EXPECT_GT(tried, 10U);
}

}  // namespace
}  // namespace xiezhi::testing
