#include "xiezhi/formats/task/definition.h"

#include <gtest/gtest.h>

#include "tests/support/task_writer.h"

namespace xiezhi::task {
namespace {

constexpr std::string_view kHead =
    "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\r\n<Task version=\"1.4\" "
    "xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">";

struct Parsed {
    Result<Definition> task;
    std::vector<Damage> damages;
};

Parsed parse(Bytes xml) {
    std::vector<Damage> damages;
    auto task = parse_definition(xml, [&](const Damage& d) { damages.push_back(d); });
    return {std::move(task), std::move(damages)};
}

Parsed parse_body(std::string_view body) {
    return parse(testing::utf16_file(std::string(kHead) + std::string(body) + "</Task>"));
}

TEST(TaskDefinition, AllParts) {
    const auto [task, damages] = parse_body(R"(
 <RegistrationInfo><Date>2026-03-14T02:10:00.123</Date><Author>HOST\张三</Author><URI>\a\b</URI>
  <Source>s</Source><Description>d &amp; e</Description></RegistrationInfo>
 <Triggers>
  <EventTrigger id="e"><Enabled>false</Enabled><Subscription>&lt;QueryList&gt;</Subscription>
   <ValueQueries><Value name="x">Event/System</Value></ValueQueries></EventTrigger>
  <CalendarTrigger><Repetition><Interval>PT5M</Interval><Duration>P1D</Duration>
   <StopAtDurationEnd>true</StopAtDurationEnd></Repetition><StartBoundary>2022-03-10T20:00:00</StartBoundary>
   <ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay></CalendarTrigger>
  <LogonTrigger><UserId>S-1-5-18</UserId><Delay>PT1M</Delay></LogonTrigger>
  <FutureTrigger/>
 </Triggers>
 <Principals><Principal id="Author"><UserId>S-1-5-18</UserId><RunLevel>HighestAvailable</RunLevel>
  <RequiredPrivileges><Privilege>SeDebugPrivilege</Privilege></RequiredPrivileges></Principal></Principals>
 <Settings><Hidden>true</Hidden><Enabled> 0 </Enabled><IdleSettings><StopOnIdleEnd>false</StopOnIdleEnd>
  </IdleSettings></Settings>
 <Actions Context="Author">
  <Exec id="x"><Command>cmd.exe</Command><Arguments>/c &quot;a&apos;b&quot; &gt; c</Arguments></Exec>
  <ComHandler><ClassId>{A}</ClassId><Data><![CDATA[<x>]]></Data></ComHandler>
  <SendEmail><Server>s</Server><To>t</To><Attachments><File>f</File></Attachments>
   <HeaderFields><HeaderField><Name>n</Name><Value>v</Value></HeaderField></HeaderFields></SendEmail>
  <ShowMessage><Title>t</Title><Body>b</Body></ShowMessage>
 </Actions>)");
    ASSERT_TRUE(task);
    EXPECT_TRUE(damages.empty());
    EXPECT_EQ(task->version, "1.4");
    EXPECT_EQ(task->date, "2026-03-14T02:10:00.123");
    EXPECT_EQ(task->author, "HOST\\张三");
    EXPECT_EQ(task->uri, "\\a\\b");
    EXPECT_EQ(task->description, "d & e");
    ASSERT_EQ(task->triggers.size(), 4U);
    EXPECT_EQ(task->triggers[0].kind, TriggerKind::Event);
    EXPECT_FALSE(task->triggers[0].enabled);
    EXPECT_EQ(task->triggers[0].subscription, "<QueryList>");
    EXPECT_EQ(task->triggers[0].others,
              (std::vector<Field>{{"ValueQueries.Value@name", "x"},
                                  {"ValueQueries.Value", "Event/System"}}));
    EXPECT_EQ(task->triggers[1].repetition_interval, "PT5M");
    EXPECT_TRUE(task->triggers[1].stop_at_duration_end);
    EXPECT_EQ(task->triggers[1].others, (std::vector<Field>{{"ScheduleByDay.DaysInterval", "1"}}));
    EXPECT_EQ(task->triggers[2].user_id, "S-1-5-18");
    EXPECT_EQ(task->triggers[3].kind, TriggerKind::Other);
    EXPECT_EQ(task->triggers[3].element, "FutureTrigger");
    ASSERT_EQ(task->principals.size(), 1U);
    EXPECT_EQ(task->principals[0].required_privileges,
              std::vector<std::string>{"SeDebugPrivilege"});
    EXPECT_TRUE(task->hidden);
    EXPECT_FALSE(task->enabled);
    EXPECT_EQ(task->settings.back(), (Field{"IdleSettings.StopOnIdleEnd", "false"}));
    ASSERT_EQ(task->actions.size(), 4U);
    EXPECT_EQ(std::get<ExecAction>(task->actions[0]),
              (ExecAction{"x", "cmd.exe", "/c \"a'b\" > c", ""}));
    EXPECT_EQ(std::get<ComHandlerAction>(task->actions[1]).data, "<x>");
    EXPECT_EQ(std::get<EmailAction>(task->actions[2]).attachments, std::vector<std::string>{"f"});
    EXPECT_EQ(std::get<MessageAction>(task->actions[3]).title, "t");
}

struct Encoding {
    const char* name;
    std::vector<std::byte> bytes;
};

std::vector<std::byte> raw(std::string_view text) {
    return testing::ByteWriter().ascii(text).bytes();
}

TEST(TaskDefinition, EncodingsAndPrefixes) {
    const std::string xml =
        "<t:Task xmlns:t=\"u\"><t:Actions><t:Exec><t:Command>c</t:Command>"
        "</t:Exec></t:Actions></t:Task>";
    const std::vector<Encoding> encodings = {
        {"utf8", raw(xml)},
        {"utf8 with mark", raw("\xEF\xBB\xBF" + xml)},
        {"utf16", testing::utf16_file(xml)},
        {"utf16 without mark", testing::ByteWriter().utf16(xml).bytes()}};
    for (const Encoding& encoding : encodings) {
        SCOPED_TRACE(encoding.name);
        const auto [task, damages] = parse(encoding.bytes);
        ASSERT_TRUE(task);
        EXPECT_TRUE(damages.empty());
        ASSERT_EQ(task->actions.size(), 1U);
        EXPECT_EQ(std::get<ExecAction>(task->actions[0]).command, "c");
        EXPECT_TRUE(task->enabled);
        EXPECT_FALSE(task->hidden);
    }
}

TEST(TaskDefinition, CutXmlGivesWhatStandsBefore) {
    const auto [task, damages] = parse(testing::utf16_file(
        std::string(kHead) + "<Actions><Exec><Command>evil.exe</Command></Exec><Ex"));
    ASSERT_TRUE(task);
    ASSERT_EQ(damages.size(), 1U);
    EXPECT_STREQ(message_name(damages[0].what), "task_xml_broken");
    ASSERT_EQ(task->actions.size(), 1U);
}

TEST(TaskDefinition, NoTask) {
    for (const std::string_view text : {"", "x", "<a/>", "<Task"}) {
        const auto [task, damages] = parse(raw(text));
        ASSERT_FALSE(task) << text;
        EXPECT_STREQ(message_name(task.error().what), "task_no_task");
    }
}

TEST(TaskDefinition, DeepNestingIsBounded) {
    std::string body = "<Settings>";
    for (int i = 0; i < 50'000; ++i) body += "<a>";
    const auto [task, damages] = parse(raw("<Task>" + body));
    ASSERT_TRUE(task);
    EXPECT_TRUE(task->settings.empty());
}

}  // namespace
}  // namespace xiezhi::task
