// ECS documents against those that Elastic's own shippers and pipelines make of the same records,
// in the fields that rules use. Every difference must belong to a class below (docs/ecs.md says why
// each is there), and a class must not grow.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <span>

#include "tests/support/corpus.h"
#include "tests/support/corpus_events.h"
#include "tests/support/ecs_cases.h"
#include "xiezhi/model/ecs/certainty.h"
#include "xiezhi/model/ecs/document.h"
#include "xiezhi/output/ecs_document.h"
#include "xiezhi/schema/ecs.h"

namespace xiezhi::testing {
namespace {

using Texts = std::vector<std::string>;

struct Difference {
    std::string_view field;
    const Texts& theirs;
    const Texts& ours;
    const EcsCase& of;
};

struct Class {
    const char* name;
    bool (*holds)(const Difference&);
    std::size_t most;
};

struct Tally {
    std::size_t count = 0;
    std::string example;
};

bool is_wanted(const std::set<std::string>& wanted, const std::string& field) {
    return std::ranges::any_of(wanted, [&](const std::string& one) {
        return one.ends_with('*') ? field.starts_with(one.substr(0, one.size() - 1)) : one == field;
    });
}

std::string joined(const Texts& texts) {
    std::string out = texts.empty() ? "(absent)" : "";
    for (const std::string& text : texts) out += "[" + text.substr(0, 60) + "]";
    return out;
}

bool has_order(std::string_view field) {
    return field.ends_with(".args");
}

bool equal(std::string_view field, Texts a, Texts b) {
    if (has_order(field)) return a == b;
    std::ranges::sort(a);
    std::ranges::sort(b);
    return a == b;
}

/// Compares every wanted field of every case; what no class explains fails.
void compare(const std::vector<EcsCase>& cases, std::size_t cases_seen,
             const std::set<std::string>& wanted, std::span<const Class> classes) {
    std::map<std::string, Tally> tallies;
    std::size_t compared = 0;
    for (const EcsCase& one : cases) {
        const KeptEventView event(one.event);
        ecs::Document document;
        document.begin(event);
        EcsFields ours = all_fields(document);
        EcsFields theirs = one.expected;
        for (const auto& [name, values] : ours) theirs.try_emplace(name);
        for (const auto& [name, values] : theirs) {
            if (!is_wanted(wanted, name)) continue;
            ++compared;
            if (equal(name, values, ours[name])) continue;
            const Difference difference{name, values, ours[name], one};
            const std::string shown = name + " of " + std::to_string(one.event.event_id) + ": " +
                                      joined(values) + " / " + joined(ours[name]);
            const auto found =
                std::ranges::find_if(classes, [&](const Class& c) { return c.holds(difference); });
            if (found == classes.end()) {
                ADD_FAILURE() << one.place << ": " << shown;
                continue;
            }
            Tally& tally = tallies[found->name];
            if (++tally.count == 1) tally.example = shown;
        }
    }
    std::printf("%zu documents, %zu fields compared\n", cases.size(), compared);
    EXPECT_GT(compared, 0U);
    for (const Class& c : classes) {
        const Tally& tally = tallies[c.name];
        std::printf("%8zu  %s, such as %s\n", tally.count, c.name, tally.example.c_str());
        const std::size_t most =
            cases.size() == cases_seen ? c.most : 50 + 3 * c.most * cases.size() / cases_seen;
        EXPECT_LE(tally.count, most) << c.name;
    }
}

bool is_one_of(std::string_view field, std::initializer_list<std::string_view> names) {
    return std::ranges::find(names, field) != names.end();
}

const Texts& theirs_of(const Difference& d, const std::string& field) {
    static const Texts none;
    const auto found = d.of.expected.find(field);
    return found == d.of.expected.end() ? none : found->second;
}

/// What shippers add from the machine they run on, and what indices add: goldens are without.
bool synthesised(const Difference& d) {
    return d.theirs.empty() &&
           (d.field.starts_with("host.") || d.field.starts_with("data_stream.") ||
            d.field == "event.module" ||
            is_one_of(d.field, {"agent.id", "agent.type", "event.ingested", "event.created"}));
}

/// The shipper's own identity and clock.
bool shipper(const Difference& d) {
    return is_one_of(d.field, {"agent.id", "event.created", "event.ingested"});
}

/// event.action stands for either shipper: the table's word, and the task's text beside it.
bool task_text_too(const Difference& d) {
    return d.field == "event.action" && d.theirs.size() == 1 && d.ours.size() == 2 &&
           d.ours.front() == d.theirs.front();
}

/// … and only the task's text, which the golden's machine had not, or both.
bool action_without_theirs(const Difference& d) {
    return d.field == "event.action" && d.theirs.empty();
}

/// Rendered by Windows; no record holds it.
bool message_text(const Difference& d) {
    return d.field == "message" && (d.ours.empty() || d.theirs.empty());
}

/// The input says success beside the keyword Audit Failure.
bool outcome_against_keyword(const Difference& d) {
    return d.field == "event.outcome" && d.theirs == Texts{"success"} &&
           theirs_of(d, "winlog.keywords") == Texts{"Audit Failure"};
}

/// Their template escapes backslashes once too often.
bool escaped_twice(const Difference& d) {
    if (d.theirs.size() != 1 || d.ours.size() != 1) return false;
    const auto without_backslashes = [](std::string text) {
        std::erase(text, '\\');
        return text;
    };
    return d.field == "file.path" && d.theirs.front().starts_with("\\\\??\\\\") &&
           without_backslashes(d.theirs.front()) == without_backslashes(d.ours.front());
}

/// A field that says nothing is no field.
bool empty_text(const Difference& d) {
    return d.ours.empty() && d.theirs == Texts{""};
}

/// Pipelines since 2024 have them, the goldens' did not.
bool since_2024(const Difference& d) {
    return d.theirs.empty() &&
           (d.field.starts_with("powershell.file.script_block_") ||
            (d.field == "process.pid" && theirs_of(d, "event.category") == Texts{"process"} &&
             d.of.event.provider == "Microsoft-Windows-PowerShell"));
}

/// The names of 2023, which are those of another bit field, and the right ones.
bool account_control_names(const Difference& d) {
    return d.field == "winlog.event_data.NewUACList" &&
           std::ranges::all_of(
               d.theirs,
               [&](const std::string& name) { return std::ranges::count(d.ours, name) != 0; }) &&
           std::ranges::all_of(d.ours, [&](const std::string& name) {
               return name.starts_with("USER_") || std::ranges::count(d.theirs, name) != 0;
           });
}

/// The account behind the SID of AppLocker's event, which Windows looked up.
bool account_looked_up(const Difference& d) {
    return d.field == "user.name" && d.ours.empty() &&
           d.of.event.provider == "Microsoft-Windows-AppLocker";
}

/// Copies in the stream of forwarded events come through older pipelines: no stream of their own,
/// hexadecimal data, empty GUIDs, no id of the user of 4771.
bool forwarded(const Difference& d) {
    if (d.field == "data_stream.dataset") return d.theirs == Texts{"windows.forwarded"};
    if (d.field == "process.entity_id")
        return d.ours.empty() && d.theirs.front().starts_with("{00000000-");
    if (d.field == "user.id") return d.theirs.empty() && d.of.event.event_id == 4771;
    return d.field == "registry.data.strings" &&
           (d.theirs.empty() || d.theirs.front().starts_with("0x")) && d.ours.size() == 1;
}

/// Winlogbeat's names for its modules.
bool module_name(const Difference& d) {
    return d.field == "event.module" && d.ours.size() == 1;
}

/// 7.x adds what it called the type before there were types.
bool old_type(const Difference& d) {
    return d.field == "event.type" && d.theirs.size() == 2 && d.ours.size() == 1 &&
           d.theirs.back().starts_with("process_") && d.theirs.front() == d.ours.front();
}

/// 7.x does without.
bool not_in_7(const Difference& d) {
    if (d.theirs.empty() && d.field == "process.parent.pid") return d.of.event.event_id == 4688;
    const bool is_sysmon = d.of.event.provider == "Microsoft-Windows-Sysmon";
    return d.theirs.empty() && is_sysmon &&
           is_one_of(d.field, {"process.args_count", "process.parent.args_count", "user.id",
                               "registry.data.strings"});
}

/// 7.x cuts the command line of 4688 as programs do, the Agent leaves the quotes.
bool quotes_of_4688(const Difference& d) {
    const auto without_quotes = [](const Texts& texts) {
        std::string all;
        for (const std::string& text : texts) all += text;
        std::erase(all, '"');
        return all;
    };
    return d.field == "process.args" && d.of.event.event_id == 4688 && !d.theirs.empty() &&
           without_quotes(d.theirs) == without_quotes(d.ours);
}

/// 7.x gives the name of a program that has no path.
bool name_without_path(const Difference& d) {
    return d.field == "process.name" && d.ours.empty() &&
           theirs_of(d, "process.executable") == d.theirs;
}

/// Documents in the corpus that the bounds were taken from; another of the same kind gets some
/// room.
constexpr std::size_t kIntegrationCasesSeen = 631;
constexpr std::size_t kWinlogbeatCasesSeen = 290;

constexpr Class kIntegration[] = {{"added by shippers and indices", synthesised, 4873},
                                  {"identity and clock of the shipper", shipper, 201},
                                  {"event.action: the task's text too", task_text_too, 14},
                                  {"event.action: none there", action_without_theirs, 203},
                                  {"message", message_text, 12},
                                  {"event.outcome against the keyword", outcome_against_keyword, 1},
                                  {"backslashes escaped twice", escaped_twice, 1},
                                  {"empty text", empty_text, 1},
                                  {"pipelines since 2024", since_2024, 18},
                                  {"account control names", account_control_names, 2},
                                  {"account looked up by Windows", account_looked_up, 3},
                                  {"forwarded copies", forwarded, 7}};
constexpr Class kWinlogbeat[] = {{"added by shippers and indices", synthesised, 2320},
                                 {"event.action: the task's text too", task_text_too, 75},
                                 {"event.action: none there", action_without_theirs, 199},
                                 {"message", message_text, 1},
                                 {"pipelines since 2024", since_2024, 8},
                                 {"account control names", account_control_names, 5},
                                 {"name of the module", module_name, 290},
                                 {"old event.type", old_type, 9},
                                 {"not in 7.x", not_in_7, 186},
                                 {"quotes of 4688", quotes_of_4688, 0},
                                 {"name of a program without a path", name_without_path, 8}};

TEST(EcsDocuments, EqualTheIntegrations) {
    XIEZHI_CORPUS_OR_SKIP(root);
    compare(integration_cases(root), kIntegrationCasesSeen, rule_fields(root), kIntegration);
}

TEST(EcsDocuments, EqualWinlogbeat) {
    XIEZHI_CORPUS_OR_SKIP(root);
    compare(winlogbeat_cases(root), kWinlogbeatCasesSeen, rule_fields(root), kWinlogbeat);
}

/// A record read in place, with what its shape has taught, gives what an owned copy of it gives.
TEST(EcsDocuments, ShapesDoNotMatter) {
    XIEZHI_CORPUS_OR_SKIP(root);
    ecs::Document learned;
    std::size_t records = 0;
    for (const auto& log : files_below(root / "suites/ecs-winlogbeat", ".evtx")) {
        SCOPED_TRACE(log.filename());
        each_event(log, [&](const Event& event) {
            const KeptEvent kept = keep(event);
            const KeptEventView view(kept);
            ecs::Document fresh;
            fresh.begin(view);
            learned.begin(event);
            EXPECT_EQ(all_fields(learned), all_fields(fresh));
            ++records;
        });
    }
    EXPECT_GT(records, 0U);
}

/// What is said of all records of a kind is true of each.
TEST(EcsDocuments, CertaintiesHold) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::vector<EcsCase> cases = winlogbeat_cases(root);
    std::ranges::move(integration_cases(root), std::back_inserter(cases));
    ecs::Document document;
    ecs::Certainties certainties;
    std::size_t constants = 0;
    std::size_t impossible = 0;
    for (const EcsCase& one : cases) {
        const KeptEventView event(one.event);
        document.begin(event);
        for (const auto& info : schema::ecs::fields()) {
            const ecs::Certainty sure =
                certainties.of(one.event.channel, one.event.provider, one.event.event_id,
                               ecs::Document::resolve(info.name));
            Texts values;
            document.values(info.name, values);
            EXPECT_TRUE(sure.is_possible || values.empty()) << info.name;
            EXPECT_TRUE(!sure.is_constant || values == sure.values) << info.name;
            impossible += sure.is_possible ? 0 : 1;
            constants += sure.is_constant ? 1 : 0;
        }
    }
    EXPECT_GT(impossible, cases.size() * 50);
    EXPECT_GT(constants, cases.size() * 5);
}

/// What is derived field by field is what the whole document says.
TEST(EcsDocuments, LazyIsWhole) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::vector<EcsCase> cases = winlogbeat_cases(root);
    std::ranges::move(integration_cases(root), std::back_inserter(cases));
    ecs::Document document;
    for (const EcsCase& one : cases) {
        SCOPED_TRACE(one.place);
        const KeptEventView event(one.event);
        document.begin(event);
        output::JsonText json;
        output::write_ecs(json, document);
        EXPECT_EQ(flatten_ecs(json.text()), all_fields(document));
    }
    EXPECT_FALSE(cases.empty());
}

}  // namespace
}  // namespace xiezhi::testing
