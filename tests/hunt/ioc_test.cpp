#include <gtest/gtest.h>

#include "tests/support/temp_folder.h"
#include "xiezhi/base/text.h"
#include "xiezhi/hunt/ioc/finder.h"
#include "xiezhi/model/state.h"

// Indicators: what a text of a list is taken for, how lists are read, and where they are met.
namespace xiezhi::hunt::ioc {
namespace {

std::string kind_of(std::string_view text) {
    const Classified classified = classify(text);
    if (classified.indicator) return std::string(kind_name(classified.indicator->kind));
    return classified.reason == Unusable::TooGeneral ? "too general" : "not understood";
}

std::string key_of(std::string_view text) {
    const Classified classified = classify(text);
    return classified.indicator ? classified.indicator->key : "";
}

TEST(Indicator, IsTakenForWhatItLooksLike) {
    EXPECT_EQ(kind_of("203.0.113.7"), "address");
    EXPECT_EQ(kind_of("203.0.113.7:8443"), "address");
    EXPECT_EQ(kind_of("2001:db8::1"), "address");
    EXPECT_EQ(kind_of("203.0.113.0/24"), "network");
    EXPECT_EQ(kind_of("evil[.]example"), "domain");
    EXPECT_EQ(kind_of("*.evil.example"), "domain");
    EXPECT_EQ(kind_of("hxxps://evil[.]example/a/b?x=1"), "url");
    EXPECT_EQ(kind_of("http://evil.example/"), "domain") << "a URL of nothing but a host";
    EXPECT_EQ(kind_of("D8E8FCA2DC0F896FD7CB4CB0031BA249"), "hash");
    EXPECT_EQ(kind_of("xmrig.exe"), "file_name");
    EXPECT_EQ(kind_of("坏东西.exe"), "file_name");
    EXPECT_EQ(kind_of("C:\\Windows\\Temp\\a.exe"), "file_path");
    EXPECT_EQ(kind_of("%APPDATA%\\x\\a.exe"), "path_tail");
    EXPECT_EQ(kind_of("HKEY_LOCAL_MACHINE\\SOFTWARE\\Evil\\Key\\Value"), "registry");
    EXPECT_EQ(kind_of("just some words"), "not understood");
    EXPECT_EQ(kind_of(""), "not understood");
}

TEST(Indicator, ThatEveryHostHasIsLeftOut) {
    for (const char* const text :
         {"127.0.0.1", "10.1.2.3", "192.168.0.0/16", "0.0.0.0/0", "::1", "fe80::1", "svchost.exe",
          "C:\\Windows\\System32\\svchost.exe", "d41d8cd98f00b204e9800998ecf8427e",
          "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run", "http://10.0.0.1/"}) {
        EXPECT_EQ(kind_of(text), "too general") << text;
    }
    EXPECT_EQ(kind_of("C:\\Users\\Public\\svchost.exe"), "file_path") << "not its own folder";
}

TEST(Indicator, HasOneFormWhateverTheList) {
    EXPECT_EQ(key_of("HKU\\S-1-5-21-1-2-3-1001\\Software\\Evil\\A"),
              key_of("HKEY_CURRENT_USER\\software\\evil\\a\\"));
    EXPECT_EQ(key_of("HKLM\\SYSTEM\\ControlSet001\\Services\\Evil"),
              key_of("HKLM\\System\\CurrentControlSet\\Services\\evil"));
    EXPECT_EQ(key_of("%WINDIR%/Temp/a.exe"), "c:\\windows\\temp\\a.exe");
    EXPECT_EQ(key_of("C:\\Users\\*\\AppData\\Roaming\\x.exe"), "appdata\\roaming\\x.exe");
    EXPECT_EQ(key_of("::ffff:203.0.113.7"), key_of("203.0.113.7"));
}

/// "kind text about" of everything met, in order.
std::vector<std::string> met_in(const Indicators& indicators, std::string_view text) {
    std::vector<Met> met;
    const std::string looked_at = folded(text);
    indicators.find(looked_at, met);
    std::vector<std::string> out;
    for (const Met& one : met) {
        out.push_back(std::string(kind_name(one.kind)) + " " + std::string(one.text));
    }
    return out;
}

Indicators indicators_of(std::initializer_list<const char*> texts) {
    Indicators indicators;
    for (const char* const text : texts) {
        const Classified classified = classify(text);
        EXPECT_TRUE(classified.indicator) << text;
        if (!classified.indicator) continue;
        EXPECT_TRUE(indicators.add(0, *classified.indicator, "about"));
    }
    return indicators;
}

using Texts = std::vector<std::string>;

TEST(Indicators, AreMetWhereTheyStand) {
    const Indicators all = indicators_of(
        {"203.0.113.7", "198.51.100.0/24", "evil.example", "http://bad.example/load.php",
         "d8e8fca2dc0f896fd7cb4cb0031ba249", "xmrig.exe", "C:\\Windows\\Temp\\a b.exe",
         "%APPDATA%\\x\\y.exe", "HKLM\\SOFTWARE\\Evil\\Key"});
    EXPECT_EQ(met_in(all, "connect 203.0.113.7:4444 now"), Texts{"address 203.0.113.7"});
    EXPECT_EQ(met_in(all, "\\\\198.51.100.9\\c$"), Texts{"network 198.51.100.9"});
    EXPECT_EQ(met_in(all, "nslookup a.b.EVIL.example."), Texts{"domain evil.example"});
    EXPECT_EQ(met_in(all, "certutil -f http://bad.example/load.php?id=3 x"),
              Texts{"url bad.example/load.php"});
    EXPECT_EQ(met_in(all, "SHA1=00,MD5=D8E8FCA2DC0F896FD7CB4CB0031BA249,X=1"),
              Texts{"hash d8e8fca2dc0f896fd7cb4cb0031ba249"});
    EXPECT_EQ(met_in(all, "cmd /c \"C:\\Tools\\XMRig.exe\" -o pool"), Texts{"file_name xmrig.exe"});
    EXPECT_EQ(met_in(all, "c:\\windows\\temp\\A B.exe"),
              Texts{"file_path c:\\windows\\temp\\a b.exe"});
    EXPECT_EQ(met_in(all, "\"C:\\Windows\\Temp\\a b.exe\" -x"),
              Texts{"file_path c:\\windows\\temp\\a b.exe"});
    EXPECT_EQ(met_in(all, "C:\\Users\\u\\AppData\\Roaming\\x\\y.exe"), Texts{"path_tail x\\y.exe"});
    EXPECT_EQ(met_in(all, "HKLM\\SOFTWARE\\Evil\\Key\\Value").size(), 1U);
}

TEST(Indicators, AreNotMetInWhatOnlyLooksAlike) {
    const Indicators all = indicators_of({"203.0.113.7", "198.51.100.0/24", "evil.example",
                                          "xmrig.exe", "d8e8fca2dc0f896fd7cb4cb0031ba249",
                                          "HKLM\\SOFTWARE\\Evil\\Key", "C:\\Windows\\Temp\\a.exe"});
    for (const char* const text :
         {"203.0.113.70", "1203.0.113.7", "203.0.113.7.1", "198.51.101.1", "notevil.example",
          "evil.example.org", "myxmrig.exe", "xmrig.exe.txt", "d8e8fca2dc0f896fd7cb4cb0031ba2490",
          "HKLM\\SOFTWARE\\Evil\\Keys", "HKLM\\SOFTWARE\\Evil\\Key\\Deep\\Down",
          "D:\\Windows\\Temp\\a.exe", "", " ", "\\\\", "::", "...", "\""}) {
        EXPECT_EQ(met_in(all, text), Texts{}) << text;
    }
}

/// What a list file gives.
struct Read {
    ListSummary summary;
    Indicators indicators;
    bool fine = false;
};
Read read(const std::string& text) {
    Read out;
    ListSink sink(out.indicators, 0, out.summary);
    out.fine = static_cast<bool>(read_list(as_bytes(text), sink));
    return out;
}

TEST(IndicatorList, PlainText) {
    const Read list = read(
        "\xef\xbb\xbf# addresses\r\n203.0.113.7\r\n\r\n// more\nevil.example # C2 of Example\n"
        "10.0.0.1\nwhat is this\n198.51.100.7;seen 2024\n");
    EXPECT_TRUE(list.fine);
    EXPECT_EQ(list.summary.taken, 3U);
    EXPECT_EQ(list.summary.too_general, 1U);
    EXPECT_EQ(list.summary.not_understood, 1U);
    EXPECT_EQ(list.summary.first_not_understood, "what is this");
    std::vector<Met> met;
    list.indicators.find("198.51.100.7", met);
    ASSERT_EQ(met.size(), 1U);
    EXPECT_EQ(met.front().about, "seen 2024");
}

TEST(IndicatorList, ColumnsWithHead) {
    const Read list = read(
        "# \"first_seen\",\"ioc_value\",\"malware\"\n"
        "\"2024-01-02\",\"203.0.113.7:443\",\"Example, Inc. RAT\"\n"
        "\"2024-01-03\",\"evil.example\",\"\"\n");
    EXPECT_EQ(list.summary.taken, 2U);
    std::vector<Met> met;
    list.indicators.find("203.0.113.7", met);
    ASSERT_EQ(met.size(), 1U);
    EXPECT_EQ(met.front().about, "2024-01-02, Example, Inc. RAT");
}

TEST(IndicatorList, Stix) {
    const Read list = read(R"({"type":"bundle","objects":[
        {"type":"indicator","name":"Example","valid_from":"2024-01-02T00:00:00Z",
         "pattern_type":"stix",
         "pattern":"[ipv4-addr:value = '203.0.113.7'] OR [file:hashes.'SHA-256' = ')" +
                           std::string(64, 'a') + R"(']"},
        {"type":"indicator","pattern":"[file:name = 'help.exe' AND file:hashes.MD5 = ')" +
                           std::string(32, 'b') + R"(']"},
        {"type":"indicator","pattern":"[ipv4-addr:value ISSUBSET '198.51.100.0/24']"},
        {"type":"indicator","pattern":"[domain-name:value != 'good.example']"},
        {"type":"indicator","revoked":true,"pattern":"[domain-name:value = 'old.example']"},
        {"type":"domain-name","value":"only-seen.example"}]})");
    EXPECT_TRUE(list.fine);
    EXPECT_EQ(list.summary.taken, 4U);
    EXPECT_EQ(list.summary.not_understood, 1U) << "a negation is no indicator";
    EXPECT_FALSE(list.indicators.has(Kind::FileName)) << "the name counts only with its hash";
    std::vector<Met> met;
    list.indicators.find("203.0.113.7", met);
    ASSERT_EQ(met.size(), 1U);
    EXPECT_EQ(met.front().about, "Example, 2024-01-02");
}

