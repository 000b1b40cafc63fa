// Whole hosts through triage with the built-in pack: the verdict, what was planted, and that
// nothing normal is accused.
#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <iostream>
#include <set>

#include "tests/support/corpus.h"
#include "tests/support/triaged.h"
#include "xiezhi/base/text.h"

namespace xiezhi::testing {
namespace {

namespace fs = std::filesystem;
using triage::HostResult;

std::vector<Row> cases(const fs::path& root, const std::string& kind) {
    std::vector<Row> rows = read_tsv(root / "cases" / "cases.tsv");
    std::erase_if(rows, [&](const Row& row) { return row.at("class") != kind; });
    EXPECT_FALSE(rows.empty()) << kind;
    return rows;
}

std::string verdict_text(triage::Verdict verdict) {
    std::string name = triage::verdict_name(verdict);
    std::ranges::replace(name, '_', ' ');
    return name;
}

/// `EventRecordID=142;EventID=4104` -> 142; 0 for a place that is no record.
std::uint64_t record_of(const std::string& place) {
    constexpr std::string_view kBegin = "EventRecordID=";
    if (!place.starts_with(kBegin)) return 0;
    std::uint64_t id = 0;
    const std::string digits = place.substr(kBegin.size());
    std::from_chars(std::to_address(digits.begin()), std::to_address(digits.end()), id);
    return id;
}

bool holds(const KeptEvent& event, const std::string& expected) {
    const std::string wanted = folded(expected);
    return std::ranges::any_of(event.fields, [&](const KeptField& field) {
        return std::ranges::any_of(field.values, [&](const std::string& value) {
            return folded(value).find(wanted) != std::string::npos;
        });
    });
}

/// Whether an event of a finding, or a document, is what a row of the truth names: the record or
/// the key itself; for artefacts of other places the artefact, with the text that is expected in
/// it.
bool is_at(const hunt::FindingEvent& found, const Row& row) {
    const std::string& place = row.at("record_or_path");
    if (const std::uint64_t record = record_of(place); record != 0) {
        return found.path.ends_with(row.at("artefact")) && found.event.record_id == record;
    }
    return std::ranges::any_of(found.proofs, [&](const Proof& proof) {
        if (!proof.path.ends_with(row.at("artefact"))) return false;
        if (folded(proof.place) == folded(place)) return true;
        if ('(' + proof.place + ')' == place) return true;
        if (place.find(" | ") != std::string::npos) return false;
        if (place == "(file)" || proof.place.empty()) return true;
        if (row.at("expect").empty() || holds(found.event, row.at("expect"))) return true;
        const auto names = [&](const char* field) {
            const std::string name = folded(found.event.field(field));
            return !name.empty() && folded(place).find(name) != std::string::npos;
        };
        return names("wmi.filter.name") || names("wmi.consumer.name");
    });
}

bool is_found(const HostResult& host, const std::string& capability, const Row& row) {
    for (const auto* list : {&host.findings, &host.weaknesses}) {
        for (const hunt::Finding& finding : *list) {
            if (std::ranges::count(finding.rule->pack.capabilities, capability) == 0) continue;
            if (std::ranges::any_of(finding.events,
                                    [&](const auto& event) { return is_at(event, row); })) {
                return true;
            }
        }
    }
    return false;
}

/// A row of kind `collect`: some document stands at the record, at the key or in the artefact.
bool is_listed(const HostResult& host, const Row& row) {
    const std::string& place = row.at("record_or_path");
    const std::uint64_t record = record_of(place);
    const auto key_of = [](const std::string& text) {
        return folded(text.substr(0, text.find(" | ")));
    };
    return std::ranges::any_of(host.documents, [&](const State& document) {
        return std::ranges::any_of(document.proofs, [&](const Proof& proof) {
            if (!proof.path.ends_with(row.at("artefact"))) return false;
            if (record != 0) return proof.place == "record " + std::to_string(record);
            return place.find(" | ") == std::string::npos || key_of(place) == key_of(proof.place);
        });
    });
}

std::vector<std::string> ids_of(const Row& row) {
    std::vector<std::string> ids;
    std::string_view rest = row.at("capability");
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(';'), rest.size());
        ids.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    std::erase(ids, "-");
    return ids;
}

// A script in parts: the finding names the parts that the rule is true of, the truth another one.
constexpr std::size_t kMissedMax = 1;

TEST(TriageHosts, FindWhatWasPlanted) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::size_t rows = 0;
    std::size_t missed = 0;
    for (const Row& each : cases(root, "attacked")) {
        const std::string& name = each.at("case");
        const HostResult host = triaged(root / "cases" / name);
        EXPECT_EQ(verdict_text(host.verdict), each.at("verdict")) << name;
        for (const Row& row : read_tsv(root / "cases" / name / "truth.tsv")) {
            for (const std::string& id : ids_of(row)) {
                const auto* const one = triage::find_capability(triage::builtin_capabilities(), id);
                if (one == nullptr) continue;
                ++rows;
                const bool collected = one->kind == triage::CapabilityKind::Collect;
                if (collected ? is_listed(host, row) : is_found(host, id, row)) continue;
                ++missed;
                std::cout << "  missed " << name << " step " << row.at("step") << " " << id << " "
                          << row.at("artefact") << " " << row.at("record_or_path") << "\n";
            }
        }
    }
    std::cout << rows - missed << " of " << rows << " rows found\n";
    EXPECT_GT(rows, 0U);
    EXPECT_LE(missed, kMissedMax);
}

