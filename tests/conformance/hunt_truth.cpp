// What SigmaHQ's rules see of the attacks whose truth is known: for every row of a case's truth.tsv
// that names a log record, a hunt either reports the record or the reference matcher agrees that no
// rule is true of it. The share is printed step by step.
#include <gtest/gtest.h>

#include <charconv>
#include <iostream>
#include <map>
#include <set>

#include "tests/support/corpus.h"
#include "tests/support/reference_matcher.h"
#include "xiezhi/evidence/collection.h"
#include "xiezhi/formats/evtx/log.h"
#include "xiezhi/hunt/hunt.h"
#include "xiezhi/platform/file.h"
#include "xiezhi/readers/evtx.h"
#include "xiezhi/rules/load.h"

namespace xiezhi::testing {
namespace {

namespace fs = std::filesystem;

/// (log, record id) of one truth row.
using RecordKey = std::pair<std::string, std::uint64_t>;

rules::RuleSet windows_rules(const fs::path& root) {
    std::vector<std::pair<std::string, std::string>> texts;
    for (const char* folder : {"rules", "rules-threat-hunting", "rules-emerging-threats"}) {
        for (const fs::path& file : files_below(root / "rules/sigma" / folder, ".yml")) {
            texts.emplace_back(file.generic_string(), read_file(file));
        }
    }
    std::vector<rules::RuleFile> files;
    for (const auto& [name, text] : texts) files.push_back({name, as_bytes(text)});
    return rules::load_rules(files, {});
}

std::optional<std::uint64_t> record_id_of(const std::string& place) {
    constexpr std::string_view kPrefix = "EventRecordID=";
    if (!place.starts_with(kPrefix)) return std::nullopt;
    const std::string_view digits = std::string_view(place).substr(kPrefix.size());
    const std::string text(digits.substr(0, digits.find(';')));
    std::uint64_t id = 0;
    const auto [end, error] = std::from_chars(text.c_str(), text.c_str() + text.size(), id);
    return error == std::errc{} ? std::optional(id) : std::nullopt;
}

/// Ids of the rules that a hunt over the case reports, per record.
std::map<RecordKey, std::set<std::string>> hunted(const fs::path& folder,
                                                  const rules::RuleSet& rules) {
    const NoteSink quiet = [](const Note&) {};
    const auto collection = evidence::Collection::open({folder.generic_string()}, {}, quiet);
    EXPECT_TRUE(collection.has_value());
    std::map<RecordKey, std::set<std::string>> found;
    const auto summary = hunt::hunt(
        *collection, rules, {},
        [&](const hunt::Finding& finding) {
            for (const auto& event : finding.events) {
                found[{event.path, event.event.record_id}].insert(finding.rule->id);
            }
            return true;
        },
        quiet, {}, nullptr);
    EXPECT_TRUE(summary.has_value());
    return found;
}

/// Ids of the rules that are true of one record, by the slow twin.
std::set<std::string> true_rules(const std::string& log, std::uint64_t record_id,
                                 const rules::RuleSet& rules, ReferenceMatcher& reference) {
    std::set<std::string> ids;
    const auto source = platform::open_file(log);
    if (!source) return ids;
    const auto opened = evtx::Log::open(**source, [](const auto&) {});
    if (!opened) return ids;
    const readers::EvtxCatalogue catalogue;
    readers::EvtxReader reader(catalogue);
    std::vector<std::byte> buffer;
    for (std::size_t block = 0; block < opened->block_count(); ++block) {
        const auto bytes = opened->read_block(block, buffer);
        if (!bytes) continue;
        const auto judge = [&](const Event& event) {
            if (event.head().record_id != record_id) return true;
            for (const rules::Hit& hit : reference.match(keep(event))) {
                ids.insert(rules.rules.at(hit.rule).head.id);
            }
            return true;
        };
        reader.for_each(*bytes, opened->block_offset(block), {}, judge, [](const auto&) {});
    }
    return ids;
}

struct Share {
    std::size_t rows = 0;
    std::size_t found = 0;
};

void judge_case(const fs::path& folder, const rules::RuleSet& rules, ReferenceMatcher& reference) {
    const auto found = hunted(folder, rules);
    std::map<std::string, Share> steps;
    for (const Row& row : read_tsv(folder / "truth.tsv")) {
        const auto id = record_id_of(row.at("record_or_path"));
        if (!id || !row.at("artefact").ends_with(".evtx")) continue;
        const std::string log = (folder / row.at("artefact")).generic_string();
        Share& share = steps[row.at("step")];
        ++share.rows;
        if (found.contains({log, *id})) {
            ++share.found;
            continue;
        }
        EXPECT_EQ(true_rules(log, *id, rules, reference), std::set<std::string>{})
            << log << " record " << *id;
    }
    std::size_t seen = 0;
    for (const auto& [step, share] : steps) {
        seen += share.found > 0 ? 1 : 0;
        std::cout << folder.filename().string() << ' ' << step << ": " << share.found << " of "
                  << share.rows << " records\n";
    }
    std::cout << folder.filename().string() << ": " << seen << " of " << steps.size()
              << " steps have a finding\n";
}

TEST(HuntTruth, EveryMissedRecordHasNoTrueRule) {
    XIEZHI_CORPUS_OR_SKIP(root);
    const rules::RuleSet rules = windows_rules(root);
    ReferenceMatcher reference(rules.rules);
    std::size_t cases = 0;
    for (const Row& row : read_tsv(root / "cases/cases.tsv")) {
        if (row.at("class") != "attacked" || row.at("has_logs") != "yes") continue;
        judge_case(root / "cases" / row.at("case"), rules, reference);
        ++cases;
    }
    EXPECT_GT(cases, 0U);
}

}  // namespace
}  // namespace xiezhi::testing
