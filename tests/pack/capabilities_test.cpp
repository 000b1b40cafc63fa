// The pack against the table of capabilities: whatever event logs can show has a rule or a reason.
#include "xiezhi/triage/capabilities.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <utility>

#include "tests/support/corpus.h"
#include "xiezhi/rules/pack.h"

namespace xiezhi {
namespace {

constexpr std::size_t kListedMax = 15;

using Table = std::map<std::string, testing::Row>;

/// Rows by id; empty where the table is not there.
Table capability_table() {
    const auto path = std::filesystem::path(XIEZHI_SOURCE_DIR) / "../shared/capabilities.tsv";
    Table table;
    if (!std::filesystem::exists(path)) return table;
    for (testing::Row& row : testing::read_tsv(path)) {
        const std::string id = row.at("id");
        table.emplace(id, std::move(row));
    }
    return table;
}

std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : text + " ") {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
            word += c;
        } else if (!word.empty()) {
            words.push_back(std::exchange(word, {}));
        }
    }
    return words;
}

bool is_event_id(const std::string& word) {
    return word.size() >= 3 && word.size() <= 5 &&
           std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

/// Whether the column "offline" names an event id (three to five digits), Sysmon, a channel, or
/// logs that are not those of IIS.
bool served_by_event_logs(const std::string& offline) {
    const std::vector<std::string> words = words_of(offline);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (is_event_id(words[i]) || words[i] == "Sysmon" || words[i] == "channel") return true;
        if (words[i] == "logs" && (i == 0 || words[i - 1] != "IIS")) return true;
    }
    return false;
}

/// Whether the column "offline" names a hive, a task, the repository or another artefact that the
/// readers of host documents read; files of the evidence count as such.
bool served_by_artefacts(const std::string& offline) {
    static const std::set<std::string> kArtefacts = {
        "SYSTEM",   "SOFTWARE", "SAM",         "SECURITY", "NTUSER",     "UsrClass",
        "hive",     "hives",    "tasks",       "task",     "XML",        "repository",
        "prefetch", "Amcache",  "ShimCache",   "BAM",      "UserAssist", "hosts",
        "LNK",      "PE",       "TaskCache",   "Startup",  "firewall",   "pfirewall",
        "Defender", "registry", "transcripts", "folders",  "ProfileList"};
    if (offline.find("in evidence") != std::string::npos) return true;
    if (offline.find("on evidence") != std::string::npos) return true;
    if (offline.find("$I/$R") != std::string::npos) return true;
    return std::ranges::any_of(words_of(offline),
                               [](const std::string& word) { return kArtefacts.contains(word); });
}

/// The level of a row and those that its verdict names for special cases ("signed = medium").
std::set<std::string> levels_of(const testing::Row& row) {
    std::set<std::string> levels = {row.at("level")};
    for (const std::string& word : words_of(row.at("verdict"))) {
        if (rules::parse_level(word)) levels.insert(word);
    }
    return levels;
}

const std::vector<rules::RuleHead>& reporting_heads() {
    static const std::vector<rules::RuleHead> kHeads = [] {
        const rules::RuleSet pack = rules::load_builtin_pack();
        std::vector<rules::RuleHead> heads;
        for (const rules::Rule& rule : pack.rules) heads.push_back(rule.head);
        for (const rules::Correlation& each : pack.correlations) heads.push_back(each.head);
        std::erase_if(heads,
                      [](const auto& head) { return head.level == rules::Level::Informational; });
        return heads;
    }();
    return kHeads;
}

/// pack/<name>: id -> reason; `#` begins a comment.
std::map<std::string, std::string> listed_rows(const char* name) {
    const auto path = std::filesystem::path(XIEZHI_SOURCE_DIR) / "pack" / name;
    std::istringstream in(testing::read_file(path));
    std::map<std::string, std::string> listed;
    bool header = true;
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line.starts_with('#') || std::exchange(header, false)) continue;
        const std::size_t first = line.find('\t');
        const std::size_t second = line.find('\t', first + 1);
        EXPECT_NE(second, std::string::npos) << line;
        if (second == std::string::npos) continue;
        const std::string reason = line.substr(first + 1, second - first - 1);
        EXPECT_FALSE(reason.empty() || second + 1 >= line.size()) << line;
        EXPECT_TRUE(listed.emplace(line.substr(0, first), reason).second) << line;
    }
    return listed;
}

