#include "tools/demo/exhibition/exhibition.h"

#include <array>

namespace xiezhi::demo {

Disk tell_exhibition() {
    Disk disk;
    Stand exhibit("EXHIBIT-01", disk);
    Stand neighbour("EXHIBIT-02", disk);
    const Exhibition at{.exhibit = exhibit, .neighbour = neighbour};
    constexpr auto kWriters = std::to_array<void (*)(const Exhibition&)>({
        exhibit_software,
        exhibit_accounts,
        exhibit_logon_autostarts,
        exhibit_user_autostarts,
        exhibit_system_autostarts,
        exhibit_providers,
        exhibit_hijacks,
        exhibit_settings,
        exhibit_services,
        exhibit_logging,
        exhibit_tasks,
        exhibit_commands,
        exhibit_more_commands,
        exhibit_scripts,
        exhibit_wmi,
        exhibit_network,
        exhibit_oddities,
        exhibit_defender,
        exhibit_files,
        exhibit_links,
        exhibit_traces,
    });
    for (const auto writer : kWriters) writer(at);
    exhibit.close();
    neighbour.close();
    return disk;
}

}  // namespace xiezhi::demo
