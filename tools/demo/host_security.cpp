#include "tools/demo/host.h"

namespace xiezhi::demo {
namespace {

using testing::EvtxField;
namespace evtx = testing::evtx;

constexpr std::uint64_t kAuditSuccess = 0x8020000000000000;
constexpr std::uint64_t kAuditFailure = 0x8010000000000000;
constexpr const char* kNullSid = "S-1-0-0";
constexpr const char* kNullGuid = "{00000000-0000-0000-0000-000000000000}";

std::vector<EvtxField> subject(const Account& by) {
    return {{"SubjectUserSid", evtx::sid(by.sid)},
            {"SubjectUserName", by.name},
            {"SubjectDomainName", by.domain},
            {"SubjectLogonId", evtx::hex64(by.logon_id)}};
}

void append(std::vector<EvtxField>& fields, std::vector<EvtxField> more) {
    for (EvtxField& field : more) fields.push_back(std::move(field));
}

std::string logon_process(std::uint32_t type) {
    if (type == 5) return "Advapi  ";
    return type == 3 ? "NtLmSsp " : "User32 ";
}

std::string package(std::uint32_t type) {
    return type == 3 ? "NTLM" : "Negotiate";
}

}  // namespace

void Host::security(FileTime time, std::uint32_t event_id, std::uint16_t task, bool success,
                    std::vector<EvtxField> fields) {
    testing::EvtxEvent event;
    event.provider = "Microsoft-Windows-Security-Auditing";
    event.provider_guid = "{54849625-5478-4994-a5ba-3e3b0328c30d}";
    event.event_id = event_id;
    event.time = time;
    event.fields = std::move(fields);
    event.level = 0;
    event.task = task;
    event.keywords = success ? kAuditSuccess : kAuditFailure;
    event.process_id = 720;
    event.thread_id = 772;
    if (event_id == 4624 || event_id == 4688) event.version = 2;
    add("Security", std::move(event));
}

void Host::logon(FileTime time, const Account& account, std::uint32_t type, const Source& source) {
    const Account machine{std::string(kComputer) + "$", "WORKGROUP", "S-1-5-18", 0x3e7};
    const bool by_system = type == 5 || type == 10 || type == 2;
    const Account nobody{"-", "-", kNullSid, 0};
    std::vector<EvtxField> fields = subject(by_system ? machine : nobody);
    append(fields, {{"TargetUserSid", evtx::sid(account.sid)},
                    {"TargetUserName", account.name},
                    {"TargetDomainName", account.domain},
                    {"TargetLogonId", evtx::hex64(account.logon_id)},
                    {"LogonType", type},
                    {"LogonProcessName", logon_process(type)},
                    {"AuthenticationPackageName", package(type)},
                    {"WorkstationName", source.workstation},
                    {"LogonGuid", evtx::guid(kNullGuid)},
                    {"TransmittedServices", "-"},
                    {"LmPackageName", type == 3 ? "NTLM V2" : "-"},
                    {"KeyLength", type == 3 ? 128U : 0U},
                    {"ProcessId", evtx::hex64(by_system ? 0x2c0 : 0)},
                    {"ProcessName", by_system ? R"(C:\Windows\System32\services.exe)" : "-"},
                    {"IpAddress", source.address},
                    {"IpPort", source.port == 0 ? "-" : std::to_string(source.port)},
                    {"ImpersonationLevel", "%%1833"},
                    {"RestrictedAdminMode", "-"},
                    {"TargetOutboundUserName", "-"},
                    {"TargetOutboundDomainName", "-"},
                    {"VirtualAccount", "%%1843"},
                    {"TargetLinkedLogonId", evtx::hex64(0)},
                    {"ElevatedToken", "%%1842"}});
    security(time, 4624, 12544, true, std::move(fields));
    if (account.sid != "S-1-5-18" && !account.sid.ends_with("-500")) return;
    std::vector<EvtxField> special = subject(account);
    special.push_back({"PrivilegeList",
                       "SeSecurityPrivilege\n\t\t\tSeBackupPrivilege\n\t\t\t"
                       "SeRestorePrivilege\n\t\t\tSeDebugPrivilege\n\t\t\t"
                       "SeImpersonatePrivilege"});
    security(time, 4672, 12548, true, std::move(special));
}

void Host::logon_failed(FileTime time, const std::string& account, const Source& source,
                        bool known_account) {
    const Account nobody{"-", "-", kNullSid, 0};
    std::vector<EvtxField> fields = subject(nobody);
    append(fields, {{"TargetUserSid", evtx::sid(kNullSid)},
                    {"TargetUserName", account},
                    {"TargetDomainName", kComputer},
                    {"Status", evtx::hex32(0xc000006d)},
                    {"FailureReason", "%%2313"},
                    {"SubStatus", evtx::hex32(known_account ? 0xc000006a : 0xc0000064)},
                    {"LogonType", 3U},
                    {"LogonProcessName", "NtLmSsp "},
                    {"AuthenticationPackageName", "NTLM"},
                    {"WorkstationName", source.workstation},
                    {"TransmittedServices", "-"},
                    {"LmPackageName", "-"},
                    {"KeyLength", 0U},
                    {"ProcessId", evtx::hex64(0)},
                    {"ProcessName", "-"},
                    {"IpAddress", source.address},
                    {"IpPort", std::to_string(source.port)}});
    security(time, 4625, 12544, false, std::move(fields));
}

void Host::logoff(FileTime time, const Account& account, std::uint32_t type) {
    security(time, 4634, 12545, true,
             {{"TargetUserSid", evtx::sid(account.sid)},
              {"TargetUserName", account.name},
              {"TargetDomainName", account.domain},
              {"TargetLogonId", evtx::hex64(account.logon_id)},
              {"LogonType", type}});
}

void Host::account_created(FileTime time, const Account& by, const Account& account) {
    std::vector<EvtxField> fields = {{"TargetUserName", account.name},
                                     {"TargetDomainName", account.domain},
                                     {"TargetSid", evtx::sid(account.sid)}};
    std::vector<EvtxField> enabled = fields;
    append(fields, subject(by));
    append(enabled, subject(by));
    append(fields, {{"PrivilegeList", "-"},
                    {"SamAccountName", account.name},
                    {"DisplayName", "%%1793"},
                    {"UserPrincipalName", "-"},
                    {"HomeDirectory", "%%1793"},
                    {"HomePath", "%%1793"},
                    {"ScriptPath", "%%1793"},
                    {"ProfilePath", "%%1793"},
                    {"UserWorkstations", "%%1793"},
                    {"PasswordLastSet", "%%1794"},
                    {"AccountExpires", "%%1794"},
                    {"PrimaryGroupId", "513"},
                    {"AllowedToDelegateTo", "-"},
                    {"OldUacValue", "0x0"},
                    {"NewUacValue", "0x15"},
                    {"UserAccountControl", "\n\t\t%%2080\n\t\t%%2082\n\t\t%%2084"},
                    {"UserParameters", "%%1793"},
                    {"SidHistory", "-"},
                    {"LogonHours", "%%1797"}});
    security(time, 4720, 13824, true, std::move(fields));
    security(time, 4722, 13824, true, std::move(enabled));
}

void Host::group_joined(FileTime time, const Account& by, const Account& account,
                        const std::string& group, const std::string& group_sid) {
    std::vector<EvtxField> fields = {{"MemberName", "-"},
                                     {"MemberSid", evtx::sid(account.sid)},
                                     {"TargetUserName", group},
                                     {"TargetDomainName", "Builtin"},
                                     {"TargetSid", evtx::sid(group_sid)}};
    append(fields, subject(by));
    fields.push_back({"PrivilegeList", "-"});
    security(time, 4732, 13826, true, std::move(fields));
}

void Host::security_cleared(FileTime time, const Account& by) {
    cleared_ = time;
    testing::EvtxEvent event;
    event.provider = "Microsoft-Windows-Eventlog";
    event.provider_guid = "{fc65ddd8-d6ef-4962-83d5-6e5cfe9ce148}";
    event.event_id = 1102;
    event.time = time;
    event.fields = subject(by);
    event.task = 104;
    event.keywords = 0x4020000000000000;
    event.process_id = 1124;
    event.user_data = "LogFileCleared";
    event.user_data_namespace = "http://manifests.microsoft.com/win/2004/08/windows/eventlog";
    add("Security", std::move(event));
}

}  // namespace xiezhi::demo