TEST(Capabilities, WhatEventLogsShowHasARuleOrAReason) {
    const Table table = capability_table();
    if (table.empty()) GTEST_SKIP() << "no table of capabilities";
    std::set<std::string> served;
    for (const rules::RuleHead& head : reporting_heads()) {
        served.insert(head.pack.capabilities.begin(), head.pack.capabilities.end());
    }
    const auto listed = listed_rows("not_by_logs.tsv");
    EXPECT_LE(listed.size(), kListedMax);
    std::size_t rows = 0;
    for (const auto& [id, row] : table) {
        if (row.at("kind") != "detect" || !served_by_event_logs(row.at("offline"))) continue;
        ++rows;
        const auto reason = listed.find(id);
        EXPECT_TRUE(served.contains(id) || reason != listed.end())
            << id << " has neither a rule nor a reason: " << row.at("offline");
        EXPECT_FALSE(served.contains(id) && reason != listed.end()) << id << " has both";
        if (reason != listed.end()) std::cout << id << ": " << reason->second << "\n";
    }
    for (const auto& [id, reason] : listed) {
        const auto row = table.find(id);
        EXPECT_TRUE(row != table.end() && served_by_event_logs(row->second.at("offline")))
            << id << " is listed without need";
    }
    std::cout << rows << " rows served by event logs, " << listed.size() << " without a rule\n";
    EXPECT_GT(rows, 90U);
}

TEST(Capabilities, WhatArtefactsShowHasACheckOrAReason) {
    const Table table = capability_table();
    if (table.empty()) GTEST_SKIP() << "no table of capabilities";
    std::set<std::string> served;
    for (const rules::RuleHead& head : reporting_heads()) {
        served.insert(head.pack.capabilities.begin(), head.pack.capabilities.end());
    }
    for (const triage::Capability& capability : triage::builtin_capabilities()) {
        const bool shown = capability.kind == triage::CapabilityKind::Collect;
        if (shown && !capability.seen_in.empty()) served.insert(capability.id);
    }
    const auto listed = listed_rows("not_by_artefacts.tsv");
    std::size_t rows = 0;
    for (const auto& [id, row] : table) {
        const std::string& kind = row.at("kind");
        const bool judged = kind == "detect" || kind == "weakness" || kind == "collect";
        if (!judged || !served_by_artefacts(row.at("offline"))) continue;
        ++rows;
        EXPECT_TRUE(served.contains(id) || listed.contains(id))
            << id << " has neither a check nor a reason: " << row.at("offline");
    }
    for (const auto& [id, reason] : listed) {
        const auto row = table.find(id);
        EXPECT_TRUE(row != table.end() && served_by_artefacts(row->second.at("offline")) &&
                    !served.contains(id))
            << id << " is listed without need";
        std::cout << id << ": " << reason << "\n";
    }
    std::cout << rows << " rows served by artefacts, " << listed.size() << " without a check\n";
    EXPECT_GT(rows, 120U);
}

TEST(Capabilities, GiveTheRulesTheirLevels) {
    const Table table = capability_table();
    if (table.empty()) GTEST_SKIP() << "no table of capabilities";
    for (const rules::RuleHead& head : reporting_heads()) {
        std::set<std::string> allowed;
        for (const std::string& id : head.pack.capabilities) {
            const auto row = table.find(id);
            ASSERT_NE(row, table.end()) << head.place.path << ": no capability " << id;
            allowed.merge(levels_of(row->second));
        }
        EXPECT_TRUE(allowed.contains(std::string(rules::level_name(head.level))))
            << head.place.path << ": " << rules::level_name(head.level);
    }
}

TEST(Capabilities, AreToldApartByWhatOffline) {
    EXPECT_TRUE(served_by_event_logs("4688, prefetch"));
    EXPECT_TRUE(served_by_event_logs("ESENT 216/325/327"));
    EXPECT_TRUE(served_by_event_logs("Sysmon 7 (Signed, SignatureStatus)"));
    EXPECT_TRUE(served_by_event_logs("event counts per channel, id and hour"));
    EXPECT_TRUE(served_by_event_logs("combination over logs and artefacts"));
    EXPECT_FALSE(served_by_event_logs("folders in evidence, IIS logs"));
    EXPECT_FALSE(served_by_event_logs("SAM F flags, RID at offset 0x30"));
    EXPECT_FALSE(served_by_event_logs("$MFT, Amcache"));
}

}  // namespace
}  // namespace xiezhi
