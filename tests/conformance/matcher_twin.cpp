// All current rules over the corpus' logs: matcher and reference give the same (rule, record)
// pairs. The reference needs milliseconds a record, so records are sampled unless XIEZHI_DEEP is
// set: the first of each channel and event id in each log, then ever fewer.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>

#include "tests/support/corpus.h"
#include "tests/support/corpus_events.h"
#include "tests/support/reference_matcher.h"
#include "xiezhi/rules/load.h"

namespace xiezhi::testing {
namespace {

class Sampler {
public:
    Sampler() : all_(std::getenv("XIEZHI_DEEP") != nullptr) {}

    void begin_log() { in_log_.clear(); }
    bool takes(const EventHead& head) {
        const Kind kind{std::string(head.channel), head.event_id};
        const std::size_t nth = ++in_run_[kind];
        return all_ || (++in_log_[kind] == 1 && nth <= kLogsMax) || nth <= kFirst ||
               nth % kEvery == 0;
    }

private:
    static constexpr std::size_t kFirst = 10;
    static constexpr std::size_t kLogsMax = 2000;
    static constexpr std::size_t kEvery = 251;  // a prime, so that no rhythm of a log is followed
    using Kind = std::pair<std::string, std::uint32_t>;
    bool all_;
    std::map<Kind, std::size_t> in_log_;
    std::map<Kind, std::size_t> in_run_;
};

void compare(const std::filesystem::path& root, const rules::RuleSet& set) {
    rules::Matcher matcher(set.rules);
    rules::Matcher::Worker worker(matcher);
    ReferenceMatcher reference(set.rules);
    Sampler sampler;
    std::size_t records = 0;
    std::size_t found = 0;
    std::size_t different = 0;
    for (const auto& path : files_below(root, ".evtx")) {
        sampler.begin_log();
        try {
            each_event(path, [&](const Event& event) {
                if (different > 20 || !sampler.takes(event.head())) return;
                ++records;
                std::vector<rules::Hit> hits;
                worker.match(event, hits);
                const auto wanted = reference.match(keep(event));
                found += wanted.size();
                if (hits == wanted) return;
                ++different;
                ADD_FAILURE() << path << " record " << event.head().record_id << ": " << hits.size()
                              << " rules, reference " << wanted.size();
            });
        } catch (const std::exception&) {
            // Not a log: the corpus has damaged and made-up files too.
        }
    }
    std::cout << records << " records, " << found << " pairs\n";
    EXPECT_GT(found, 0U);
}

TEST(MatcherTwin, AgreesOnTheCorpus) {
    XIEZHI_CORPUS_OR_SKIP(root);
    compare(root, current_rules(root));
}

/// The ECS documents behind them come from tables that prune rules before a record is seen; the
/// reference asks a document of its own for each field.
TEST(MatcherTwin, AgreesOnElasticsRules) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::vector<std::pair<std::string, std::string>> texts;
    for (const auto& path : files_below(root / "rules" / "elastic", ".toml"))
        texts.emplace_back(path.string(), read_file(path));
    std::vector<rules::RuleFile> files;
    for (const auto& [name, text] : texts) files.push_back({name, as_bytes(text)});
    const rules::RuleSet set = rules::load_rules(files, {});
    EXPECT_GT(set.rules.size(), 0U);
    compare(root, set);
}

}  // namespace
}  // namespace xiezhi::testing
