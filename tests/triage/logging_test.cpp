// What of a capability's events a host records, by its documents and by what is in its logs.
#include <gtest/gtest.h>

#include "xiezhi/rules/pack.h"
#include "xiezhi/triage/ledger.h"
#include "xiezhi/triage/logging_state.h"

namespace xiezhi::triage {
namespace {

constexpr FileTime kPolicyWritten = {131'000'000'000'000'000};
constexpr FileTime kSwitchedOff = {130'900'000'000'000'000};

State audit(const char* subcategory, const char* setting) {
    State state(Dataset::AuditPolicy);
    state.set(StateField::AuditCategory, std::string(schema::find_audit(subcategory)->category));
    state.set(StateField::AuditSubcategory, subcategory);
    state.set(StateField::AuditSetting, setting);
    state.time = kPolicyWritten;
    return state;
}

State change(const char* subcategory, const char* what, FileTime time) {
    State state(Dataset::AuditChange);
    state.set(StateField::AuditSubcategory, subcategory);
    state.add(StateField::AuditChange, what);
    state.time = time;
    return state;
}

State log(const char* channel, bool on) {
    State state(Dataset::EventLog);
    state.set(StateField::EventLogChannel, channel);
    state.set_truth(StateField::EventLogEnabled, on);
    state.time = kPolicyWritten;
    return state;
}

State setting(const char* name, const char* value) {
    State state(Dataset::Setting);
    state.set(StateField::SettingName, name);
    state.set(StateField::SettingValue, value);
    return state;
}

/// A Security log with many records of some events.
hunt::HuntSummary security(const std::vector<std::uint32_t>& events) {
    hunt::HuntSummary logs;
    hunt::ChannelSummary& channel = logs.channels["Security"];
    channel.records = 100;
    channel.lowest_id = 5;
    for (const std::uint32_t id : events) channel.events[id] = 50;
    return logs;
}

LogNeeds events(std::set<std::uint32_t> ids) {
    return {.events = std::move(ids)};
}

LoggingState::Seen look(const std::vector<State>& documents, const hunt::HuntSummary& logs,
                        std::string_view channel, const LogNeeds& needs) {
    return LoggingState(documents, logs).look(channel, needs);
}

TEST(Logging, PolicyThatIsOffBlinds) {
    const auto logs = security({4624});
    const std::vector<State> documents = {audit("Process Creation", "none"),
                                          audit("Logon", "success")};
    const auto seen = look(documents, logs, "Security", events({4688}));
    EXPECT_TRUE(seen.seen);
    EXPECT_TRUE(seen.blind);
    ASSERT_EQ(seen.limits.size(), 1U);
    EXPECT_EQ(seen.limits[0].reason, LimitReason::AuditOff);
    EXPECT_EQ(seen.limits[0].audits.front()->name, "Process Creation");
    EXPECT_EQ(seen.limits[0].since, kPolicyWritten);
    EXPECT_FALSE(seen.limits[0].exact);
    const auto logons = look(documents, logs, "Security", events({4624}));
    EXPECT_FALSE(logons.blind);
    EXPECT_TRUE(logons.limits.empty());
}

TEST(Logging, RecordsFromBeforeAreStillSomething) {
    const auto logs = security({4688});
    const auto seen =
        look({audit("Process Creation", "none")}, logs, "security", events({4688, 4624}));
    EXPECT_FALSE(seen.blind);
    ASSERT_EQ(seen.limits.size(), 1U);
    EXPECT_EQ(seen.limits[0].reason, LimitReason::AuditOff);
}

TEST(Logging, RecordOfTheChangeSaysSinceWhen) {
    const auto logs = security({4624});
    const auto seen =
        look({audit("Logon", "none"), change("Logon", "success_removed", kSwitchedOff)}, logs,
             "Security", events({4624}));
    ASSERT_EQ(seen.limits.size(), 1U);
    EXPECT_EQ(seen.limits[0].since, kSwitchedOff);
    EXPECT_TRUE(seen.limits[0].exact);
    // Without the hive the record alone says it; a later one that adds it takes it back.
    const auto alone =
        look({change("Logon", "success_removed", kSwitchedOff)}, logs, "Security", events({4648}));
    EXPECT_TRUE(alone.blind);
    const auto back = look({change("Logon", "success_removed", kSwitchedOff),
                            change("Logon", "success_added", kPolicyWritten)},
                           logs, "Security", events({4648}));
    EXPECT_FALSE(back.blind);
    EXPECT_TRUE(back.limits.empty());
}

TEST(Logging, WithoutTheHiveDefaultsAndRecordsSpeak) {
    const auto logs = security({4624});
    const auto processes = look({}, logs, "Security", events({4688}));
    EXPECT_TRUE(processes.blind) << "off by default, and none is there";
    ASSERT_EQ(processes.limits.size(), 1U);
    EXPECT_EQ(processes.limits[0].reason, LimitReason::NotRecorded);
    EXPECT_FALSE(look({}, security({4688}), "Security", events({4688})).blind);
    EXPECT_FALSE(look({}, logs, "Security", events({4720})).blind) << "on by default";
    EXPECT_FALSE(look({}, logs, "Security", events({1102})).blind) << "needs no policy";
    EXPECT_FALSE(look({}, logs, "Security", {.events = {4688}, .every_event = true}).blind);
}

TEST(Logging, WhatIsWrittenAtEachStartShowsNothing) {
    auto logs = security({4624});
    logs.channels["Security"].events[4688] = 30;
    logs.channels["Security"].events[4608] = 2;
    EXPECT_TRUE(look({}, logs, "Security", events({4688})).blind);
    logs.channels["Security"].events[4688] = 300;
    EXPECT_FALSE(look({}, logs, "Security", events({4688})).blind);
}

TEST(Logging, EventOfTwoSubcategoriesNeedsOne) {
    const auto logs = security({4624});
    const std::vector<State> documents = {audit("Logon", "none"),
                                          audit("Account Lockout", "success_failure")};
    EXPECT_FALSE(look(documents, logs, "Security", events({4625})).blind);
    EXPECT_TRUE(look(documents, logs, "Security", events({4648})).blind);
}

TEST(Logging, ChannelsThatAreOffOrNotThere) {
    const hunt::HuntSummary none;
    const char* const powershell = "Microsoft-Windows-PowerShell/Operational";
    const std::vector<State> documents = {log("Microsoft-Windows-PowerShell/Operational", false)};
    const auto off = look(documents, none, powershell, events({4104}));
    EXPECT_FALSE(off.seen);
    ASSERT_EQ(off.limits.size(), 1U);
    EXPECT_EQ(off.limits[0].reason, LimitReason::ChannelOff);
    EXPECT_EQ(off.limits[0].since, kPolicyWritten);
    const auto sysmon = look(documents, none, "Microsoft-Windows-Sysmon/Operational", events({1}));
    ASSERT_EQ(sysmon.limits.size(), 1U);
    EXPECT_EQ(sysmon.limits[0].reason, LimitReason::NotInstalled);
    EXPECT_TRUE(look({}, none, "Microsoft-Windows-Sysmon/Operational", events({1})).limits.empty())
        << "nothing is known of channels";
}

TEST(Logging, SettingsTakeAwayWhatEventsSay) {
    hunt::HuntSummary logs = security({4688});
    logs.channels["Microsoft-Windows-PowerShell/Operational"].records = 1;
    const std::vector<State> documents = {audit("Process Creation", "success"),
                                          setting("command_line_in_4688", "0"),
                                          setting("powershell_script_blocks", "suspicious")};
    LogNeeds needs = events({4688});
    EXPECT_TRUE(look(documents, logs, "Security", needs).limits.empty());
    needs.command_lines = true;
    const auto seen = look(documents, logs, "Security", needs);
    ASSERT_EQ(seen.limits.size(), 1U);
    EXPECT_EQ(seen.limits[0].reason, LimitReason::NoCommandLines);
    LogNeeds blocks = events({4104});
    blocks.script_blocks = true;
    const auto few = look(documents, logs, "Microsoft-Windows-PowerShell/Operational", blocks);
    ASSERT_EQ(few.limits.size(), 1U);
    EXPECT_EQ(few.limits[0].reason, LimitReason::FewScriptBlocks);
}

TEST(LogNeeds, EventsWithoutWhichAConditionIsFalse) {
    using rules::Node;
    const auto equals = [](const char* field, const char* text) {
        rules::Leaf leaf;
        leaf.field = field;
        leaf.text = text;
        return Node::of(std::move(leaf));
    };
    const auto id = [&](const char* text) { return equals("EventID", text); };
    const Node other = equals("Image", "x");
    EXPECT_EQ(events_of(Node::all({other, Node::any({id("4624"), id("4625")})})),
              (std::set<std::uint32_t>{4624, 4625}));
    EXPECT_TRUE(events_of(Node::any({id("4624"), other})).empty());
    EXPECT_TRUE(events_of(Node::negate(id("4624"))).empty());
    EXPECT_EQ(events_of(Node::all({id("4624"), Node::negate(id("1"))})),
              (std::set<std::uint32_t>{4624}));
}

TEST(LogNeeds, RulesForAllOfWindowsNameTheirChannels) {
    const auto sources = sources_of(rules::load_builtin_pack(), builtin_capabilities());
    const Sources& cleared = sources.at("log.cleared");
    ASSERT_TRUE(cleared.contains("System"));
    EXPECT_EQ(cleared.at("System").events, (std::set<std::uint32_t>{104}));
    EXPECT_TRUE(cleared.at("Security").events.contains(1102));
}

const LedgerRow& row(const Ledger& ledger, std::string_view id) {
    return *std::ranges::find_if(ledger.rows,
                                 [&](const LedgerRow& one) { return one.capability->id == id; });
}

TEST(Ledger, SaysWhatTheHostDoesNotRecord) {
    const rules::RuleSet pack = rules::load_builtin_pack();
    const auto logs = security({4624, 4634});
    const std::vector<State> documents = {audit("Process Creation", "none"),
                                          audit("Other Object Access Events", "none"),
                                          audit("Logon", "success")};
    const Ledger ledger = make_ledger({.capabilities = builtin_capabilities(),
                                       .rules = pack,
                                       .logs = logs,
                                       .observations = {},
                                       .documents = documents,
                                       .findings = {}});
    EXPECT_EQ(row(ledger, "log.process-creation").status, LedgerStatus::NotRecorded);
    EXPECT_EQ(row(ledger, "log.logon.success").status, LedgerStatus::Shown);
    const LedgerRow& cleared = row(ledger, "log.cleared");
    const auto source = std::ranges::find(cleared.sources, "Security", &LedgerSource::name);
    ASSERT_NE(source, cleared.sources.end());
    EXPECT_TRUE(source->older_gone);
    ASSERT_FALSE(ledger.limits.empty());
    EXPECT_EQ(ledger.limits.front().reason, LimitReason::AuditOff);
    EXPECT_EQ(ledger.limits.front().audits.size(), 2U) << "told together";
}

}  // namespace
}  // namespace xiezhi::triage
