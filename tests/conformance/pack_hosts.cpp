// The built-in pack over whole hosts: silent where nothing happened, loud where something did.
#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include "tests/support/corpus.h"
#include "tests/support/corpus_events.h"
#include "tests/support/hunted.h"
#include "xiezhi/rules/pack.h"

namespace xiezhi {
namespace {

constexpr std::uint64_t kMediumMax = 3;  // rules that fire on a clean host

/// A row of truth.tsv or must-not.tsv that names a record of a log.
struct LogRow {
    std::string artefact;  // below the case's folder
    std::uint64_t record = 0;
    std::vector<std::string> capabilities;
    std::string script;  // ScriptBlockId of a part of a script
    std::string text;    // for messages
};

std::vector<std::string> split(const std::string& text, char by) {
    std::vector<std::string> parts;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, by);) parts.push_back(part);
    return parts;
}

/// `EventRecordID=12;EventID=1`
std::vector<LogRow> log_rows(const std::filesystem::path& table) {
    constexpr std::string_view kRecord = "EventRecordID=";
    std::vector<LogRow> rows;
    if (!std::filesystem::exists(table)) return rows;
    for (const testing::Row& row : testing::read_tsv(table)) {
        const std::string& place = row.at("record_or_path");
        if (!row.at("artefact").ends_with(".evtx") || !place.starts_with(kRecord)) continue;
        LogRow& made = rows.emplace_back();
        made.artefact = row.at("artefact");
        made.text = made.artefact + " " + place + " " + row.at("what");
        std::from_chars(place.data() + kRecord.size(), place.data() + place.size(), made.record);
        const auto named = row.find("capability");
        if (named != row.end()) made.capabilities = split(named->second, ';');
    }
    return rows;
}

/// Looks up which script block the records of the rows are parts of.
void add_scripts(const std::filesystem::path& folder, std::vector<LogRow>& rows) {
    std::map<std::string, std::vector<LogRow*>> by_log;
    for (LogRow& row : rows) {
        if (row.artefact.find("PowerShell%4Operational") != std::string::npos) {
            by_log[row.artefact].push_back(&row);
        }
    }
    for (const auto& [artefact, asked] : by_log) {
        testing::each_event(folder / artefact, [&rows = asked](const Event& event) {
            for (LogRow* row : rows) {
                if (event.head().record_id != row->record) continue;
                row->script = keep(event).field("ScriptBlockId");
            }
        });
    }
}

/// On the record itself, or on the story that it is part of: a correlation's events, the parts of a
/// script block.
bool is_about(const hunt::Finding& finding, const LogRow& row) {
    return std::ranges::any_of(finding.events, [&](const hunt::FindingEvent& each) {
        if (!each.path.ends_with(row.artefact)) return false;
        return each.event.record_id == row.record ||
               (!row.script.empty() && each.event.field("ScriptBlockId") == row.script);
    });
}

bool serves(const rules::RuleHead& rule, const LogRow& row) {
    return std::ranges::any_of(row.capabilities, [&](const std::string& capability) {
        return std::ranges::find(rule.pack.capabilities, capability) !=
               rule.pack.capabilities.end();
    });
}

bool has_a_rule(const rules::RuleSet& pack, const LogRow& row) {
    const auto fits = [&](const auto& each) {
        return each.head.level > rules::Level::Informational && serves(each.head, row);
    };
    return std::ranges::any_of(pack.rules, fits) || std::ranges::any_of(pack.correlations, fits);
}

testing::Hunted hunt_case(const std::filesystem::path& folder, const rules::RuleSet& pack) {
    hunt::HuntOptions options;
    options.threads = 2;
    testing::Hunted hunted = testing::hunt_paths({folder.string()}, pack, options);
    EXPECT_TRUE(hunted.done) << folder;
    EXPECT_GT(hunted.summary.records, 1000U) << folder;
    return hunted;
}

void expect_quiet(const std::filesystem::path& folder, const rules::RuleSet& pack) {
    const testing::Hunted hunted = hunt_case(folder, pack);
    std::set<std::string> medium;
    for (const hunt::Finding& finding : hunted.findings) {
        EXPECT_LT(finding.rule->level, rules::Level::High) << folder << ": " << finding.rule->title;
        if (finding.rule->level == rules::Level::Medium) medium.insert(finding.rule->title);
    }
    EXPECT_LE(medium.size(), kMediumMax) << folder;
    for (const LogRow& row : log_rows(folder / "must-not.tsv")) {
        for (const hunt::Finding& finding : hunted.findings) {
            EXPECT_FALSE(finding.rule->level > rules::Level::Low && is_about(finding, row))
                << row.text << ": " << finding.rule->title;
        }
    }
}

void expect_found(const std::filesystem::path& folder, const rules::RuleSet& pack) {
    const testing::Hunted hunted = hunt_case(folder, pack);
    std::size_t asked = 0;
    std::size_t found = 0;
    std::vector<LogRow> rows = log_rows(folder / "truth.tsv");
    add_scripts(folder, rows);
    for (const LogRow& row : rows) {
        if (!has_a_rule(pack, row)) continue;
        ++asked;
        const bool there = std::ranges::any_of(hunted.findings, [&](const auto& finding) {
            return serves(*finding.rule, row) && is_about(finding, row);
        });
        found += there ? 1 : 0;
        EXPECT_TRUE(there) << row.text;
    }
    std::cout << folder.filename().string() << ": " << found << " of " << asked
              << " rows of truth with a rule found\n";
    EXPECT_GT(asked, 10U) << folder;
}

TEST(PackHosts, TellAttackedHostsFromCleanOnes) {
    XIEZHI_CORPUS_OR_SKIP(root);
    const rules::RuleSet pack = rules::load_builtin_pack();
    std::size_t clean = 0;
    std::size_t attacked = 0;
    for (const testing::Row& row : testing::read_tsv(root / "cases" / "cases.tsv")) {
        if (row.at("has_logs") != "yes") continue;
        const std::filesystem::path folder = root / "cases" / row.at("case");
        if (row.at("class") == "clean") {
            ++clean;
            expect_quiet(folder, pack);
        } else {
            ++attacked;
            expect_found(folder, pack);
        }
    }
    EXPECT_GT(clean, 0U);
    EXPECT_GT(attacked, 0U);
}

}  // namespace
}  // namespace xiezhi
