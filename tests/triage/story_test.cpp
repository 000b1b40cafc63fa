// Stories, verdicts and the ledger over a handful of findings.
#include "xiezhi/triage/story.h"

#include <gtest/gtest.h>

#include "xiezhi/triage/ledger.h"
#include "xiezhi/triage/verdict.h"

namespace xiezhi::triage {
namespace {

struct Rules {
    rules::RuleHead critical;
    rules::RuleHead high;
    rules::RuleHead medium;
    Rules() {
        critical.id = "c";
        critical.level = rules::Level::Critical;
        high.id = "h";
        high.level = rules::Level::High;
        medium.id = "m";
        medium.level = rules::Level::Medium;
    }
};

hunt::Finding finding(const rules::RuleHead& rule, const std::string& field,
                      const std::string& value, std::uint64_t second = 0) {
    hunt::Finding one;
    one.rule = &rule;
    hunt::FindingEvent& event = one.events.emplace_back();
    event.event.fields.push_back({field, FieldOrigin::EventData, {value}});
    event.event.time = {second * kTicksPerSecond};
    return one;
}

TEST(Stories, JoinBySharedFilesWhateverTheField) {
    const Rules rules;
    const std::vector<hunt::Finding> findings = {
        finding(rules.medium, "process.command_line", R"("C:\ProgramData\x\a.exe" -k)", 30),
        finding(rules.high, "Image", R"(c:\programdata\X\A.EXE)", 10),
        finding(rules.high, "Image", R"(C:\Other\b.exe)", 20),
    };
    const auto stories = tell_stories(findings);
    ASSERT_EQ(stories.size(), 2U);
    EXPECT_EQ(stories[0].findings, (std::vector<std::size_t>{1, 0}));  // by time
    EXPECT_EQ(stories[0].level, rules::Level::High);
    EXPECT_EQ(stories[0].first.ticks, 10 * kTicksPerSecond);
    ASSERT_FALSE(stories[0].entities.empty());
    EXPECT_EQ(stories[0].entities.front().kind, "file");
}

TEST(Stories, WindowsOwnProgramsJoinNothing) {
    const Rules rules;
    const std::string line = R"(C:\Windows\System32\cmd.exe /c )";
    const auto stories = tell_stories({finding(rules.high, "CommandLine", line + R"(C:\a\1.exe)"),
                                       finding(rules.high, "CommandLine", line + R"(C:\a\2.exe)")});
    EXPECT_EQ(stories.size(), 2U);
}

TEST(Stories, APathEndsWhereOptionsBegin) {
    const Rules rules;
    const auto entities =
        entities_of(finding(rules.high, "CommandLine",
                            R"(REG ADD HKLM\SOFTWARE\X /v C:\My Tools\x /t REG_DWORD /d 1)"));
    ASSERT_EQ(entities.size(), 1U);
    EXPECT_EQ(entities.front().value, R"(C:\My Tools\x)");
}

TEST(Stories, HashesOfSysmonAreOneHash) {
    const Rules rules;
    const auto entities =
        entities_of(finding(rules.high, "Hashes", "SHA1=00FF,MD5=11,SHA256=AB12,IMPHASH=99"));
    ASSERT_EQ(entities.size(), 1U);
    EXPECT_EQ(entities.front().value, "ab12");
    hunt::Finding own = finding(rules.high, "Hashes", "SHA256=AB12");
    own.events.front().event.fields.push_back(
        {"Image",
         FieldOrigin::EventData,
         {R"(C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe)"}});
    EXPECT_TRUE(entities_of(own).empty()) << "every PowerShell of the host has it";
}

TEST(Stories, SameContentJoinsButNotThatOfWindows) {
    const Rules rules;
    const auto with_hash = [&](const char* path) {
        hunt::Finding one = finding(rules.high, "file.path", path);
        one.events.front().event.fields.push_back(
            {"file.hash.sha256", FieldOrigin::EventData, {"ab12"}});
        return one;
    };
    EXPECT_EQ(tell_stories({with_hash(R"(C:\a\1.exe)"), with_hash(R"(C:\b\2.exe)")}).size(), 1U);
    const char* const windows = R"(C:\Windows\System32\svchost.exe)";
    EXPECT_EQ(tell_stories({with_hash(windows), with_hash(windows)}).size(), 2U);
}

TEST(Stories, FindingsWithoutEntitiesStandAlone) {
    const Rules rules;
    EXPECT_EQ(
        tell_stories({finding(rules.high, "LogonType", "3"), finding(rules.high, "LogonType", "3")})
            .size(),
        2U);
    EXPECT_TRUE(tell_stories({}).empty());
}

Verdict verdict_of(const std::vector<hunt::Finding>& findings, bool enough) {
    Ledger ledger;
    ledger.enough_seen = enough;
    return judge(findings, tell_stories(findings), ledger);
}

TEST(Verdicts, GoByLevelsAndSupport) {
    const Rules rules;
    const auto high = finding(rules.high, "Image", R"(C:\a\x.exe)");
    const auto medium = finding(rules.medium, "Image", R"(C:\a\x.exe)");
    const auto elsewhere = finding(rules.medium, "Image", R"(C:\b\y.exe)");
    EXPECT_EQ(verdict_of({finding(rules.critical, "Image", "x")}, true), Verdict::Compromised);
    EXPECT_EQ(verdict_of({high, medium}, true), Verdict::Compromised);
    EXPECT_EQ(verdict_of({high, elsewhere}, true), Verdict::Suspicious);
    EXPECT_EQ(verdict_of({high}, true), Verdict::Suspicious);
    EXPECT_EQ(verdict_of({medium}, true), Verdict::NothingFound);
    EXPECT_EQ(verdict_of({}, true), Verdict::NothingFound);
    EXPECT_EQ(verdict_of({}, false), Verdict::TooLittleSeen);
}

TEST(Capabilities, BuiltInTableIsWhole) {
    const auto& all = builtin_capabilities();
    EXPECT_GT(all.size(), 200U);
    for (const Capability& one : all) {
        EXPECT_FALSE(one.title.en.empty() || one.title.zh.empty() || one.why.zh.empty()) << one.id;
    }
    ASSERT_NE(find_capability(all, "account.cloned-rid"), nullptr);
    EXPECT_EQ(find_capability(all, "registry.uac-weakened")->kind, CapabilityKind::Weakness);
    EXPECT_EQ(find_capability(all, "no.such"), nullptr);
    rules::RuleHead weak;
    weak.pack.capabilities = {"registry.uac-weakened"};
    EXPECT_TRUE(is_weakness(weak, all));
    weak.pack.capabilities.emplace_back("account.cloned-rid");
    EXPECT_FALSE(is_weakness(weak, all));
}

TEST(Capabilities, BadTablesAreRefusedWithTheirLine) {
    const std::string header = "id\tkind\n";
    const auto few = parse_capabilities("# c\n" + header + "a\tb\n");
    ASSERT_FALSE(few);
    EXPECT_NE(render(few.error().what, Lang::En).find("line 3"), std::string::npos);
    const auto kind = parse_capabilities(header + "a\tb\tno\thigh\t\t\t\tz\te\tz\te\tz\te\n");
    EXPECT_FALSE(kind);
}

TEST(Ledgers, TellSeenFromUnseenAndAbsentFromClean) {
    const auto capability = [](const char* id, CapabilityKind kind,
                               std::vector<std::string> seen_in) {
        Capability one;
        one.id = id;
        one.kind = kind;
        one.seen_in = std::move(seen_in);
        return one;
    };
    const std::vector<Capability> all = {
        capability("seen", CapabilityKind::Detect, {"service"}),
        capability("half", CapabilityKind::Detect, {"service", "account"}),
        capability("blind", CapabilityKind::Detect, {"account"}),
        capability("list", CapabilityKind::Collect, {"service"}),
        capability("found", CapabilityKind::Detect, {"account"}),
        capability("live", CapabilityKind::Detect, {}),
    };
    const std::vector<Observation> observations = {
        {schema::Dataset::Service, Outcome::Read, "SYSTEM", {}, 7},
        {schema::Dataset::Account, Outcome::Absent, "SAM", {}, 0}};
    const std::map<std::string, std::uint64_t> findings = {{"found", 2}};
    const rules::RuleSet no_rules;
    const hunt::HuntSummary no_logs;
    const Ledger ledger = make_ledger({.capabilities = all,
                                       .rules = no_rules,
                                       .logs = no_logs,
                                       .observations = observations,
                                       .documents = {},
                                       .findings = findings});
    const auto status = [&](std::size_t row) { return ledger.rows.at(row).status; };
    EXPECT_EQ(status(0), LedgerStatus::Clean);
    EXPECT_EQ(status(1), LedgerStatus::Partly);
    EXPECT_EQ(status(2), LedgerStatus::NotSeen);
    EXPECT_EQ(status(3), LedgerStatus::Shown);
    EXPECT_EQ(ledger.rows[3].documents, 7U);
    EXPECT_EQ(status(4), LedgerStatus::Findings);
    EXPECT_EQ(status(5), LedgerStatus::NoCheck);
    EXPECT_FALSE(ledger.enough_seen);
    EXPECT_EQ(ledger.needed_but_not_seen.size(), 6U);  // all but SYSTEM
}

}  // namespace
}  // namespace xiezhi::triage