TEST(TriageHosts, AccuseNothingOnCleanOnes) {
    XIEZHI_CORPUS_OR_SKIP(root);
    for (const Row& each : cases(root, "clean")) {
        const std::string& name = each.at("case");
        const HostResult host = triaged(root / "cases" / name);
        EXPECT_EQ(verdict_text(host.verdict), each.at("verdict")) << name;
        std::set<std::string> mediums;
        for (const hunt::Finding& finding : host.findings) {
            EXPECT_LT(finding.rule->level, rules::Level::High)
                << name << ": " << finding.rule->title << " "
                << (finding.events.empty() ? "" : finding.events.front().path);
            if (finding.rule->level == rules::Level::Medium) mediums.insert(finding.rule->id);
        }
        EXPECT_LE(mediums.size(), 3U) << name;
        for (const Row& row : read_tsv(root / "cases" / name / "must-not.tsv")) {
            for (const hunt::Finding& finding : host.findings) {
                if (finding.rule->level <= rules::Level::Low) continue;
                for (const hunt::FindingEvent& event : finding.events) {
                    EXPECT_FALSE(is_at(event, row))
                        << name << ": " << finding.rule->title << " on " << row.at("artefact");
                }
            }
        }
    }
}

TEST(TriageHosts, LedgersSayWhatIsAbsent) {
    XIEZHI_CORPUS_OR_SKIP(root);
    for (const Row& each : read_tsv(root / "cases" / "cases.tsv")) {
        const HostResult host = triaged(root / "cases" / each.at("case"));
        const auto needs = [&](const char* what) {
            return std::ranges::count(host.ledger.needed_but_not_seen, std::string(what)) > 0;
        };
        EXPECT_EQ(needs("Security.evtx"), each.at("has_logs") == "no") << each.at("case");
        EXPECT_EQ(needs("SYSTEM"), each.at("has_hives") == "no") << each.at("case");
        EXPECT_EQ(needs("WMI"), each.at("has_wmi") == "no") << each.at("case");
        EXPECT_EQ(needs("Tasks"), each.at("has_tasks") == "no") << each.at("case");
        EXPECT_EQ(host.ledger.rows.size(), triage::builtin_capabilities().size());
    }
}

}  // namespace
}  // namespace xiezhi::testing
