#pragma once

#include "tools/demo/exhibition/stand.h"

namespace xiezhi::demo {

/// The two hosts. `exhibit` has what is planted and, where a place holds more than one thing, what
/// is honest; `neighbour` has the honest use of what a host has but once, and a few second forms.
struct Exhibition {
    Stand& exhibit;
    Stand& neighbour;
};

// One writer a subject, each in the file of its name.
void exhibit_accounts(const Exhibition& at);
void exhibit_logon_autostarts(const Exhibition& at);
void exhibit_user_autostarts(const Exhibition& at);
void exhibit_system_autostarts(const Exhibition& at);
void exhibit_providers(const Exhibition& at);
void exhibit_hijacks(const Exhibition& at);
void exhibit_settings(const Exhibition& at);
void exhibit_services(const Exhibition& at);
void exhibit_logging(const Exhibition& at);
void exhibit_tasks(const Exhibition& at);
void exhibit_commands(const Exhibition& at);
void exhibit_more_commands(const Exhibition& at);
void exhibit_scripts(const Exhibition& at);
void exhibit_wmi(const Exhibition& at);
void exhibit_network(const Exhibition& at);
void exhibit_software(const Exhibition& at);
void exhibit_oddities(const Exhibition& at);
void exhibit_defender(const Exhibition& at);
void exhibit_files(const Exhibition& at);
void exhibit_links(const Exhibition& at);
void exhibit_traces(const Exhibition& at);

}  // namespace xiezhi::demo