TEST(IndicatorList, Misp) {
    const Read list = read(R"({"response":[{"Event":{"info":"Campaign","date":"2024-05-06",
        "Attribute":[
          {"type":"ip-dst|port","category":"Network activity","to_ids":true,"value":"203.0.113.7|443"},
          {"type":"filename|md5","category":"Payload","to_ids":true,"value":"setup.exe|)" +
                           std::string(32, 'c') + R"("},
          {"type":"domain","category":"Network activity","to_ids":false,"value":"benign.example"},
          {"type":"comment","category":"Other","to_ids":true,"value":"see above"}],
        "Object":[{"name":"file","Attribute":[
          {"type":"regkey","category":"Persistence","to_ids":true,
           "value":"HKLM\\SOFTWARE\\Evil\\Run"}]}]}}]})");
    EXPECT_TRUE(list.fine);
    EXPECT_EQ(list.summary.taken, 3U);
    EXPECT_EQ(list.summary.not_understood, 1U);
    EXPECT_TRUE(list.indicators.has(Kind::Registry));
    std::vector<Met> met;
    list.indicators.find("203.0.113.7", met);
    ASSERT_EQ(met.size(), 1U);
    EXPECT_EQ(met.front().about, "Campaign, 2024-05-06");
}

TEST(IndicatorList, OpenIoc) {
    const Read list = read(
        R"(<?xml version="1.0"?><ioc xmlns="http://schemas.mandiant.com/2010/ioc" id="1">
        <short_description>Example</short_description><definition><Indicator operator="OR">
        <IndicatorItem condition="is"><Context search="Network/DNS"/>
          <Content type="string">evil.example</Content></IndicatorItem>
        <IndicatorItem condition="contains"><Context search="FileItem/FullPath"/>
          <Content type="string">temp</Content></IndicatorItem>
        <Indicator operator="AND"><IndicatorItem condition="is">
          <Context search="FileItem/FileName"/><Content>a.exe</Content></IndicatorItem>
          <IndicatorItem condition="is"><Context search="FileItem/Md5sum"/><Content>)" +
        std::string(32, 'd') +
        R"(</Content></IndicatorItem></Indicator></Indicator></definition></ioc>)");
    EXPECT_TRUE(list.fine);
    EXPECT_EQ(list.summary.taken, 2U);
    EXPECT_EQ(list.summary.not_understood, 1U);
    EXPECT_FALSE(list.indicators.has(Kind::FileName));
}

