#include "xiezhi/output/sentence.h"

#include <gtest/gtest.h>

namespace xiezhi::output {
namespace {

constexpr const char* kAuditing = "Microsoft-Windows-Security-Auditing";

KeptEvent event_of(const char* provider, std::uint32_t id, std::vector<KeptField> fields) {
    KeptEvent event;
    event.provider = provider;
    event.event_id = id;
    event.fields = std::move(fields);
    return event;
}

KeptField field(const char* name, std::string value) {
    return {name, FieldOrigin::EventData, {std::move(value)}};
}

TEST(EventSentence, FillsItsPlaces) {
    const KeptEvent event = event_of(
        kAuditing, 4720, {field("SubjectUserName", "zhang"), field("TargetUserName", "admin$")});
    EXPECT_EQ(event_sentence(event, Lang::En), "zhang created account admin$");
    EXPECT_EQ(event_sentence(event, Lang::Zh), "zhang 创建账户 admin$");
}

TEST(EventSentence, UnknownIdsHaveNone) {
    EXPECT_EQ(event_sentence(event_of(kAuditing, 1, {}), Lang::En), "");
    EXPECT_EQ(event_sentence(event_of("", 4720, {}), Lang::Zh), "");
}

TEST(EventSentence, LeavesOutPartsWithoutAText) {
    const KeptEvent event = event_of(
        kAuditing, 4625,
        {field("TargetUserName", "li.na"), field("TargetDomainName", ""), field("LogonType", "3"),
         field("Status", "0xC000006D"), field("SubStatus", "0x0"), field("IpAddress", "-")});
    EXPECT_EQ(event_sentence(event, Lang::En),
              "li.na failed to log on (type network): wrong name or password");
}

TEST(EventSentence, ReadsCodesInBothLanguages) {
    const KeptEvent event = event_of(
        kAuditing, 4625,
        {field("TargetUserName", "li.na"), field("TargetDomainName", "CORP"),
         field("LogonType", "10"), field("Status", "0xc000006d"), field("SubStatus", "0xc000006a"),
         field("IpAddress", "203.0.113.45"), field("WorkstationName", "PC-7")});
    EXPECT_EQ(event_sentence(event, Lang::Zh),
              "CORP\\li.na 登录失败（类型：远程桌面）：用户名或口令错误（口令错误），来源 "
              "203.0.113.45，工作站 PC-7");
    EXPECT_EQ(event_sentence(event, Lang::En),
              "CORP\\li.na failed to log on (type remote desktop): wrong name or password (wrong "
              "password) from 203.0.113.45, workstation PC-7");
}

TEST(EventSentence, UnknownCodesStayAsTheyAre) {
    const KeptEvent event =
        event_of(kAuditing, 4776, {field("TargetUserName", "x"), field("Status", "0xC0001234")});
    EXPECT_EQ(event_sentence(event, Lang::En), "NTLM check of account x: 0xC0001234");
}

TEST(EventSentence, ReadsTheProvidersOwnMessageNumbers) {
    const KeptEvent event =
        event_of(kAuditing, 5145,
                 {field("SubjectUserName", "a"), field("ShareName", "\\\\*\\C$"),
                  field("RelativeTargetName", "x.exe"),
                  field("AccessList", "%%1538\r\n\t\t\t\t%%4417\r\n\t\t\t\t%%9999\r\n\t\t\t\t")});
    EXPECT_EQ(event_sentence(event, Lang::En),
              "a opened x.exe on share \\\\*\\C$ (read the access rights, write data %%9999)");
    EXPECT_EQ(event_sentence(event, Lang::Zh),
              "a 访问共享 \\\\*\\C$ 下的 x.exe（读取权限、写数据 %%9999）");
}

TEST(EventSentence, TellsServicesInTheReadersWords) {
    const KeptEvent event =
        event_of("Service Control Manager", 7045,
                 {field("ServiceName", "x"), field("ImagePath", "cmd.exe"),
                  field("ServiceType", "user mode service"), field("StartType", "demand start"),
                  field("AccountName", "LocalSystem")});
    EXPECT_EQ(event_sentence(event, Lang::Zh),
              "安装服务 x：cmd.exe（用户态服务，手动启动），账户 LocalSystem");
}

TEST(EventSentence, SaysWhereAFieldIsMissing) {
    EXPECT_EQ(event_sentence(event_of(kAuditing, 4720, {}), Lang::En), "? created account ?");
}

TEST(EventSentence, TakesUnnamedDataByNumber) {
    const KeptEvent event =
        event_of("MSSQL$ERP", 18456,
                 {{"Data",
                   FieldOrigin::EventData,
                   {"sa", "Reason: Password did not match.", "[CLIENT: 1.2.3.4]"}}});
    EXPECT_EQ(
        event_sentence(event, Lang::En),
        "SQL Server logon failed: account sa, Reason: Password did not match.[CLIENT: 1.2.3.4]");
    const KeptEvent shorter =
        event_of("MSSQLSERVER", 18456, {{"Data", FieldOrigin::EventData, {"sa"}}});
    EXPECT_EQ(event_sentence(shorter, Lang::En), "SQL Server logon failed: account sa");
}

TEST(EventSentence, MeansTheFieldOfTheRecordAndNotOfItsHeader) {
    const KeptEvent event = event_of("Microsoft-Windows-Eventlog", 104,
                                     {{"Channel", FieldOrigin::System, {"System"}},
                                      {"SubjectUserName", FieldOrigin::UserData, {"a"}},
                                      {"SubjectDomainName", FieldOrigin::UserData, {"SRV"}},
                                      {"Channel", FieldOrigin::UserData, {"Application"}}});
    EXPECT_EQ(event_sentence(event, Lang::En), "SRV\\a cleared log Application");
}

/// Evidence is written by attackers: it fills places and never makes new ones.
TEST(EventSentence, TextsOfTheEvidenceStayText) {
    const KeptEvent event = event_of(
        kAuditing, 4720,
        {field("SubjectUserName", "[{TargetUserName}]\r\n}{"), field("TargetUserName", "b[")});
    EXPECT_EQ(event_sentence(event, Lang::En), "[{TargetUserName}] }{ created account b[");
}

TEST(EventSentence, LongTextsAreCutBetweenCharacters) {
    std::string script(5'000'000, 'a');
    for (std::size_t i = 0; i < 600; i += 3) script.replace(i, 3, "字");
    const KeptEvent event =
        event_of("Microsoft-Windows-PowerShell", 4104,
                 {field("MessageNumber", "1"), field("MessageTotal", "1"),
                  field("ScriptBlockText", std::move(script)), field("Path", "")});
    const std::string text = event_sentence(event, Lang::Zh);
    EXPECT_TRUE(text.starts_with("PowerShell 脚本块（1/1）：字字"));
    EXPECT_TRUE(text.ends_with("字…"));
    EXPECT_LT(text.size(), 400U);
}

}  // namespace
}  // namespace xiezhi::output
