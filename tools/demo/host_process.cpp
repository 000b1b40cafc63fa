#include <algorithm>

#include "tools/demo/host.h"
#include "xiezhi/base/hash.h"

namespace xiezhi::demo {
namespace {

using testing::EvtxField;
namespace evtx = testing::evtx;

/// What the version block of a program says; only Windows' own have one here.
struct Version {
    std::string description;
    std::string company;
    std::string original_name;
};

std::string base_name(const std::string& path) {
    return path.substr(path.rfind('\\') + 1);
}

bool is_windows_own(const std::string& image) {
    return image.starts_with("C:\\Windows\\") && image.find("\\Temp\\") == std::string::npos;
}

Version version_of(const std::string& image) {
    if (image.find("HengyuanERP") != std::string::npos) {
        return {"恒远 ERP 业务服务", "恒远软件", base_name(image)};
    }
    if (!is_windows_own(image)) return {"-", "-", "-"};
    std::string original = base_name(image);
    std::ranges::transform(original, original.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return {"Windows component", "Microsoft Corporation", std::move(original)};
}

constexpr std::string_view kDigits = "0123456789ABCDEF";

std::string digits_of(const std::string& seed, std::size_t count) {
    std::string text;
    for (std::uint64_t salt = 0; text.size() < count; ++salt) {
        std::uint64_t value = hash64(seed, salt);
        for (int i = 0; i < 16 && text.size() < count; ++i, value >>= 4U) {
            text.push_back(kDigits[value & 0xfU]);
        }
    }
    return text;
}

std::string hashes_of(const std::string& image) {
    return "SHA256=" + digits_of(image, 64) + ",IMPHASH=" + digits_of(image + "imports", 32);
}

std::string full_name(const Account& account) {
    return account.domain + "\\" + account.name;
}

std::string folder_of(const Account& account) {
    return account.sid == "S-1-5-18" ? R"(C:\Windows\system32\)"
                                     : "C:\\Users\\" + account.name + "\\";
}

}  // namespace

void Host::sysmon(FileTime time, std::uint32_t event_id, std::uint8_t version, const Process& by,
                  std::vector<EvtxField> fields) {
    std::vector<EvtxField> all = {{"RuleName", "-"}};
    if (event_id == 13) all.push_back({"EventType", "SetValue"});
    all.push_back({"UtcTime", sysmon_time(time)});
    if (event_id != 10) {
        all.push_back({"ProcessGuid", evtx::guid(by.guid)});
        all.push_back({"ProcessId", by.id});
    }
    for (EvtxField& field : fields) all.push_back(std::move(field));
    testing::EvtxEvent event;
    event.provider = "Microsoft-Windows-Sysmon";
    event.provider_guid = "{5770385f-c22a-43e0-bf4c-06f5698ffbd9}";
    event.event_id = event_id;
    event.time = time;
    event.fields = std::move(all);
    event.version = version;
    event.task = static_cast<std::uint16_t>(event_id);
    event.user = "S-1-5-18";
    event.process_id = 2480;
    event.thread_id = 3192;
    add("Microsoft-Windows-Sysmon/Operational", std::move(event));
}

Process Host::start(FileTime time, const Account& account, const std::string& image,
                    const std::string& command_line, const Process& parent) {
    next_process_ += 4 * (1 + random_.below(60));
    if (next_process_ > 60000) next_process_ = 3120;
    const Process process{next_process_, guid_of(image + std::to_string(time.ticks)), image,
                          command_line, account};
    const bool elevated = account.sid == "S-1-5-18";
    security(time, 4688, 13312, true,
             {{"SubjectUserSid", evtx::sid(account.sid)},
              {"SubjectUserName", account.name},
              {"SubjectDomainName", account.domain},
              {"SubjectLogonId", evtx::hex64(account.logon_id)},
              {"NewProcessId", evtx::hex64(process.id)},
              {"NewProcessName", image},
              {"TokenElevationType", "%%1936"},
              {"ProcessId", evtx::hex64(parent.id)},
              {"CommandLine", command_line},
              {"TargetUserSid", evtx::sid("S-1-0-0")},
              {"TargetUserName", "-"},
              {"TargetDomainName", "-"},
              {"TargetLogonId", evtx::hex64(0)},
              {"ParentProcessName", parent.image},
              {"MandatoryLabel", evtx::sid(elevated ? "S-1-16-16384" : "S-1-16-12288")}});
    const Version version = version_of(image);
    sysmon(time, 1, 5, process,
           {{"Image", image},
            {"FileVersion", is_windows_own(image) ? "10.0.17763.1" : "-"},
            {"Description", version.description},
            {"Product", is_windows_own(image) ? "Microsoft® Windows® Operating System" : "-"},
            {"Company", version.company},
            {"OriginalFileName", version.original_name},
            {"CommandLine", command_line},
            {"CurrentDirectory", folder_of(account)},
            {"User", full_name(account)},
            {"LogonGuid", evtx::guid(guid_of(account.name))},
            {"LogonId", evtx::hex64(account.logon_id)},
            {"TerminalSessionId", elevated ? 0U : 2U},
            {"IntegrityLevel", elevated ? "System" : "High"},
            {"Hashes", hashes_of(image)},
            {"ParentProcessGuid", evtx::guid(parent.guid)},
            {"ParentProcessId", parent.id},
            {"ParentImage", parent.image},
            {"ParentCommandLine", parent.command_line},
            {"ParentUser", full_name(parent.account)}});
    return process;
}

void Host::file_written(FileTime time, const Process& by, const std::string& path) {
    sysmon(time, 11, 2, by,
           {{"Image", by.image},
            {"TargetFilename", path},
            {"CreationUtcTime", sysmon_time(time)},
            {"User", full_name(by.account)}});
}

void Host::registry_set(FileTime time, const Process& by, const std::string& key,
                        const std::string& details) {
    sysmon(time, 13, 2, by,
           {{"Image", by.image},
            {"TargetObject", key},
            {"Details", details},
            {"User", full_name(by.account)}});
}

void Host::connected(FileTime time, const Process& by, const std::string& address,
                     std::uint32_t port) {
    sysmon(time, 3, 5, by,
           {{"Image", by.image},
            {"User", full_name(by.account)},
            {"Protocol", "tcp"},
            {"Initiated", evtx::boolean(true)},
            {"SourceIsIpv6", evtx::boolean(false)},
            {"SourceIp", "192.168.10.21"},
            {"SourceHostname", kComputer},
            {"SourcePort", evtx::u16(static_cast<std::uint16_t>(49152 + random_.below(16000)))},
            {"SourcePortName", "-"},
            {"DestinationIsIpv6", evtx::boolean(false)},
            {"DestinationIp", address},
            {"DestinationHostname", "-"},
            {"DestinationPort", evtx::u16(static_cast<std::uint16_t>(port))},
            {"DestinationPortName", port == 443 ? "https" : "-"}});
}

void Host::name_asked(FileTime time, const Process& by, const std::string& name,
                      const std::string& answer) {
    sysmon(time, 22, 5, by,
           {{"QueryName", name},
            {"QueryStatus", answer.empty() ? "9003" : "0"},
            {"QueryResults", answer.empty() ? "-" : "::ffff:" + answer + ";"},
            {"Image", by.image},
            {"User", full_name(by.account)}});
}

void Host::process_opened(FileTime time, const Process& by, const std::string& target,
                          std::uint32_t access) {
    sysmon(time, 10, 3, by,
           {{"SourceProcessGUID", evtx::guid(by.guid)},
            {"SourceProcessId", by.id},
            {"SourceThreadId", by.id + 4},
            {"SourceImage", by.image},
            {"TargetProcessGUID", evtx::guid(guid_of(target))},
            {"TargetProcessId", 720U},
            {"TargetImage", target},
            {"GrantedAccess", evtx::hex32(access)},
            {"CallTrace",
             R"(C:\Windows\SYSTEM32\ntdll.dll+9d4c4|C:\Windows\System32\KERNELBASE.dll+2c13e)"},
            {"SourceUser", full_name(by.account)},
            {"TargetUser", "NT AUTHORITY\\SYSTEM"}});
}

}  // namespace xiezhi::demo
