#include "tools/demo/host.h"

namespace xiezhi::demo {
namespace {

using testing::EvtxEvent;
using testing::EvtxField;
namespace evtx = testing::evtx;

constexpr std::uint16_t kClassicQualifiers = 16384;

}  // namespace

void Host::script(FileTime time, const Process& by, const std::vector<std::string>& parts,
                  const std::string& path, bool suspicious) {
    const std::string id = guid_of("script" + std::to_string(next_script_++));
    std::uint32_t number = 0;
    for (const std::string& part : parts) {
        EvtxEvent event;
        event.provider = "Microsoft-Windows-PowerShell";
        event.provider_guid = "{a0c1853b-5c40-4b15-8766-3cf1c58f985a}";
        event.event_id = 4104;
        event.time = {time.ticks + number * 13'000ULL};
        event.level = suspicious ? 3 : 5;
        event.version = 1;
        event.task = 2;
        event.opcode = 15;
        event.keywords = 0;
        event.user = by.account.sid;
        event.process_id = by.id;
        ++number;
        event.fields = {{"MessageNumber", evtx::integer(ValueType::Int32, number)},
                        {"MessageTotal", evtx::integer(ValueType::Int32, parts.size())},
                        {"ScriptBlockText", part},
                        {"ScriptBlockId", id.substr(1, 36)},
                        {"Path", path}};
        add("Microsoft-Windows-PowerShell/Operational", std::move(event));
    }
}

void Host::powershell_started(FileTime time, const Process& by) {
    EvtxEvent event;
    event.provider = "PowerShell";
    event.event_id = 400;
    event.time = time;
    event.task = 4;
    event.keywords = 0x80000000000000;
    event.qualifiers = std::uint16_t{0};
    event.fields = {
        {"", "Available"},
        {"", "None"},
        {"",
         "\tNewEngineState=Available\r\n\tPreviousEngineState=None\r\n\r\n\tSequenceNumber=13"
         "\r\n\r\n\tHostName=ConsoleHost\r\n\tHostVersion=5.1.17763.1\r\n\tHostId=" +
             by.guid.substr(1, 36) + "\r\n\tHostApplication=" + by.command_line +
             "\r\n\tEngineVersion=5.1.17763.1\r\n\tRunspaceId=" + guid_of(by.guid).substr(1, 36) +
             "\r\n\tPipelineId=\r\n\tCommandName=\r\n\tCommandType=\r\n\tScriptName="
             "\r\n\tCommandPath=\r\n\tCommandLine="}};
    add("Windows PowerShell", std::move(event));
}

void Host::service_installed(FileTime time, const std::string& name, const std::string& image) {
    EvtxEvent event;
    event.provider = "Service Control Manager";
    event.provider_guid = "{555908d1-a6d7-4695-8e1e-26931d2012f4}";
    event.event_id = 7045;
    event.time = time;
    event.user = administrator().sid;
    event.qualifiers = kClassicQualifiers;
    event.keywords = 0x8080000000000000;
    event.fields = {{"ServiceName", name},
                    {"ImagePath", image},
                    {"ServiceType", "user mode service"},
                    {"StartType", "auto start"},
                    {"AccountName", "LocalSystem"}};
    add("System", std::move(event));
}

void Host::service_state(FileTime time, const std::string& name, const std::string& state) {
    EvtxEvent event;
    event.provider = "Service Control Manager";
    event.provider_guid = "{555908d1-a6d7-4695-8e1e-26931d2012f4}";
    event.event_id = 7036;
    event.time = time;
    event.qualifiers = kClassicQualifiers;
    event.keywords = 0x8080000000000000;
    event.fields = {{"param1", name}, {"param2", state}};
    add("System", std::move(event));
}

void Host::log_cleared(FileTime time, const Account& by, const std::string& channel) {
    EvtxEvent event;
    event.provider = "Microsoft-Windows-Eventlog";
    event.provider_guid = "{fc65ddd8-d6ef-4962-83d5-6e5cfe9ce148}";
    event.event_id = 104;
    event.time = time;
    event.task = 104;
    event.user = by.sid;
    event.user_data = "LogFileCleared";
    event.user_data_namespace = "http://manifests.microsoft.com/win/2004/08/windows/eventlog";
    event.fields = {{"SubjectUserName", by.name},
                    {"SubjectDomainName", by.domain},
                    {"Channel", channel},
                    {"BackupPath", ""}};
    add("System", std::move(event));
}

void Host::task(FileTime time, std::uint32_t event_id, const std::string& name,
                const std::string& detail) {
    EvtxEvent event;
    event.provider = "Microsoft-Windows-TaskScheduler";
    event.provider_guid = "{de7b24ea-73c8-4a09-985d-5bdadcfa9017}";
    event.event_id = event_id;
    event.time = time;
    event.task = static_cast<std::uint16_t>(event_id);
    event.user = "S-1-5-18";
    event.process_id = task_host().id;
    event.fields = {{"TaskName", name}};
    if (event_id == 200 || event_id == 201) {
        event.fields.push_back({"TaskInstanceId", evtx::guid(guid_of(name))});
        event.fields.push_back({"ActionName", detail});
        if (event_id == 201) event.fields.push_back({"ResultCode", 0U});
    } else {
        event.fields.push_back({event_id == 106 ? "UserContext" : "UserName", detail});
    }
    add("Microsoft-Windows-TaskScheduler/Operational", std::move(event));
}

void Host::defender(FileTime time, std::uint32_t event_id, const std::vector<EvtxField>& fields) {
    EvtxEvent event;
    event.provider = "Microsoft-Windows-Windows Defender";
    event.provider_guid = "{11cd958a-c507-4ef3-b3f2-5fd9dfbd2c78}";
    event.event_id = event_id;
    event.time = time;
    event.level = event_id == 1116 ? 3 : 4;
    event.user = "S-1-5-18";
    event.process_id = 3004;
    event.fields = {{"Product Name", "%%827"}, {"Product Version", "4.18.2001.10"}};
    for (const EvtxField& field : fields) event.fields.push_back(field);
    add("Microsoft-Windows-Windows Defender/Operational", std::move(event));
}

}  // namespace xiezhi::demo
