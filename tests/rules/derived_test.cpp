// Equivalent sources: a 4688, 4657 or 5156 serves rules written for Sysmon (specification: sigma
// 3).
#include <gtest/gtest.h>

#include "tests/support/rule_text.h"

namespace xiezhi::testing {
namespace {

struct Case {
    const char* name;
    const char* category;
    const char* detection;
    std::uint32_t event_id;
    NamedTexts fields;
    bool wanted;
};

void PrintTo(const Case& one, std::ostream* out) {
    *out << one.detection;
}

class Derived : public ::testing::TestWithParam<Case> {};

TEST_P(Derived, AnswersAsTheSourceWould) {
    const Case& one = GetParam();
    const std::string source = std::string("{product: windows, category: ") + one.category + "}";
    const auto set = rules_of({rule_yaml(one.detection, source)});
    KeptEvent event = event_of(one.fields);
    event.channel = "Security";
    event.event_id = one.event_id;
    const auto hits = match_once(set.rules, event);
    ASSERT_EQ(!hits.empty(), one.wanted);
    for (const rules::Hit& hit : hits) EXPECT_TRUE(hit.derived);
}

const NamedTexts kInbound{
    {"Direction", "%%14592"}, {"SourceAddress", "10.0.0.5"},
    {"SourcePort", "445"},    {"DestAddress", "203.0.113.9"},
    {"DestPort", "50123"},    {"Application", "\\device\\harddiskvolume3\\windows\\system"},
    {"Protocol", "6"}};

// clang-format off
INSTANTIATE_TEST_SUITE_P(
    Sources, Derived,
    ::testing::Values(
        Case{"ImageIsNewProcessName", "process_creation", "{s: {Image|endswith: '\\a.exe'}, condition: s}", 4688,
             {{"NewProcessName", "C:\\A.exe"}}, true},
        Case{"ProcessIdIsTheNewOneInDecimal", "process_creation", "{s: {ProcessId: 1576}, condition: s}", 4688,
             {{"NewProcessId", "0x628"}, {"ProcessId", "0x4"}}, true},
        Case{"ParentProcessId", "process_creation", "{s: {ParentProcessId: 4}, condition: s}", 4688,
             {{"NewProcessId", "0x628"}, {"ProcessId", "0x4"}}, true},
        Case{"UserIsTheTarget", "process_creation", "{s: {User: 'D\\bob'}, condition: s}", 4688,
             {{"SubjectDomainName", "NT"}, {"SubjectUserName", "sys"}, {"TargetDomainName", "D"}, {"TargetUserName", "bob"}}, true},
        Case{"UserIsTheSubject", "process_creation", "{s: {User|contains: AUTORI}, condition: s}", 4688,
             {{"SubjectDomainName", "NT AUTORITY"}, {"SubjectUserName", "sys"}, {"TargetUserName", "-"}}, true},
        Case{"IntegrityByWord", "process_creation", "{s: {IntegrityLevel: High}, condition: s}", 4688,
             {{"MandatoryLabel", "S-1-16-12288"}}, true},
        Case{"IntegrityBySid", "process_creation", "{s: {IntegrityLevel: S-1-16-12288}, condition: s}", 4688,
             {{"MandatoryLabel", "S-1-16-12288"}}, true},
        Case{"AbsentIsNotNull", "process_creation", "{s: {Image|endswith: a, Company: null}, condition: s}", 4688,
             {{"NewProcessName", "a"}}, false},
        Case{"AbsentFilterIsFalse", "process_creation", "{s: {Image|endswith: a}, f: {Company: null}, condition: s and not f}", 4688,
             {{"NewProcessName", "a"}}, true},
        Case{"NoOtherEvent", "process_creation", "{s: {Image|endswith: a}, condition: s}", 4689,
             {{"NewProcessName", "a"}}, false},
        Case{"KeyWithHiveAndValue", "registry_set", "{s: {TargetObject: 'HKLM\\SOFTWARE\\X\\v'}, condition: s}", 4657,
             {{"ObjectName", "\\REGISTRY\\MACHINE\\SOFTWARE\\X"}, {"ObjectValueName", "v"}, {"OperationType", "%%1905"}}, true},
        Case{"Dword", "registry_set", "{s: {Details: 'DWORD (0x00000001)'}, condition: s}", 4657,
             {{"NewValue", "1"}, {"NewValueType", "%%1876"}, {"OperationType", "%%1904"}}, true},
        Case{"DeletedIsNotSet", "registry_set", "{s: {Image|endswith: a}, condition: s}", 4657,
             {{"ProcessName", "a"}, {"OperationType", "%%1906"}}, false},
        Case{"Deleted", "registry_delete", "{s: {EventType: DeleteValue}, condition: s}", 4657,
             {{"OperationType", "%%1906"}}, true},
        Case{"InboundSwapsSides", "network_connection",
             "{s: {SourceIp: 203.0.113.9, SourcePort: 50123, DestinationIp: 10.0.0.5, DestinationPort: 445}, condition: s}", 5156, kInbound, true},
        Case{"InboundIsNotInitiated", "network_connection", "{s: {Initiated: 'false', Protocol: tcp}, condition: s}", 5156, kInbound, true},
        Case{"AnyDriveFitsADevice", "network_connection", "{s: {Image|startswith: 'D:\\Windows\\'}, condition: s}", 5156, kInbound, true}),
    [](const auto& one) { return one.param.name; });
// clang-format on

TEST(Explain, NamesSelectionFieldAndText) {
    const auto set = rules_of({rule_yaml(
        "{img: {Image|endswith: ['\\a.exe', '\\b.exe']}, cli: {CommandLine|contains|all: [one, "
        "TWO]}, "
        "filter_main_company: {Company: X}, condition: all of them and not filter_main_company}",
        "{product: windows, category: process_creation}")});
    KeptEvent event = event_of({{"NewProcessName", "C:\\B.exe"}, {"CommandLine", "Two one"}});
    event.channel = "Security";
    event.event_id = 4688;
    rules::Matcher matcher(set.rules);
    rules::Matcher::Worker worker(matcher);
    const KeptEventView view(event);
    std::vector<rules::Hit> hits;
    worker.match(view, hits);
    ASSERT_TRUE(hits.empty());  // `all of them` asks for the company too
    const auto served = rules_of({rule_yaml(
        "{img: {Image|endswith: ['\\a.exe', '\\b.exe']}, cli: {CommandLine|contains|all: [one, "
        "TWO]}, "
        "filter_main_company: {Company: X}, condition: img and cli and not filter_main_company}",
        "{product: windows, category: process_creation}")});
    rules::Matcher second(served.rules);
    rules::Matcher::Worker other(second);
    other.match(view, hits);
    ASSERT_EQ(hits.size(), 1U);
    const rules::Explanation why = other.explain(view, hits.front());
    ASSERT_EQ(why.matches.size(), 2U);
    EXPECT_EQ(why.matches[0].selection, "img");
    EXPECT_EQ(why.matches[0].field, "Image");
    EXPECT_EQ(why.matches[0].text, "C:\\B.exe");
    EXPECT_EQ(why.matches[1].selection, "cli");
    EXPECT_EQ(why.matches[1].text, "Two one");
    EXPECT_EQ(why.unchecked, std::vector<std::string>{"filter_main_company"});
}

}  // namespace
}  // namespace xiezhi::testing
