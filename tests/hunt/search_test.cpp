// What a search pattern finds and what it must leave alone: event by event, through the engine.
#include <gtest/gtest.h>

#include <ostream>

#include "xiezhi/hunt/search_pattern.h"
#include "xiezhi/rules/matcher.h"

namespace xiezhi::hunt {
namespace {

bool finds(const std::string& pattern, SearchKind kind, const std::string& text) {
    auto rule = search_rule(pattern, kind);
    if (!rule) return false;
    const std::vector<rules::Rule> rules{*std::move(rule)};
    rules::Matcher matcher(rules);
    rules::Matcher::Worker worker(matcher);
    KeptEvent event;
    event.channel = "Some/Channel";
    event.event_id = 4711;
    event.fields.push_back({"Text", FieldOrigin::EventData, {"first", text}});
    std::vector<rules::Hit> hits;
    worker.match(KeptEventView(event), hits);
    return hits.size() == 1;
}

struct Case {
    std::string pattern;
    SearchKind kind;
    std::vector<std::string> found;
    std::vector<std::string> left;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
    return out << search_kind_name(c.kind) << " " << c.pattern;
}

const std::vector<Case>& cases() {
    using enum SearchKind;
    static const std::vector<Case> all{
        {"powershell", Word, {"C:\\PowerShell.exe", "powershell -c"}, {"power shell"}},
        {"恶意", Word, {"这是恶意程序"}, {"善意"}},
        {"p*shell ?x", Word, {"run PowerShell -x"}, {"powershell x"}},
        {"4444", Number, {"4444", "0x115c", "0x0000115C", "10.0.0.1:4444"}, {"14444", "4444a"}},
        {"0x115c", Number, {"4444", "0x115C"}, {"0x115cd"}},
        {"10.0.0.5",
         Address,
         {"10.0.0.5", "::ffff:10.0.0.5", "ping 10.0.0.5.", "http://10.0.0.5:80/",
          "020001BB0A0000050000000000000000"},
         {"10.0.0.50", "110.0.0.5", "10.0.0.5.1", "1.10.0.0.5",
          "020001BB0A0000060000000000000000"}},
        {"::ffff:10.0.0.5", Address, {"10.0.0.5"}, {"10.0.0.6"}},
        {"10.1.16.0/20", Address, {"10.1.31.9", "to 10.1.16.1,"}, {"10.1.32.1", "10.1.15.255"}},
        {"10.0.0.0/8", Address, {"10.255.1.2"}, {"11.0.0.1", "210.0.0.1"}},
        {"fe80::1", Address, {"fe80::1", "FE80:0:0:0:0:0:0:1", "[fe80::1]:445"}, {"fe80::12"}},
        {"fe80::/10", Address, {"fe80::abcd"}, {"2001:db8::1"}},
        {"evil.example",
         Domain,
         {"evil.example", "www.Evil.Example", "https://evil.example/x", "evil.example."},
         {"notevil.example", "evil.example.org", "evil-example"}},
        {"d41d8cd98f00b204e9800998ecf8427e",
         Hash,
         {"SHA1=00,MD5=D41D8CD98F00B204E9800998ECF8427E"},
         {"MD5=D41D8CD98F00B204E9800998ECF8427F"}},
        {"{AB6D4721-8F3A-4d5e-9C20-0123456789ab}",
         Guid,
         {"{ab6d4721-8f3a-4d5e-9c20-0123456789ab}", "AB6D4721-8F3A-4D5E-9C20-0123456789AB"},
         {"ab6d4721-8f3a-4d5e-9c20-0123456789ac"}},
        {"/a.c$/", Regex, {"xxABC"}, {"abcd"}},
        {"*", All, {"anything", ""}, {}},
    };
    return all;
}

class SearchPattern : public ::testing::TestWithParam<Case> {};

TEST_P(SearchPattern, IsToldByItsForm) {
    EXPECT_EQ(search_kind_of(GetParam().pattern), GetParam().kind);
}

TEST_P(SearchPattern, FindsWhatItMeans) {
    for (const std::string& text : GetParam().found) {
        EXPECT_TRUE(finds(GetParam().pattern, GetParam().kind, text)) << text;
    }
    for (const std::string& text : GetParam().left) {
        EXPECT_FALSE(finds(GetParam().pattern, GetParam().kind, text)) << text;
    }
}

INSTANTIATE_TEST_SUITE_P(Kinds, SearchPattern, ::testing::ValuesIn(cases()));

TEST(SearchRule, RefusesWhatMakesNoSense) {
    EXPECT_FALSE(search_rule("", SearchKind::Word));
    EXPECT_FALSE(search_rule("(", SearchKind::Regex));
    EXPECT_FALSE(search_rule("10.0.0", SearchKind::Address));
    EXPECT_FALSE(search_rule("12ab", SearchKind::Number));
    EXPECT_FALSE(search_rule(std::string(5000, 'a'), SearchKind::Word));
    EXPECT_FALSE(parse_search_kind("all"));
}

TEST(SearchKindOf, TellsFilesFromDomains) {
    EXPECT_EQ(search_kind_of("svchost.exe"), SearchKind::Word);
    EXPECT_EQ(search_kind_of("update.bat"), SearchKind::Word);
    EXPECT_EQ(search_kind_of("a.b.cn"), SearchKind::Domain);
    EXPECT_EQ(search_kind_of("xn--fiq228c.xn--fiqs8s"), SearchKind::Domain);
}

}  // namespace
}  // namespace xiezhi::hunt
