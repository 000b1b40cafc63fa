#pragma once

#include "xiezhi/readers/host/host_reader.h"
#include "xiezhi/readers/host/registry.h"

namespace xiezhi::readers {

// One function a subject: it fills one or a few datasets and says of each whether it was there.

/// What the host's hives say of folders that commands name by variables; no dataset.
void learn_paths(HostContext& host);

void read_host_facts(HostContext& host);
void read_accounts(HostContext& host);
/// Password policy, automatic logon, rights on the SAM.
void read_account_settings(HostContext& host);
void read_profiles(HostContext& host);
/// What goes into the Security log.
void read_audit_policy(HostContext& host);
/// Channels of the event log, and other settings that decide what is recorded.
void read_event_logs(HostContext& host);
void read_services(HostContext& host);
/// Services against other control sets and against the files of the evidence.
void read_service_differences(HostContext& host);
/// Autostarts of the registry, and the values that rules over registry events are asked of.
void read_registry_values(HostContext& host);
/// What was deleted from the registry where it would have started something.
void read_deleted_keys(HostContext& host);
void read_startup_folders(HostContext& host);
void read_policy_scripts(HostContext& host);
void read_tasks(HostContext& host);
void read_wmi(HostContext& host);
/// Firewall, shares, exclusions of Defender.
void read_machine_lists(HostContext& host);
/// Installed programs and updates.
void read_software(HostContext& host);
/// Proxies, name servers, Remote Desktop.
void read_network_settings(HostContext& host);
void read_root_certificates(HostContext& host);
/// Names and data that hide in the registry.
void read_registry_oddities(HostContext& host);
void read_usb_devices(HostContext& host);
/// What users opened or typed, and where they went by Remote Desktop.
void read_recent_items(HostContext& host);
void read_hosts_file(HostContext& host);
void read_powershell_history(HostContext& host);
void read_scripts(HostContext& host);
void read_executions(HostContext& host);
/// Shortcuts of startup, desktop, start menu and recent folders, and those of jump lists.
void read_links(HostContext& host);
/// The recycle bin.
void read_deleted_files(HostContext& host);
/// Detections of Defender, by its history and its log.
void read_defender(HostContext& host);
/// Commands of PowerShell transcripts.
void read_transcripts(HostContext& host);
/// Connections that the firewall logged.
void read_firewall_log(HostContext& host);
/// Values that registry.pol files set.
void read_policy_files(HostContext& host);
/// Files in places that matter, and programs that other documents lead to.
void read_files(HostContext& host);

}  // namespace xiezhi::readers
