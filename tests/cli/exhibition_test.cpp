// The exhibition of the demo writer against the built-in pack: every check over documents has
// something planted that it finds, and something honest in the same place that nothing calls high.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "tests/cli/output_lines.h"
#include "tests/cli/run_support.h"
#include "tests/support/temp_folder.h"
#include "tools/demo/state.h"
#include "xiezhi/rules/pack.h"
#include "xiezhi/rules/routes.h"
#include "xiezhi/rules/select.h"
#include "xiezhi/rules/simplify.h"
#include "xiezhi/schema/dataset.h"

namespace xiezhi::testing {
namespace {

struct Excuse {
    std::string_view check;
    std::string_view why;
};

constexpr auto kWithoutItems = std::to_array<Excuse>({
    {"host/file_in_hideout_signed", "nobody but a maker can sign so that Windows trusts it"},
});

/// Checks that tell of everything in their place but what Windows brings, and never as high: their
/// decoys are told of too.
constexpr auto kTellsOfAll = std::to_array<Excuse>({
    {"host/shim_database", "whether an installed database is a packager's own only he can say"},
    {"host/registry_payload", "whether encoded data are a licence or a stage only a look can tell"},
});

bool is_excused(std::span<const Excuse> list, std::string_view check) {
    return std::ranges::find(list, check, &Excuse::check) != list.end();
}

/// A rule that documents are judged by.
struct Check {
    std::set<std::string> rules;     // ids: a file of the pack may hold several
    std::set<std::string> datasets;  // that it is asked of
};
/// By the name of the rule's file: `host/task_action`, `run_key`.
using Checks = std::map<std::string, Check>;

/// The datasets of which a rule can be true: those it names as its source, and those that it is
/// asked of at rest in place of events.
std::set<std::string> datasets_of(const rules::Rule& rule) {
    rules::RegexCache regexes;
    rules::Simplifier simplifier(regexes);
    std::set<std::string> found;
    const schema::LogSourceRoutes routes = rules::routes_of(rule.source);
    for (const auto* list : {&routes.routes, &routes.at_rest}) {
        if (list == &routes.at_rest && !rule.head.pack.at_rest) continue;
        for (const schema::Route& route : *list) {
            if (!route.enabled || route.channels.empty()) continue;
            const std::string_view channel = route.channels.front();
            if (!schema::is_state_channel(channel)) continue;
            rules::Known known;
            known.route = &route;
            known.category = rule.source.category;
            const auto twig = simplifier.simplify(rule.condition, known);
            if (twig.kind == rules::Node::Kind::False) continue;
            found.insert(std::string(channel.substr(schema::kStateChannel.size())));
        }
    }
    // Where views agree there is no document of a difference: what they are about was looked at.
    if (found.contains("difference")) found.insert({"task", "service_state"});
    return found;
}

Checks checks_over_documents() {
    constexpr std::string_view kFront = "pack/";
    constexpr std::string_view kEnding = ".yml";
    static const rules::RuleSet pack = rules::load_builtin_pack();
    Checks checks;
    for (const rules::Rule& rule : pack.rules) {
        const bool step = rule.head.level == rules::Level::Informational;
        if (step || !rules::document_of(rule.head).empty()) continue;
        const std::set<std::string> datasets = datasets_of(rule);
        if (datasets.empty()) continue;
        const std::string& path = rule.head.place.path;
        Check& check =
            checks[path.substr(kFront.size(), path.size() - kFront.size() - kEnding.size())];
        check.rules.insert(rule.head.id);
        check.datasets.insert(datasets.begin(), datasets.end());
    }
    return checks;
}

class Exhibition : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        disk_ = demo::tell_exhibition();
        const TempFolder folder;
        ASSERT_EQ(demo::write_exhibition(folder.path()), "");
        const RunResult run =
            run_xiezhi({"triage", folder.path("EXHIBIT-01"), folder.path("EXHIBIT-02"), "-f",
                        "ndjson", "-q", "--documents"});
        EXPECT_EQ(run.code, 1) << run.err;
        lines_ = output_lines(run.out);
        checks_ = checks_over_documents();
    }

    /// The lines that speak of an item.
    static std::vector<const OutputLine*> about(const demo::TruthRow& row) {
        std::vector<const OutputLine*> found;
        for (const OutputLine& line : lines_) {
            if (line.is_about(row.artefact, row.text)) found.push_back(&line);
        }
        return found;
    }

    /// Whether it is a document that the check is asked of. Commands at rest are made of others.
    static bool is_asked(const Check& check, const OutputLine& line) {
        if (!line.rule.empty()) return false;
        return check.datasets.contains(line.dataset) ||
               (line.has_command && check.datasets.contains("command"));
    }

    static std::string named(const demo::TruthRow& row) {
        return row.role + " " + row.check + " " + row.artefact + ": " + row.text + "\n";
    }

    static inline demo::Disk disk_;
    static inline std::vector<OutputLine> lines_;
    static inline Checks checks_;
};

TEST_F(Exhibition, EveryCheckOverDocumentsHasAnItemAndADecoy) {
    EXPECT_GT(checks_.size(), 140U);
    std::map<std::string, std::set<std::string>> roles;
    for (const demo::TruthRow& row : disk_.truth()) {
        EXPECT_TRUE(checks_.contains(row.check)) << named(row) << "is no check over documents";
        roles[row.check].insert(row.role);
    }
    for (const auto& [name, check] : checks_) {
        const bool whole = roles[name].size() == 2;
        EXPECT_TRUE(whole || is_excused(kWithoutItems, name)) << name;
        EXPECT_FALSE(whole && is_excused(kWithoutItems, name)) << name << " needs no excuse";
    }
}

TEST_F(Exhibition, PlantedIsFoundByItsCheck) {
    for (const demo::TruthRow& row : disk_.truth()) {
        if (row.role != "planted") continue;
        const Check& check = checks_[row.check];
        EXPECT_TRUE(std::ranges::any_of(about(row), [&](const OutputLine* line) {
            return check.rules.contains(line->rule);
        })) << named(row);
    }
}

TEST_F(Exhibition, HonestIsLookedAtAndNotAccused) {
    std::set<std::string, std::less<>> excused;
    for (const demo::TruthRow& row : disk_.truth()) {
        if (row.role != "decoy") continue;
        const Check& check = checks_[row.check];
        bool seen = false;
        for (const OutputLine* line : about(row)) {
            seen = seen || is_asked(check, *line);
            EXPECT_FALSE(line->is_high()) << named(row) << line->text;
            if (!check.rules.contains(line->rule)) continue;
            excused.insert(row.check);
            EXPECT_TRUE(is_excused(kTellsOfAll, row.check)) << named(row) << line->text;
        }
        EXPECT_TRUE(seen) << named(row) << "stands in no document that the check is asked of";
    }
    for (const Excuse& excuse : kTellsOfAll) {
        EXPECT_TRUE(excused.contains(excuse.check)) << excuse.check << " needs no excuse";
    }
}

}  // namespace
}  // namespace xiezhi::testing
