#include "xiezhi/readers/host/host_reader.h"

#include "xiezhi/readers/host/subjects.h"

namespace xiezhi::readers {

void read_host(const Volume& volume, const StateSink& states, const ObservationSink& observations,
               const NoteSink& notes) {
    const Registry registry = Registry::open(volume, notes);
    HostContext host{.volume = volume,
                     .registry = &registry,
                     .states = states,
                     .observations = observations,
                     .notes = notes};
    learn_paths(host);
    read_host_facts(host);
    read_accounts(host);
    read_account_settings(host);
    read_profiles(host);
    read_services(host);
    read_registry_values(host);
    read_startup_folders(host);
    read_policy_scripts(host);
    read_tasks(host);
    read_wmi(host);
    read_machine_lists(host);
    read_software(host);
    read_network_settings(host);
    read_root_certificates(host);
    read_registry_oddities(host);
    read_usb_devices(host);
    read_recent_items(host);
    read_hosts_file(host);
    read_powershell_history(host);
    read_scripts(host);
    read_executions(host);
}

}  // namespace xiezhi::readers
