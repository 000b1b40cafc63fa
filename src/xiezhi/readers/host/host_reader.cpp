#include "xiezhi/readers/host/host_reader.h"

#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/readers/host/file_facts.h"
#include "xiezhi/readers/host/subjects.h"

namespace xiezhi::readers {

void read_host(const Volume& volume, const StateSink& states, const ObservationSink& observations,
               const NoteSink& notes) {
    const Registry registry = Registry::open(volume, notes);
    FileFacts files(volume, notes);
    // Whatever leads to a file that is in the evidence says what that file is.
    const StateSink with_facts = [&](State&& state) {
        // Those have the facts of a file they know themselves; what was deleted starts nothing.
        const bool own =
            state.dataset() == Dataset::DeletedFile || state.dataset() == Dataset::File;
        if (!own && !state.is_true(StateField::Deleted)) files.add_to(state);
        states(std::move(state));
    };
    HostContext host{.volume = volume,
                     .registry = &registry,
                     .states = with_facts,
                     .observations = observations,
                     .notes = notes,
                     .paths = {},
                     .files = &files};
    learn_paths(host);
    read_host_facts(host);
    read_accounts(host);
    read_account_settings(host);
    read_profiles(host);
    read_audit_policy(host);
    read_event_logs(host);
    read_services(host);
    read_service_differences(host);
    read_registry_values(host);
    read_deleted_keys(host);
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
    read_links(host);
    read_deleted_files(host);
    read_defender(host);
    read_transcripts(host);
    read_firewall_log(host);
    read_policy_files(host);
    read_files(host);  // last: it tells of what the others led to
}

void observe(const HostContext& host, Dataset dataset, const char* name, bool there, bool partly,
             std::uint64_t documents) {
    if (!there) {
        host.observations({.dataset = dataset,
                           .outcome = Outcome::Absent,
                           .artefact = name,
                           .what = msg::reader_absent(name)});
        return;
    }
    host.observations({.dataset = dataset,
                       .outcome = partly ? Outcome::Partly : Outcome::Read,
                       .artefact = name,
                       .what = msg::reader_lines(documents),
                       .documents = documents});
}

}  // namespace xiezhi::readers
