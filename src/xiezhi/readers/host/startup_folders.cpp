#include <array>
#include <string>

#include "xiezhi/base/ascii.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/readers/host/subjects.h"

namespace xiezhi::readers {
namespace {

/// Tails of the folders whose files run at logon (specs of Windows: for all users, for one user;
/// XP).
constexpr auto kStartupFolders = std::to_array<std::string_view>({
    R"(\start menu\programs\startup\)",
    R"(\startmenu\programs\startup\)",
});

bool is_in_startup(std::string_view lower) {
    for (const std::string_view tail : kStartupFolders) {
        const std::size_t at = lower.rfind(tail);
        if (at != std::string_view::npos &&
            lower.find('\\', at + tail.size()) == std::string_view::npos) {
            return true;
        }
    }
    return false;
}

}  // namespace

void read_startup_folders(HostContext& host) {
    std::uint64_t found = 0;
    for (const std::size_t index : host.volume.artefacts()) {
        const std::string path = host.volume.windows_path(index);
        if (path.empty() || !is_in_startup(folded(path))) continue;
        State state(Dataset::Autostart);
        set_file(state, path);
        if (ascii_lower(state.text(StateField::FileName)) == "desktop.ini") continue;
        state.set(StateField::AutostartLocation, "startup-folder");
        state.set(StateField::AutostartCategory, "Logon");
        state.set(StateField::AutostartName, std::string(state.text(StateField::FileName)));
        state.set(StateField::AutostartTechnique, "T1547.001");
        state.set(StateField::UserName, host.volume.user_of(index));
        state.set_number(StateField::FileSize, host.volume.artefact(index).size);
        state.proofs.push_back(
            {.path = host.volume.artefact(index).path, .parser = "file", .place = path});
        host.states(std::move(state));
        ++found;
    }
    const bool seen = host.volume.has_folder("ProgramData/Microsoft/Windows/Start Menu") ||
                      host.volume.has_folder("Users") || found > 0;
    if (!seen) return;  // hives say more of autostarts; their absence is told there
    host.observations({.dataset = Dataset::Autostart,
                       .outcome = Outcome::Read,
                       .artefact = "Startup",
                       .what = msg::reader_startup_folders(found),
                       .documents = found});
}

}  // namespace xiezhi::readers