TEST(IndicatorList, BrokenOnesAreSaid) {
    EXPECT_FALSE(read("{\"type\":\"bundle\",").fine);
    EXPECT_FALSE(read("<ioc><definition>").fine);
    EXPECT_FALSE(read("<html></html>").fine);
    EXPECT_FALSE(read(std::string("MZ\0\0", 4)).fine);
    EXPECT_TRUE(read("").fine);
    const testing::TempFolder folder;
    folder.write("empty.txt", "# nothing\n10.0.0.1\n");
    const auto nothing = load_lists({folder.path("empty.txt")});
    ASSERT_FALSE(nothing);
    EXPECT_NE(nothing.error().where.find("empty.txt"), std::string::npos);
    EXPECT_FALSE(load_lists({folder.path("absent.txt")}));
}

TEST(Finder, FindsInDocumentsAndSaysWhere) {
    const testing::TempFolder folder;
    folder.write("a.txt", "evil.example\n203.0.113.7\nsvhost.exe\n");
    auto lists = load_lists({folder.path("a.txt")});
    ASSERT_TRUE(lists);
    rules::RuleSet rules;
    rules.rules.resize(3);
    add_rules(rules, **lists);
    ASSERT_EQ(rules.rules.size(), 4U);
    EXPECT_EQ(rules.rules.back().head.level, rules::Level::High);

    State state(Dataset::HostsEntry);
    state.set(StateField::HostsAddress, "203.0.113.7");
    state.set(StateField::HostsName, "www.evil.example");
    state.set(StateField::TraitLookalikeOf, "svhost.exe");
    const StateEvent event(state);
    Finder finder(lists->get());
    std::vector<rules::Hit> hits;
    for (int again = 0; again < 2; ++again) {
        hits.clear();
        finder.match(event, hits);
        ASSERT_EQ(hits.size(), 1U);
        EXPECT_TRUE(finder.is_own(hits.front()));
        EXPECT_EQ(finder.explain(event, hits.front()).matches.size(), 2U) << "not of our own trait";
    }
    hits.clear();
    Finder(nullptr).match(event, hits);
    EXPECT_TRUE(hits.empty());
}

}  // namespace
}  // namespace xiezhi::hunt::ioc
