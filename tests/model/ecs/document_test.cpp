#include "xiezhi/model/ecs/document.h"

#include <gtest/gtest.h>

#include <set>

namespace xiezhi::ecs {
namespace {

using Texts = std::vector<std::string>;

constexpr const char* kSysmon = "Microsoft-Windows-Sysmon/Operational";
constexpr const char* kAuditing = "Microsoft-Windows-Security-Auditing";
constexpr const char* kPowerShell = "Microsoft-Windows-PowerShell/Operational";

struct Named {
    const char* name;
    const char* value;
};

/// A record; "System:" before a name puts it there, "User:" into UserData.
KeptEvent record(const char* channel, const char* provider, std::uint32_t id,
                 std::initializer_list<Named> fields) {
    KeptEvent event{.channel = channel,
                    .provider = provider,
                    .computer = "Host.Example",
                    .event_id = id,
                    .record_id = 77,
                    .time = {131'124'751'716'816'408},  // 2016-07-08T18:12:51.6816408Z
                    .level = 4,
                    .place = {},
                    .fields = {}};
    for (const Named& field : fields) {
        std::string_view name = field.name;
        FieldOrigin origin = FieldOrigin::EventData;
        if (name.starts_with("System:")) origin = FieldOrigin::System;
        if (name.starts_with("User:")) origin = FieldOrigin::UserData;
        name.remove_prefix(name.find(':') + 1);
        event.fields.push_back({std::string(name), origin, {field.value}});
    }
    return event;
}

/// What its document says of one field.
Texts values(const KeptEvent& event, std::string_view field) {
    const KeptEventView view(event);
    Document document;
    document.begin(view);
    Texts out;
    document.values(field, out);
    Texts resolved;
    document.values(Document::resolve(field), resolved);
    EXPECT_EQ(out, resolved);
    return out;
}

TEST(EcsDocument, BaseFieldsOfEveryRecord) {
    const KeptEvent event =
        record("Some/Channel", "Some-Provider", 7045,
               {{"System:Execution_ProcessID", "0"}, {"System:Version", "2"}, {"ImagePath", "x"}});
    EXPECT_EQ(values(event, "@timestamp"), Texts{"2016-07-08T18:12:51.681Z"});
    EXPECT_EQ(values(event, "event.ingested"), Texts{"2016-07-08T18:12:51.681Z"});
    EXPECT_EQ(values(event, "event.code"), Texts{"7045"});
    EXPECT_EQ(values(event, "winlog.record_id"), Texts{"77"});
    EXPECT_EQ(values(event, "host.os.type"), Texts{"windows"});
    EXPECT_EQ(values(event, "host.name"), Texts{"Host.Example"});
    EXPECT_EQ(values(event, "data_stream.dataset"), Texts{"winlog.winlog"});
    EXPECT_EQ(values(event, "log.level"), Texts{"information"});
    EXPECT_EQ(values(event, "winlog.process.pid"), Texts{});
    EXPECT_EQ(values(event, "winlog.version"), Texts{"2"});
    EXPECT_EQ(values(event, "winlog.event_data.ImagePath"), Texts{"x"});
    EXPECT_EQ(values(event, "winlog.event_data.imagepath"), Texts{});  // names have their case
    EXPECT_EQ(values(event, "event.category"), Texts{});
    EXPECT_EQ(values(event, "no.such.field"), Texts{});
    EXPECT_EQ(values(event, ""), Texts{});
}

TEST(EcsDocument, HostsHaveIdsOfTheirOwn) {
    KeptEvent event = record("System", "x", 1, {});
    const Texts id = values(event, "host.id");
    ASSERT_EQ(id.size(), 1U);
    EXPECT_EQ(id[0].size(), 36U);
    EXPECT_EQ(id[0][14], '5');  // version of the UUID
    EXPECT_NE(values(event, "agent.id"), id);
    event.computer = "HOST.example";
    EXPECT_EQ(values(event, "host.id"), id);
    event.computer = "other";
    EXPECT_NE(values(event, "host.id"), id);
    event.computer.clear();
    EXPECT_EQ(values(event, "host.id"), Texts{});
}

TEST(EcsDocument, NativesAsShippersSendThem) {
    KeptEvent event =
        record("A", "B", 1, {{"Text", "a\r\nb\r\n\r\n"}, {"Empty", ""}, {"Dash", "-"}});
    event.fields.push_back({"Twice", FieldOrigin::EventData, {"first", "second"}});
    event.fields.push_back({"Data", FieldOrigin::EventData, {"x", "", "z"}});
    event.fields.push_back({"Name", FieldOrigin::UserData, {"u"}});
    EXPECT_EQ(values(event, "winlog.event_data.Text"), Texts{"a\nb"});
    EXPECT_EQ(values(event, "winlog.event_data.Empty"), Texts{});
    EXPECT_EQ(values(event, "winlog.event_data.Dash"), Texts{"-"});
    EXPECT_EQ(values(event, "winlog.event_data.Twice"), Texts{"first"});
    EXPECT_EQ(values(event, "winlog.event_data.param5"), Texts{"x"});  // four names before it
    EXPECT_EQ(values(event, "winlog.event_data.param6"), Texts{});
    EXPECT_EQ(values(event, "winlog.event_data.param7"), Texts{"z"});
    EXPECT_EQ(values(event, "winlog.event_data.param8"), Texts{});
    EXPECT_EQ(values(event, "winlog.event_data.param1"), Texts{});
    EXPECT_EQ(values(event, "winlog.event_data.param99999999999999999999"), Texts{});
    EXPECT_EQ(values(event, "winlog.event_data.Data"), Texts{});
    EXPECT_EQ(values(event, "winlog.user_data.Name"), Texts{"u"});
    EXPECT_EQ(values(event, "winlog.event_data.Name"), Texts{});
}

TEST(EcsDocument, SysmonProcess) {
    const KeptEvent event = record(kSysmon, "Microsoft-Windows-Sysmon", 1,
                                   {{"System:Task", "1"},
                                    {"System:Security_UserID", "S-1-5-18"},
                                    {"UtcTime", "2019-03-18 16:57:37.949"},
                                    {"RuleName", "-"},
                                    {"ProcessGuid", "{00000000-0000-0000-0000-000000000000}"},
                                    {"ProcessId", "4860"},
                                    {"Image", R"(C:\W\Sysmon.exe)"},
                                    {"CommandLine", R"("C:\W\Sysmon.exe" -i)"},
                                    {"User", R"(D\u)"},
                                    {"Hashes", "MD5=AB,IMPHASH=CD"},
                                    {"IntegrityLevel", "High"},
                                    {"OriginalFileName", "o.exe"},
                                    {"TargetProcessGuid", "{x}"}});
    EXPECT_EQ(values(event, "@timestamp"), Texts{"2019-03-18T16:57:37.949Z"});
    EXPECT_EQ(values(event, "event.created"), Texts{"2016-07-08T18:12:51.681Z"});
    EXPECT_EQ(values(event, "event.action"),
              (Texts{"Process creation", "Process Create (rule: ProcessCreate)"}));
    EXPECT_EQ(values(event, "event.category"), Texts{"process"});
    EXPECT_EQ(values(event, "event.type"), Texts{"start"});
    EXPECT_EQ(values(event, "process.name"), Texts{"Sysmon.exe"});
    EXPECT_EQ(values(event, "process.args"), (Texts{R"(C:\W\Sysmon.exe)", "-i"}));
    EXPECT_EQ(values(event, "process.args_count"), Texts{"2"});
    EXPECT_EQ(values(event, "process.entity_id"), Texts{});  // a placeholder
    EXPECT_EQ(values(event, "rule.name"), Texts{});
    EXPECT_EQ(values(event, "user.id"), Texts{"S-1-5-18"});
    EXPECT_EQ(values(event, "user.name"), Texts{"u"});
    EXPECT_EQ(values(event, "process.hash.md5"), Texts{"ab"});
    EXPECT_EQ(values(event, "process.pe.imphash"), Texts{"cd"});
    EXPECT_EQ(values(event, "file.hash.md5"), Texts{});
    EXPECT_EQ(values(event, "process.pe.original_file_name"), Texts{"o.exe"});
    EXPECT_EQ(values(event, "winlog.event_data.Image"), Texts{});  // moved
    EXPECT_EQ(values(event, "winlog.event_data.IntegrityLevel"), Texts{"High"});
    EXPECT_EQ(values(event, "winlog.event_data.TargetProcessGUID"), Texts{"{x}"});
    EXPECT_EQ(values(event, "winlog.event_data.TargetProcessGuid"), Texts{});
}

TEST(EcsDocument, SecurityProcess) {
    const KeptEvent event = record("Security", kAuditing, 4688,
                                   {{"System:Keywords", "0x8020000000000000"},
                                    {"SubjectUserSid", "S-1-5-18"},
                                    {"SubjectUserName", "H$"},
                                    {"SubjectLogonId", "0x3e7"},
                                    {"NewProcessId", "0x11cc"},
                                    {"NewProcessName", R"(C:\a\x.exe)"},
                                    {"ProcessId", "0x10"},
                                    {"CommandLine", R"("x y"  z)"},
                                    {"TargetUserName", "-"},
                                    {"ParentProcessName", R"(C:\p.exe)"}});
    EXPECT_EQ(values(event, "process.pid"), Texts{"4556"});
    EXPECT_EQ(values(event, "process.parent.pid"), Texts{"16"});
    EXPECT_EQ(values(event, "process.name"), Texts{"x.exe"});
    EXPECT_EQ(values(event, "process.parent.name"), Texts{"p.exe"});
    EXPECT_EQ(values(event, "process.args"), (Texts{R"("x y")", "", "z"}));
    EXPECT_EQ(values(event, "process.args_count"), Texts{});
    EXPECT_EQ(values(event, "user.id"), Texts{"S-1-5-18"});
    EXPECT_EQ(values(event, "user.effective.name"), Texts{});
    EXPECT_EQ(values(event, "event.outcome"), Texts{"success"});
    EXPECT_EQ(values(event, "winlog.logon.id"), Texts{"0x3e7"});
    EXPECT_EQ(values(event, "winlog.event_data.NewProcessName"), Texts{});
    EXPECT_EQ(values(event, "winlog.event_data.CommandLine"), Texts{R"("x y"  z)"});
    EXPECT_EQ(values(event, "related.user"), Texts{"H$"});
}

TEST(EcsDocument, SecurityLogon) {
    const KeptEvent event = record("Security", kAuditing, 4624,
                                   {{"SubjectUserSid", "S-1-5-18"},
                                    {"TargetUserSid", "S-1-5-7"},
                                    {"TargetUserName", "a@b"},
                                    {"LogonType", "3"},
                                    {"IpAddress", "-"},
                                    {"IpPort", "49212"}});
    EXPECT_EQ(values(event, "user.id"), Texts{"S-1-5-7"});
    EXPECT_EQ(values(event, "user.name"), Texts{"a"});
    EXPECT_EQ(values(event, "winlog.logon.type"), Texts{"Network"});
    EXPECT_EQ(values(event, "source.ip"), Texts{});
    EXPECT_EQ(values(event, "winlog.event_data.IpAddress"), Texts{"-"});  // no field came of it
    EXPECT_EQ(values(event, "source.port"), Texts{"49212"});
    EXPECT_EQ(values(event, "winlog.event_data.IpPort"), Texts{});
}

TEST(EcsDocument, SecurityBesideTheTable) {
    const KeptEvent event =
        record("Security", kAuditing, 4656,
               {{"System:Task", "12802"}, {"AccessMask", "0x10"}, {"ProcessName", "x"}});
    EXPECT_EQ(values(event, "event.action"), Texts{"Kernel Object"});
    EXPECT_EQ(values(event, "event.category"), Texts{});
    EXPECT_EQ(values(event, "process.executable"), Texts{});
    EXPECT_EQ(values(event, "winlog.event_data.ProcessName"), Texts{"x"});
    EXPECT_EQ(values(event, "winlog.event_data.AccessMask"), Texts{"0x10"});
    EXPECT_EQ(values(event, "winlog.event_data.AccessMaskDescription"), Texts{"Read Property"});
    // Only these two providers go through the table.
    const KeptEvent other = record("Security", "Other", 4624, {{"LogonType", "3"}});
    EXPECT_EQ(values(other, "event.action"), Texts{});
    EXPECT_EQ(values(other, "winlog.logon.type"), Texts{});
    EXPECT_EQ(values(other, "data_stream.dataset"), Texts{"system.security"});
}

TEST(EcsDocument, PowerShell) {
    const KeptEvent block = record(kPowerShell, "Microsoft-Windows-PowerShell", 4104,
                                   {{"System:Execution_ProcessID", "42"},
                                    {"ScriptBlockText", " .\\patata.ps1\r\n"},
                                    {"MessageNumber", "1"},
                                    {"MessageTotal", "2"},
                                    {"Path", R"(C:\s\x.ps1)"}});
    EXPECT_EQ(values(block, "powershell.file.script_block_text"), Texts{".\\patata.ps1"});
    EXPECT_EQ(values(block, "powershell.file.script_block_length"), Texts{"12"});
    EXPECT_EQ(values(block, "powershell.total"), Texts{"2"});
    EXPECT_EQ(values(block, "file.name"), Texts{"x.ps1"});
    EXPECT_EQ(values(block, "process.pid"), Texts{"42"});
    EXPECT_EQ(values(block, "event.type"), Texts{"info"});
    const KeptEvent command =
        record(kPowerShell, "Microsoft-Windows-PowerShell", 4103,
               {{"ContextInfo",
                 "   User = D\\a\n   Connected User = E\\b\n   Host Application = x -y\n"}});
    EXPECT_EQ(values(command, "user.name"), Texts{"b"});
    EXPECT_EQ(values(command, "source.user.name"), Texts{"b"});
    EXPECT_EQ(values(command, "destination.user.name"), Texts{"a"});
    EXPECT_EQ(values(command, "process.args"), (Texts{"x", "-y"}));
    KeptEvent classic = record("Windows PowerShell", "PowerShell", 400, {});
    classic.fields.push_back(
        {"Data",
         FieldOrigin::EventData,
         {"Available", "None", "\tNewEngineState=Available\r\n\tHostApplication=p -c\r\n"}});
    EXPECT_EQ(values(classic, "event.type"), Texts{"start"});
    EXPECT_EQ(values(classic, "process.args"), (Texts{"p", "-c"}));
    EXPECT_EQ(values(classic, "process.name"), Texts{});
    EXPECT_EQ(values(classic, "destination.user.name"), Texts{});
}

TEST(EcsDocument, DefenderAndAppLocker) {
    const KeptEvent threat = record("Microsoft-Windows-Windows Defender/Operational", "x", 1116,
                                    {{"Threat Name", "t"}, {"System:Security_UserID", "S-1-5-18"}});
    EXPECT_EQ(values(threat, "winlog.event_data.Threat_Name"), Texts{"t"});
    EXPECT_EQ(values(threat, "winlog.event_data.Threat Name"), Texts{});
    EXPECT_EQ(values(threat, "event.category"), Texts{"process"});
    EXPECT_EQ(values(threat, "user.id"), Texts{"S-1-5-18"});
    const KeptEvent file =
        record("Microsoft-Windows-AppLocker/EXE and DLL", "x", 8003,
               {{"User:FullFilePath", R"(C:\a\b.exe)"}, {"User:FileHash", "AB"}});
    EXPECT_EQ(values(file, "file.name"), Texts{"b.exe"});
    EXPECT_EQ(values(file, "file.hash.sha256"), Texts{"AB"});
    EXPECT_EQ(values(file, "data_stream.dataset"), Texts{"windows.applocker_exe_and_dll"});
}

TEST(EcsDocument, OtherIndicesOfAField) {
    const KeptEvent event = record(kSysmon, "Microsoft-Windows-Sysmon", 1,
                                   {{"Image", R"(C:\CMD.exe)"}, {"x.text", "y"}});
    EXPECT_EQ(values(event, "process.name.caseless"), Texts{"cmd.exe"});
    EXPECT_EQ(values(event, "process.name.text"), Texts{"CMD.exe"});
    EXPECT_EQ(values(event, "process.name.other"), Texts{});
    EXPECT_EQ(values(event, "winlog.event_data.x.text"), Texts{"y"});
}

/// Counts which fields of a record are read.
class WatchedEvent final : public Event {
public:
    WatchedEvent(const KeptEvent& event, std::uint32_t shape) : view_(event), own_(view_.shape()) {
        head_ = view_.head();
        own_.id = shape;
        shape_ = &own_;
    }
    void values(std::size_t index, std::vector<Value>& out) const override {
        read_.insert(own_.fields[index].name);
        view_.values(index, out);
    }
    [[nodiscard]] std::set<std::string> take_read() const { return std::exchange(read_, {}); }

private:
    KeptEventView view_;
    Shape own_;
    mutable std::set<std::string> read_;
};

TEST(EcsDocument, TouchesWhatIsAskedFor) {
    const KeptEvent kept =
        record(kSysmon, "Microsoft-Windows-Sysmon", 1,
               {{"UtcTime", "x"}, {"Image", R"(C:\a.exe)"}, {"CommandLine", "a b"}});
    const WatchedEvent event(kept, 1);
    Document document;
    document.begin(event);
    EXPECT_EQ(event.take_read(), std::set<std::string>{});
    Texts out;
    document.values("process.name", out);
    EXPECT_EQ(event.take_read(), std::set<std::string>{"Image"});
    document.values("event.category", out);
    document.values("host.os.type", out);
    EXPECT_EQ(event.take_read(), std::set<std::string>{});
    document.values("process.args", out);
    EXPECT_EQ(event.take_read(), std::set<std::string>{"CommandLine"});
}

TEST(EcsDocument, KeepsWhatItLearnedOfAShape) {
    const KeptEvent first =
        record("Security", kAuditing, 4689, {{"ProcessName", "a"}, {"Status", "1"}});
    const KeptEvent second =
        record("Security", kAuditing, 4689, {{"ProcessName", "b"}, {"Status", "2"}});
    const KeptEvent other =
        record("Security", kAuditing, 4689, {{"Status", "3"}, {"ProcessName", "c"}});
    const WatchedEvent a(first, 7);
    const WatchedEvent b(second, 7);
    const WatchedEvent c(other, 8);
    const WatchedEvent d(other, 0);
    Document document;
    Texts out;
    for (const WatchedEvent* event : {&a, &b, &c, &d, &a}) {
        document.begin(*event);
        document.values("process.executable", out);
    }
    EXPECT_EQ(out, (Texts{"a", "b", "c", "c", "a"}));
}

TEST(EcsDocument, FieldsAreThoseWithValues) {
    const KeptEvent event = record("Security", kAuditing, 4689,
                                   {{"ProcessName", "a"}, {"Status", "0x0"}, {"Empty", ""}});
    const KeptEventView view(event);
    Document document;
    document.begin(view);
    Texts names;
    document.fields(names);
    EXPECT_TRUE(std::ranges::is_sorted(names));
    const std::set<std::string> all(names.begin(), names.end());
    EXPECT_EQ(all.size(), names.size());
    EXPECT_TRUE(all.contains("process.executable"));
    EXPECT_TRUE(all.contains("winlog.event_data.Status"));
    EXPECT_FALSE(all.contains("winlog.event_data.ProcessName"));
    EXPECT_FALSE(all.contains("winlog.event_data.Empty"));
    for (const std::string& name : names) EXPECT_FALSE(values(event, name).empty()) << name;
}

}  // namespace
}  // namespace xiezhi::ecs
